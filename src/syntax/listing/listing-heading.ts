import type { Counters, Policy } from '#model/ruleset.ts'
import type { Span } from '#model/source.ts'
import { listingCount } from './listing-count.ts'

/** The line above the rules of a chain. `policy` undefined: a chain of somebody's own. */
export interface ListingHeading {
  readonly chain: string
  readonly policy: Policy | undefined
  readonly counters: Counters | undefined
  /** How many rules jump to it. */
  readonly references: number | undefined
}

const pattern =
  /[ \t]*Chain[ \t]+(?<chain>\S{1,100})[ \t]+\((?:policy[ \t]+(?<policy>ACCEPT|DROP|QUEUE|RETURN)(?:[ \t]+(?<packets>\d+[KMGT]?)[ \t]+packets,[ \t]+(?<bytes>\d+[KMGT]?)[ \t]+bytes)?|(?<references>\d{1,9})[ \t]+references)/y

/** Reads `Chain INPUT (policy ACCEPT 12 packets, 3456 bytes)` or `Chain DOCKER (1 references)`; undefined for any other line. */
export function readListingHeading(text: string, { start, end }: Span): ListingHeading | undefined {
  pattern.lastIndex = start
  const groups = pattern.exec(text)?.groups
  if (groups === undefined || pattern.lastIndex > end) return undefined
  const { chain = '', policy, packets, bytes, references } = groups
  const counted = [packets, bytes].map((text) => listingCount(text ?? '')).filter((count) => count?.exact)
  const [first, second] = counted
  const counters = first && second && { packets: first.count, bytes: second.count }
  const callers = references === undefined ? undefined : Number(references)
  return { chain, policy: policy as Policy | undefined, counters, references: callers }
}
