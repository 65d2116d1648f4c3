import type { Effect } from '#model/effect.ts'
import { target } from '../extension.ts'
import { number } from '../kinds/kinds.ts'

/** Changes the time to live of an IPv4 packet. */
export const ttl = target({
  name: 'TTL',
  families: ['ipv4'],
  options: {
    '--ttl-set': { kind: number(0, 255), excludes: ['--ttl-dec', '--ttl-inc'] },
    '--ttl-dec': { kind: number(1, 255), excludes: ['--ttl-inc'] },
    '--ttl-inc': { kind: number(1, 255) },
  },
  oneOf: ['--ttl-set', '--ttl-dec', '--ttl-inc'],
  effect: (uses) => hops(uses['--ttl-set']?.value, uses['--ttl-dec']?.value, uses['--ttl-inc']?.value),
})

/** Changes the hop limit of an IPv6 packet. */
export const hl = target({
  name: 'HL',
  families: ['ipv6'],
  options: {
    '--hl-set': { kind: number(0, 255), excludes: ['--hl-dec', '--hl-inc'] },
    '--hl-dec': { kind: number(1, 255), excludes: ['--hl-inc'] },
    '--hl-inc': { kind: number(1, 255) },
  },
  oneOf: ['--hl-set', '--hl-dec', '--hl-inc'],
  effect: (uses) => hops(uses['--hl-set']?.value, uses['--hl-dec']?.value, uses['--hl-inc']?.value),
})

function hops(set: number | undefined, less: number | undefined, more: number | undefined): Effect {
  const how = set !== undefined ? `set ${set}` : less !== undefined ? `less ${less}` : `more ${more ?? 0}`
  const add = less !== undefined ? -less : more
  return { kind: 'rewrite', field: 'ttl', to: set, how, ...(add === undefined ? {} : { add }) }
}
