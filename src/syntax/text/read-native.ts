import type { Diagnostic } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { NftTable } from '#model/nft.ts'
import type { Source, Span } from '#model/source.ts'
import { readNftJson } from '../nft/read-nft-json.ts'
import { readNftText } from '../nft/text/read-nft-text.ts'
import type { IncludedFiles } from '../nft/text/text-context.ts'
import { isNftJson } from './nft-lines.ts'
import type { TextSegment } from './text-segment.ts'

interface NativeReading {
  readonly tables: readonly NftTable[]
  readonly diagnostics: readonly Diagnostic[]
}

/** The tables of nftables in the pieces of a text; undefined: there are none of such pieces. */
export function readNativeSegments(
  source: Source,
  segments: readonly TextSegment[],
  files: IncludedFiles | undefined,
): NativeReading | undefined {
  const own = segments.filter(({ form }) => form === 'nft')
  if (own.length === 0) return undefined
  const isJson = ({ start, end }: Span) => isNftJson(source.text.slice(start, end))
  const json = own.filter(isJson)
  const texts = own.filter((segment) => !isJson(segment))
  const read = [
    ...json.map((segment) => readJsonSegment(source, segment)),
    ...(texts.length === 0 ? [] : [readNftText(source, texts.flatMap(spansOf), files)]),
  ]
  return { tables: read.flatMap(({ tables }) => tables), diagnostics: read.flatMap(({ diagnostics }) => diagnostics) }
}

function readJsonSegment({ name, text }: Source, { start, end }: Span): NativeReading {
  try {
    return { tables: readNftJson(JSON.parse(text.slice(start, end)), name) ?? [], diagnostics: [] }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const said = error.message.replace(/\s+/g, ' ')
    return {
      tables: [],
      diagnostics: [{ severity: 'error', ...message('syntax/nft-json', { said }), span: { start, end } }],
    }
  }
}

// Lines of a quotation do not follow each other: between them stand its signs.
function spansOf({ lines, start, end }: TextSegment): readonly Span[] {
  const isWhole = lines.every((line, index) => {
    const before = lines[index - 1]
    return before === undefined || line.start - before.end <= 2
  })
  return isWhole ? [{ start, end }] : lines
}
