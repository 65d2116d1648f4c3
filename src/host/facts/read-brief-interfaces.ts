import { readPrefix } from '#base/prefix.ts'
import type { Interface, InterfaceAddress } from '#model/facts.ts'

const brief =
  /^(?<name>[^\s:@]{1,60})(?:@\S+)? +(?<state>UP|DOWN|UNKNOWN|LOWERLAYERDOWN|DORMANT|NOTPRESENT|TESTING)\b(?<rest>.*)$/
const oneLine = /^\d+: (?<name>[^\s:@]{1,60})(?:@\S+)? +inet6? (?<rest>.*)$/
const single = /^inet6? (?<rest>.*\bscope \w+(?: \w+){0,4}? (?<name>[^\s\\]+))\s*$/

/**
 * Reads the short forms of `ip addr`: `ip -br addr`, `ip -br link`, `ip -o addr`, and lines that begin with `inet` alone, which end with
 * the name of the interface. Other lines are passed over.
 */
export function readBriefInterfaces(text: string): readonly Interface[] {
  const found = new Map<string, Interface>()
  for (const line of text.split('\n')) {
    const groups = (brief.exec(line.trim()) ?? oneLine.exec(line.trim()) ?? single.exec(line.trim()))?.groups
    const { name, state, rest = '' } = groups ?? {}
    if (name === undefined) continue
    const known = found.get(name)
    const addresses = [...(known?.addresses ?? []), ...addressesIn(rest)]
    const mac = known?.mac ?? / ((?:[\da-f]{2}:){5}[\da-f]{2})(?: |$)/.exec(rest)?.[1]
    const up = /<[^>]*\bUP\b/.test(rest) || (state !== 'DOWN' && !rest.includes('<'))
    found.set(name, { name, up, kind: undefined, bridge: undefined, mac, addresses })
  }
  return [...found.values()]
}

function addressesIn(rest: string): readonly InterfaceAddress[] {
  // What follows these words is the address of the other side.
  const own = rest.replace(/ (?:peer|brd) \S+/g, '')
  return own.split(/[\s\\]+/).flatMap((word) => {
    const prefix = /[.:].*\/|^\d+(?:\.\d+){3}$/.test(word) ? readPrefix(word) : undefined
    if (prefix === undefined) return []
    return [{ family: typeof prefix.address === 'number' ? 'ipv4' : 'ipv6', ...prefix }]
  })
}
