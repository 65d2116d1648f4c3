import type { Family } from '#model/family.ts'
import { builtinChains } from '#model/builtin-chains.ts'
import { readListingHeading } from '../listing/listing-heading.ts'
import type { TextSegment } from './text-segment.ts'

const names = 'filter|nat|mangle|raw|security'
/** `nat table:`, `Table: nat`, `table `nat``, `iptables -t nat -L` in a sentence. */
const told = new RegExp(
  String.raw`\b(?<after>${names})\W{0,3}\s*[- ]?(?:table|chains|rules)\b|\btables?\W{0,4}(?<before>${names})\b|\bip6?tables[\w-]*\b[^\n]{0,60}?\s(?:-t|--table)[ =]?(?<option>${names})\b`,
  'gi',
)
/** A line that holds no more than the name: `== filter ==`, `### NAT`, `[mangle]`, `nat:`. */
const alone = new RegExp(
  String.raw`^\W*(?:(?:ipv[46]|ip6?tables(?:-save|-legacy|-nft)?|my|the|current)\W+)*(?<alone>${names})\W*$`,
  'i',
)
const lists = /\bip6?tables[\w-]*[^\n]{0,30} (?:-\w*[LS]\w*|--list(?:-rules)?)\b/

/**
 * The segment with the table and the family that the line above it names, where its chains can be of that table. A command above has
 * said it already.
 */
export function withHeading(segment: TextSegment, text: string): TextSegment {
  if ((segment.form !== 'listing' && segment.form !== 'rules') || segment.printed) return segment
  const line = lineAbove(text, segment.start)
  if (line === undefined) return segment
  const table = tableIn(line)
  const family = segment.family ?? familyIn(line)
  if (table === undefined || !holds(table, segment, text))
    return family === segment.family ? segment : { ...segment, family }
  return { ...segment, family, table, toldTable: true }
}

// The nearest line that says something, at most four lines up: blank lines and fences say nothing.
function lineAbove(text: string, start: number): string | undefined {
  let end = text.lastIndexOf('\n', start - 1)
  for (let tries = 0; tries < 4 && end >= 0; tries++) {
    const from = text.lastIndexOf('\n', end - 1) + 1
    const line = text
      .slice(from, end)
      .replace(/<[^>]{0,40}>/g, '')
      .trim()
    if (/[A-Za-z]/.test(line) && !/^(?:`{3}|~{3})/.test(line)) return line.length < 300 ? line : undefined
    end = from - 1
  }
  return undefined
}

function tableIn(line: string): string | undefined {
  const found = new Set<string>()
  for (const { groups } of line.matchAll(told)) {
    const { after, before, option } = groups ?? {}
    found.add((after ?? before ?? option ?? '').toLowerCase())
  }
  const single = alone.exec(line)?.groups?.alone
  if (single !== undefined) found.add(single.toLowerCase())
  if (found.size === 0 && lists.test(line)) found.add('filter')
  const [table] = found
  return found.size === 1 ? table : undefined
}

function familyIn(line: string): Family | undefined {
  const six = /\bip6tables|\bIPv6\b/i.test(line)
  const four = /\biptables|\bIPv4\b/i.test(line)
  return six === four ? undefined : six ? 'ipv6' : 'ipv4'
}

const onlyNat = /(?:-j |^)(?:DNAT|SNAT|MASQUERADE|REDIRECT|NETMAP)\b/

function holds(table: string, { form, lines }: TextSegment, text: string): boolean {
  if (table !== 'nat' && lines.some(({ start, end }) => onlyNat.test(text.slice(start, end)))) return false
  const own = builtinChains[table] ?? []
  const every = Object.values(builtinChains).flat()
  return lines.every((line) => {
    const chain =
      form === 'listing'
        ? readListingHeading(text, line)?.chain
        : /^\s*(?:\[\d+:\d+\]\s+)?(?:-[PAI]\s+|:)(\S+)/.exec(
            text.slice(line.start, Math.min(line.end, line.start + 100)),
          )?.[1]
    return chain === undefined || own.includes(chain) || !every.includes(chain)
  })
}
