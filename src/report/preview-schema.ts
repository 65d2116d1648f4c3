import { z } from 'zod'

const asked = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('port'),
    address: z.string().describe('empty: the address by which the client knows the host'),
    port: z.number().int(),
    publishedOn: z.string().nullable().describe('where a container publishes the port; empty: on all addresses'),
  }),
  z.strictObject({ kind: z.literal('container'), name: z.string(), address: z.string(), port: z.number().int() }),
  z.strictObject({ kind: z.literal('internet') }),
])

const met = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('container'),
    name: z.string(),
    port: z.number().int().nullable(),
    proxy: z.boolean().describe('by docker-proxy'),
  }),
  z.strictObject({ kind: z.literal('host'), process: z.string() }),
  z.strictObject({ kind: z.literal('nobody'), address: z.string() }),
  z.strictObject({ kind: z.literal('address'), address: z.string() }),
  z.strictObject({ kind: z.literal('stopped'), by: z.string().describe('empty: no rule decided') }),
  z.strictObject({ kind: z.literal('unknown') }),
])

/** What `apply-preview --json` has besides the difference. */
export const previewFields = {
  reach: z
    .array(
      z.strictObject({
        kind: z.enum(['opens', 'closes', 'elsewhere', 'proxy', 'unknown']),
        family: z.enum(['ipv4', 'ipv6']),
        protocol: z.enum(['tcp', 'udp', 'sctp']),
        from: z.string().describe('internet, lan, host or container:NAME'),
        asked,
        before: met,
        after: met,
      }),
    )
    .describe('new connections that would end otherwise, as traced'),
  notAsked: z.number().int().describe('how many more connections there are than were traced'),
  lostDrops: z
    .array(z.strictObject({ id: z.string(), text: z.string(), owner: z.string() }))
    .describe("rules that drop, are not Docker's, and would be lost"),
  unreached: z
    .array(
      z.strictObject({
        ...{ id: z.string(), text: z.string(), code: z.string(), message: z.string() },
        by: z.string().nullable().describe('the rule that takes the packets first, or whose jump is the reason'),
        fix: z.string().nullable().describe('the command that inserts the rule where packets reach it'),
      }),
    )
    .describe('added rules that no packet reaches'),
  testedFirst: z
    .boolean()
    .nullable()
    .describe('whether netfilter-persistent of this host tests a file before it loads it; null: not known'),
}
