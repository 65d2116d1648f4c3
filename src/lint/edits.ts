import type { Edit } from '#model/check.ts'
import type { Span } from '#model/source.ts'
import type { CheckedText } from './subject.ts'

/** Takes the lines of a span out of a text, with the end of the last one. */
export function lineRemoved({ source }: Pick<CheckedText, 'source'>, { start, end }: Span): Edit {
  const { text } = source
  const from = text.lastIndexOf('\n', start - 1) + 1
  const last = text.indexOf('\n', Math.max(start, end - 1))
  return { source, start: from, end: last < 0 ? text.length : last + 1, text: '' }
}
