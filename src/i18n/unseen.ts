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

/** Values that only a run tells stand among them as they are written. */
const words = (code: string) =>
  unseen[code] ?? (code.startsWith('variable ') ? `what ${code.slice(9)} stands for` : `\`${code}\``)

/** `in`, `out` -> `the incoming interface and the outgoing interface`. */
export function unseenNames(codes: readonly string[]): string {
  const names = codes.map(words)
  const [last] = names.slice(-1)
  return names.length < 2 ? (last ?? '') : `${names.slice(0, -1).join(', ')} and ${last}`
}
