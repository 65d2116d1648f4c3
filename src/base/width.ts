import stringWidth from 'string-width'

/** How many columns the text takes on a terminal. */
export function displayWidth(text: string): number {
  return /^[\u0020-\u007e]*$/.test(text) ? text.length : stringWidth(text)
}

/** The text in pieces of at most so many columns, blanks at their ends not counted. */
export function chunksOfWidth(text: string, columns: number): readonly string[] {
  if (displayWidth(text.trimEnd()) <= columns) return [text]
  const chunks: string[] = []
  let chunk = ''
  let width = 0
  for (const char of text) {
    const own = displayWidth(char)
    if (width + own > columns && char !== ' ' && chunk !== '') {
      chunks.push(chunk)
      chunk = ''
      width = 0
    }
    chunk += char
    width += own
  }
  return [...chunks, chunk]
}
