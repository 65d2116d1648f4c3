import { match } from '../extension.ts'
import { hopsEqual, hopsLess, hopsMore } from '../fields/hop-limit.ts'

/** The time to live of an IPv4 packet. */
export const ttl = match({
  name: 'ttl',
  families: ['ipv4'],
  options: {
    '--ttl-eq': { ...hopsEqual, aliases: ['--ttl'], excludes: ['--ttl-lt', '--ttl-gt'] },
    '--ttl-lt': { ...hopsLess, excludes: ['--ttl-gt'] },
    '--ttl-gt': hopsMore,
  },
  oneOf: ['--ttl-eq', '--ttl-lt', '--ttl-gt'],
})
