/** A range of versions in words: `28.2.0..` -> `28.2.0 or later`, `..28.0.1` -> `before 28.0.1`, `28.0.1..28.5.2` -> `28.0.1 to 28.5.2`. */
export function versionRange(range: string | number | undefined): string {
  const [from = '', to] = String(range ?? '').split('..')
  if (to === undefined) return from
  if (to === '') return `${from} or later`
  return from === '' ? `before ${to}` : `${from} to ${to}`
}
