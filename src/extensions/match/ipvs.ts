import type { OptionUse } from '#model/ruleset.ts'
import type { Kind } from '../extension.ts'
import { Wrong, match } from '../extension.ts'
import { hostMask } from '../kinds/host-mask.ts'
import { badValue, flag, oneOf, readNumber } from '../kinds/kinds.ts'
import { readProtocol } from '../kinds/protocols.ts'
import { servicePort } from '../kinds/services.ts'
import { findUse, withoutUses } from '../fields/uses.ts'

const protocol: Kind<number> = {
  label: 'kind/protocol',
  words: 1,
  read: (word) => readProtocol(word) ?? badValue(word, 'kind/protocol'),
  write: String,
}

// The resolver takes larger numbers and keeps 16 bits.
const port: Kind<number> = {
  label: 'kind/port-number',
  words: 1,
  read(word) {
    const number = readNumber(word, 0, 0xffffffff)
    return (number === undefined ? servicePort(word) : number & 0xffff) ?? badValue(word, 'kind/port-number')
  },
  write: String,
}

// Every other option says --ipvs too.
function settle(uses: readonly OptionUse[]): readonly OptionUse[] | Wrong {
  const any = findUse(uses, '--ipvs')
  if (any === undefined || uses.length === 1) return uses
  return any.negated
    ? new Wrong('syntax/options-exclude', { option: '! --ipvs', other: uses.find((use) => use !== any)?.name ?? '' })
    : withoutUses(uses, ['--ipvs'])
}

/** The IP virtual server connection that the packet belongs to. */
export const ipvs = match({
  name: 'ipvs',
  decidedBy: 'host',
  oneOf: ['--ipvs', '--vproto', '--vaddr', '--vport', '--vdir', '--vmethod', '--vportctl'],
  options: {
    '--ipvs': { kind: flag, not: true },
    '--vproto': { kind: protocol, not: true },
    '--vaddr': { kind: hostMask, not: true },
    '--vport': { kind: port, not: true },
    '--vdir': { kind: oneOf(['ORIGINAL', 'REPLY']) },
    '--vmethod': { kind: oneOf(['GATE', 'IPIP', 'MASQ']), not: true },
    '--vportctl': { kind: port, not: true },
  },
  settle,
})
