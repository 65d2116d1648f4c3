/** A word as a shell reads it: names come from snapshots that anybody may have written. */
export function shellWord(word: string): string {
  return /^[\w.:/@=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
