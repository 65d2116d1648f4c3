import type { Span } from '#model/source.ts'
import { familyEvidence } from './family-evidence.ts'
import { likelyTable, tableOfChains } from '../listing/listing-table.ts'
import type { PrintedBy, TextSegment } from './text-segment.ts'
import { segmentOf } from './text-segment.ts'

const chainOfLine = /^\s*(?:\[\d+:\d+\]\s*)?(?:-(?:[AIDRCPNFXZE])\s+|:)(?<chain>[!-~]{1,60})/
const natTarget = /\s(?:-j|--jump)\s+(?:DNAT|SNAT|MASQUERADE|REDIRECT|NETMAP)(?:\s|$)/

/** The lines of `iptables -S`, or single lines of the save form; their table is that of the command above, or of their chains. */
export function rulesSegments(text: string, lines: readonly Span[], by: PrintedBy | undefined): readonly TextSegment[] {
  const span = { start: lines[0]?.start ?? 0, end: lines.at(-1)?.end ?? 0 }
  const tables = by === undefined ? tableOfLines(text, lines) : { table: by.table ?? 'filter', toldTable: true }
  const family = by?.family ?? familyEvidence(text, span)
  return [segmentOf('rules', lines, { family, variant: by?.variant, printed: by !== undefined, ...tables })]
}

function tableOfLines(text: string, lines: readonly Span[]): Pick<TextSegment, 'table' | 'toldTable'> {
  const chains = new Set<string>()
  for (const { start, end } of lines) {
    const line = text.slice(start, Math.min(end, start + 2000))
    if (natTarget.test(line)) return { table: 'nat', toldTable: true }
    const { chain } = chainOfLine.exec(line)?.groups ?? {}
    if (chain !== undefined) chains.add(chain)
  }
  const table = tableOfChains(chains)
  return { table: table ?? likelyTable(chains), toldTable: table !== undefined }
}
