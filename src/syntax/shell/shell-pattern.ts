/** A pattern of a shell (`*.rules`, `eth[0-9]`) as an expression for a whole text; undefined where it is not understood. */
export function patternOf(shown: string): RegExp | undefined {
  if (shown.length > 100) return undefined
  const source = shown
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.')
  try {
    return new RegExp(`^${source}$`, 's')
  } catch {
    return undefined
  }
}
