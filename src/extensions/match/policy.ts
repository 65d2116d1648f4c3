import { negateIf, unknown } from '#model/condition.ts'
import type { OptionUse } from '#model/ruleset.ts'
import { exactWord } from '../kinds/exact-word.ts'
import type { Kind } from '../extension.ts'
import { Wrong, match } from '../extension.ts'
import { hostMask } from '../kinds/host-mask.ts'
import { badValue, flag, hexNumber, number } from '../kinds/kinds.ts'
import { readProtocol } from '../kinds/protocols.ts'
import { findUse, impliedUse } from '../fields/uses.ts'

/** As many elements as the kernel compares (XT_POLICY_MAX_ELEM). */
const most = 4

const transforms: Readonly<Record<number, string>> = { 50: 'esp', 51: 'ah', 108: 'ipcomp' }

const transform: Kind<string> = {
  label: 'kind/ipsec-protocol',
  words: 1,
  // Unlike -p, in lower case only.
  read: (word) =>
    (/[A-Z]/.test(word) ? undefined : transforms[readProtocol(word) ?? 0]) ?? badValue(word, 'kind/ipsec-protocol'),
  write: (value) => value,
}

const elementOptions = ['--reqid', '--spi', '--proto', '--mode', '--tunnel-dst', '--tunnel-src']

// --next ends one element of the policy and begins another.
function elementsOf(uses: readonly OptionUse[]): OptionUse[][] {
  const elements: OptionUse[][] = [[]]
  for (const use of uses) {
    if (use.name === '--next') elements.push([use])
    else if (elementOptions.includes(use.name)) elements.at(-1)?.push(use)
  }
  return elements
}

function checkElement(element: readonly OptionUse[], strict: boolean): Wrong | undefined {
  const names = element.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) return new Wrong('syntax/repeated-option', { option: twice })
  if (strict && !names.some((name) => elementOptions.includes(name))) return new Wrong('syntax/empty-policy-element')
  const tunnel = element.find(({ name }) => name.startsWith('--tunnel-'))
  const inTunnel = element.some(({ name, value, negated }) => name === '--mode' && value === 'tunnel' && !negated)
  return tunnel === undefined || inTunnel
    ? undefined
    : new Wrong('syntax/option-needs', { option: tunnel.name, other: '--mode tunnel' })
}

function settle(uses: readonly OptionUse[]): readonly OptionUse[] | Wrong {
  const direction = findUse(uses, '--dir')
  const policy = findUse(uses, '--pol') ?? impliedUse(uses, '--pol', 'ipsec')
  const strict = findUse(uses, '--strict')
  const elements = elementsOf(uses)
  if (direction === undefined) return uses
  if (policy.value === 'none') {
    return strict === undefined
      ? [direction, policy]
      : new Wrong('syntax/options-exclude', { option: '--strict', other: '--pol none' })
  }
  if (elements.length > most) return new Wrong('syntax/too-many', { option: '--next', max: most })
  for (const element of elements) {
    const wrong = checkElement(element, strict !== undefined)
    if (wrong !== undefined) return wrong
  }
  const inOrder = elements.flatMap((element) => element.sort((a, b) => place(a) - place(b)))
  return [direction, policy, ...(strict === undefined ? [] : [strict]), ...inOrder]
}

function place({ name }: OptionUse): number {
  return elementOptions.indexOf(name)
}

/** Whether IPsec brought the packet, or will take it. */
export const policy = match({
  name: 'policy',
  decidedBy: 'host',
  keepsOrder: true,
  options: {
    '--dir': { kind: exactWord('kind/policy-direction', 'in', 'out'), required: true },
    '--pol': { kind: exactWord('kind/ipsec-policy', 'ipsec', 'none') },
    '--strict': { kind: flag },
    '--reqid': { kind: number(0, 0xffffffff), not: true, repeats: true },
    '--spi': { kind: hexNumber(0, 0xffffffff), not: true, repeats: true },
    '--proto': { kind: transform, not: true, repeats: true },
    '--mode': { kind: exactWord('kind/ipsec-mode', 'transport', 'tunnel'), not: true, repeats: true },
    '--tunnel-dst': { kind: hostMask, not: true, repeats: true },
    '--tunnel-src': { kind: hostMask, not: true, repeats: true },
    '--next': { kind: flag, needs: ['--strict'], repeats: true },
  },
  settle,
  meaning(uses) {
    const bare = Object.keys(uses).length === 2 && uses['--pol'] !== undefined
    const by = `policy --dir ${uses['--dir']?.value === 'in' ? 'in' : 'out'} --pol ipsec`
    return bare ? negateIf(uses['--pol']?.value === 'none', unknown('host', by)) : undefined
  },
})
