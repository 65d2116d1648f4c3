import type { NftFamily } from '#model/nft.ts'
import type { Cursor } from './cursor.ts'

const families: readonly string[] = ['ip', 'ip6', 'inet', 'arp', 'bridge', 'netdev']

/** The family that a command names; `ip` where it names none. */
export function readFamily(cursor: Cursor): NftFamily {
  return (cursor.takeOneOf(families) ?? 'ip') as NftFamily
}
