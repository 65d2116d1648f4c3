import type { Recogniser } from '#model/owner.ts'
import type { Part } from '#model/parts.ts'
import { comments, hasChain, markedBy, sets } from './marks.ts'

const chains: readonly (readonly [RegExp, Part<'proxmox'>])[] = [
  [/^PVEFW-(INPUT|OUTPUT|FORWARD)$/, 'hook'],
  [/^PVEFW-HOST-/, 'host'],
  [/^PVEFW-FW(BR|PR)-/, 'guest'],
  [/^(tap|veth)\d+i\d+-(IN|OUT)$/, 'guest'],
  [/^GROUP-.+-(IN|OUT)$/, 'group'],
  [/^PVEFW-/, 'other'],
]

/** Proxmox VE's pve-firewall: `PVEFW-*`, with them the chains of guests and groups, and its checksums (`PVESIG:…`). */
export const proxmox: Recogniser = (rulesets) => {
  const node = hasChain(rulesets, /^PVEFW-/)
  const signed = (rule: Parameters<typeof comments>[0]) => comments(rule).some((text) => text.startsWith('PVESIG:'))
  return markedBy({
    owner: 'proxmox',
    chain: (name) => (node ? chains.find(([pattern]) => pattern.test(name))?.[1] : undefined),
    inside: (rule) => (signed(rule) ? { part: 'signature' } : undefined),
    outside(rule) {
      if (signed(rule)) return { part: 'signature' }
      return sets(rule).some((name) => name.startsWith('PVEFW-')) ? { part: 'ipset' } : undefined
    },
  })
}
