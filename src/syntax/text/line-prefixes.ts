/** What can stand before every line of a text: numbers, the name of a file, a time and a program, the mark of a quote or of a diff. */
const prefixes: readonly RegExp[] = [
  /^(?:[ ]{0,3}>[ ]?)+/,
  /^[ \t]{0,4}\|[ ]?/,
  /^\+[ ]?(?![+\d])/,
  /^\/\/[ ]?/,
  /^(?:[A-Z][a-z]{2} [ \d]\d [\d:]{8}|\d{4}-\d\d-\d\d[T ][\d:.,]{8,15}(?:Z|[+-]\d\d:?\d\d)?) \S{1,80} [^:\s]{1,60}: /,
  /^\^?[\da-f]{7,40} \([^)\n]{1,120}\) ?/,
  /^[\w./-]{1,200}[:-]\d{1,6}[:-]/,
  /^(?:\.{0,2}\/)[\w./-]{1,200}:/,
]
const number = /^[ \t]{0,8}(\d{1,6})(?:[:.)]|[ \t]{0,4}[|\u2502\u2192]|(?=[ \t]))[ \t]?[ ]{0,3}/
const telling =
  /^[ \t]*(?:\*[a-z]+\s*$|:[A-Z]\S* |-[APNI] |Chain \S+ \(|COMMIT\s*$|(?:sudo )?ip6?tables |pkts +bytes|(?:num +)?target +prot| *\d+[KMG]? +\d+[KMG]? +\S)/

/** A text without what stands before each of its lines, where rules stand behind it. Blank lines need no prefix. */
export function withoutLinePrefixes(text: string): string {
  const first = /^[^\n]*\S[^\n]*/m.exec(text)?.[0] ?? ''
  if (!number.test(first) && !prefixes.some((prefix) => prefix.test(first))) return text
  const lines = text.split('\n')
  const full = lines.filter((line) => line.trim() !== '')
  if (full.length < 2 || full.length > 20_000) return text
  if (isNumbered(full)) {
    const bare = strip(lines, number)
    if (tells(bare)) return bare.join('\n')
  }
  for (const prefix of prefixes) {
    if (!full.every((line) => prefix.test(line))) continue
    const bare = strip(lines, prefix)
    if (tells(bare)) return bare.join('\n')
  }
  return text
}

function strip(lines: readonly string[], prefix: RegExp): readonly string[] {
  return lines.map((line) => line.replace(prefix, ''))
}

// One after the other; blank lines in between may have been counted.
function isNumbered(full: readonly string[]): boolean {
  let last: number | undefined
  for (const line of full) {
    const found = number.exec(line)?.[1]
    if (found === undefined) return false
    const value = Number(found)
    if (last !== undefined && (value <= last || value > last + 4)) return false
    last = value
  }
  return true
}

function tells(lines: readonly string[]): boolean {
  const full = lines.filter((line) => line.trim() !== '')
  return full.filter((line) => telling.test(line)).length * 3 >= full.length
}
