// data: what a text may not show, by the code that readers give it.
const unseen: Readonly<Record<string, string>> = {
  in: 'the incoming interface',
  out: 'the outgoing interface',
  '-s': 'the whole source address',
  '-d': 'the whole destination address',
  options: 'all options',
  counters: 'exact counters',
  table: 'the table',
  chain: 'the chain of its rules',
}

/** Names in words; variables whose values are known only when the script runs are named as written. */
const words = (code: string) =>
  unseen[code] ?? (code.startsWith('variable ') ? `the value of ${code.slice(9)}` : `\`${code}\``)

/** `in`, `out` -> `the incoming interface and the outgoing interface`. */
export function unseenNames(codes: readonly string[]): string {
  const names = codes.map(words)
  const [last] = names.slice(-1)
  return names.length < 2 ? (last ?? '') : `${names.slice(0, -1).join(', ')} and ${last}`
}
