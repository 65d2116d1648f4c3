import type { Rule } from '#model/ruleset.ts'

// Loading one of these makes the kernel track connections in the namespace. Source: nf_ct_netns_get() in their kernel modules.
const matches: ReadonlySet<string> = new Set([
  'cluster',
  'connbytes',
  'connlabel',
  'connlimit',
  'connmark',
  'conntrack',
  'helper',
  'state',
])

const targets: ReadonlySet<string> = new Set([
  'CONNMARK',
  'CONNSECMARK',
  'DNAT',
  'MASQUERADE',
  'NETMAP',
  'REDIRECT',
  'SNAT',
  'SYNPROXY',
])

/** Whether the kernel tracks connections because of this rule. Without any such rule nat chains are never asked. */
export function needsTracking({ matches: uses, target }: Rule): boolean {
  if (uses.some(({ name }) => matches.has(name))) return true
  if (target === undefined) return false
  return targets.has(target.name) || (target.name === 'CT' && !target.options.some(({ name }) => name === '--notrack'))
}
