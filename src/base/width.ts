import stringWidth from 'string-width'

/** How many columns the text takes on a terminal. */
export function displayWidth(text: string): number {
  return /^[\u0020-\u007e]*$/.test(text) ? text.length : stringWidth(text)
}

/** The text cut to at most so many columns, with `…` where something is missing. */
export function cutToWidth(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text
  let width = 0
  let kept = ''
  for (const char of text) {
    width += displayWidth(char)
    if (width > columns - 1) break
    kept += char
  }
  return `${kept}…`
}
