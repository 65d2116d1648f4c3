/** A verdict as `--expect` and files of expectations say it (`no-route`), as answers say it (`NO ROUTE`). */
export function verdictWord(said: string): string {
  return said.toUpperCase().replaceAll('-', ' ')
}
