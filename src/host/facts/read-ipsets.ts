import type { IpSet } from '#model/facts.ts'

/** Reads what `ipset save` printed. A member is its whole text, options included (`192.0.2.1 timeout 5`). */
export function readIpSets(text: string): readonly IpSet[] {
  const sets = new Map<string, { name: string; type: string; options: string; members: string[] }>()
  for (const line of text.split('\n')) {
    const [, verb, name, rest] = /^(create|add) (\S+) (\S.*)$/.exec(line.trimEnd()) ?? []
    if (name === undefined || rest === undefined) continue
    if (verb === 'add') {
      sets.get(name)?.members.push(rest)
      continue
    }
    const [type = ''] = rest.split(' ', 1)
    sets.set(name, { name, type, options: rest.slice(type.length).trim(), members: [] })
  }
  return [...sets.values()]
}
