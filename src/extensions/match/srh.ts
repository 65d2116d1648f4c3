import type { OptionUse } from '#model/ruleset.ts'
import type { OptionSpec } from '../extension.ts'
import { match } from '../extension.ts'
import { prefix } from '../kinds/host-kinds.ts'
import { number } from '../kinds/kinds.ts'

const byte: OptionSpec<number> = { kind: number(0, 255), not: true }
const segment = { kind: prefix, not: true } as const

// The tests -eq, -gt and -lt of a field share one number: the last one given.
function shareNumbers(uses: readonly OptionUse[]): readonly OptionUse[] {
  const fieldOf = ({ name }: OptionUse) => /^--srh-(.*)-(eq|gt|lt)$/.exec(name)?.[1]
  const last = new Map(uses.map((use) => [fieldOf(use), use.value]))
  return uses.map((use) => (fieldOf(use) === undefined ? use : { ...use, value: last.get(fieldOf(use)) ?? use.value }))
}

/** The segment routing header of an IPv6 packet. */
export const srh = match({
  name: 'srh',
  families: ['ipv6'],
  options: {
    '--srh-next-hdr': byte,
    '--srh-hdr-len-eq': byte,
    '--srh-hdr-len-gt': byte,
    '--srh-hdr-len-lt': byte,
    '--srh-segs-left-eq': byte,
    '--srh-segs-left-gt': byte,
    '--srh-segs-left-lt': byte,
    '--srh-last-entry-eq': byte,
    '--srh-last-entry-gt': byte,
    '--srh-last-entry-lt': byte,
    '--srh-tag': { kind: number(0, 0xffff), not: true },
    '--srh-psid': segment,
    '--srh-nsid': segment,
    '--srh-lsid': segment,
  },
  settle: shareNumbers,
  decidedBy: 'packet',
})
