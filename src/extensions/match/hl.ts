import { match } from '../extension.ts'
import { hopsEqual, hopsLess, hopsMore } from '../fields/hop-limit.ts'

/** The hop limit of an IPv6 packet. */
export const hl = match({
  name: 'hl',
  families: ['ipv6'],
  options: {
    '--hl-eq': { ...hopsEqual, aliases: ['--hl'], excludes: ['--hl-lt', '--hl-gt'] },
    '--hl-lt': { ...hopsLess, excludes: ['--hl-gt'] },
    '--hl-gt': hopsMore,
  },
  oneOf: ['--hl-eq', '--hl-lt', '--hl-gt'],
})
