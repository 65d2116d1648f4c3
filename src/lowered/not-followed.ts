import type { Family } from '#model/family.ts'
import type { UnreadRules } from '#model/lowered.ts'
import type { NftChain, NftTable } from '#model/nft.ts'

/** The chains of a table that see packets at places which we do not follow: frames of bridges, and devices before any routing. */
export function notFollowed(table: NftTable, family: Family): readonly UnreadRules[] {
  const isUnclear = table.unread.includes('flags')
  if ((table.dormant && !isUnclear) || table.family === 'arp') return []
  const seen = table.family === 'ip' ? 'ipv4' : table.family === 'ip6' ? 'ipv6' : family
  if (seen !== family) return []
  const key = `unfollowed-tables ${table.family} ${table.name}`
  // Whether it is switched off is not known.
  if (isUnclear) return table.chains.some(decides) ? [{ key }] : []
  return table.chains.filter(decides).flatMap(({ base }): readonly UnreadRules[] => {
    if (base?.hook === 'ingress' || base?.hook === 'egress')
      return base.devices.map((device) => ({ key, on: { device } }))
    return base !== undefined && table.family === 'bridge' ? [{ key, on: 'bridge' }] : []
  })
}

// A chain without rules that lets all through changes nothing.
function decides({ base, rules }: NftChain): boolean {
  return base !== undefined && (rules.length > 0 || base.policy !== 'accept')
}
