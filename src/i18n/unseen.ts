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

/** `in`, `out` -> `the incoming interface and the outgoing interface`; a variable is what only a run tells. */
export function unseenNames(codes: readonly string[]): string {
  const names = codes.map((code) => unseen[code] ?? code.replace(/^variable (.*)$/, 'what $1 stands for'))
  const [last] = names.slice(-1)
  return names.length < 2 ? (last ?? '') : `${names.slice(0, -1).join(', ')} and ${last}`
}
