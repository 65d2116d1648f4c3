import { ruleId } from '#model/rule-id.ts'

/** Packets and bytes that a rule or policy has taken. */
export interface Count {
  readonly packets: number
  readonly bytes: number
}

/** Counters by id of the rule or policy. */
export type Counts = ReadonlyMap<string, Count>

/** Reads what `iptables-save -c` prints. `prefix`: what ids begin with. */
export function readCounters(text: string, prefix: string): Counts {
  const counts = new Map<string, Count>()
  let table = ''
  let chain = ''
  let position = 0
  for (const line of text.split('\n')) {
    if (line.startsWith('*')) {
      table = line.slice(1).trim()
      chain = ''
    }
    const [, policyChain, policyPackets, policyBytes] = /^:(\S+) (?!-)\S+ \[(\d+):(\d+)\]/.exec(line) ?? []
    if (policyChain !== undefined)
      counts.set(ruleId(prefix, table, policyChain, 'policy'), {
        packets: Number(policyPackets),
        bytes: Number(policyBytes),
      })
    const [, packets, bytes, name] = /^\[(\d+):(\d+)\] -A (\S+)/.exec(line) ?? []
    if (name === undefined) continue
    // Rules of a chain stand together.
    position = name === chain ? position + 1 : 1
    chain = name
    counts.set(ruleId(prefix, table, name, position), { packets: Number(packets), bytes: Number(bytes) })
  }
  return counts
}

/** What was counted since: only what grew. */
export function growth(before: Counts, after: Counts): Counts {
  const grown = new Map<string, Count>()
  for (const [id, { packets, bytes }] of after) {
    const old = before.get(id) ?? { packets: 0, bytes: 0 }
    if (packets !== old.packets) grown.set(id, { packets: packets - old.packets, bytes: bytes - old.bytes })
  }
  return grown
}
