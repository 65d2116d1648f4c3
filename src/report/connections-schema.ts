import { z } from 'zod'

const direction = z.strictObject({
  src: z.string(),
  dst: z.string(),
  sport: z.number().int().nullable().describe('of ICMP: the id'),
  dport: z.number().int().nullable(),
})

const name = z.string().nullable()

/** The shape of `explain --json` for connections. */
export const connectionsSchema = z.strictObject({
  kind: z.literal('connections'),
  schemaVersion: z.literal(1),
  connections: z.array(
    z.strictObject({
      family: z.enum(['ipv4', 'ipv6']),
      protocol: z.number().int(),
      state: name,
      timeout: z.number().int().nullable().describe('seconds'),
      flags: z.array(z.string()),
      mark: z.number().int(),
      original: direction,
      reply: direction,
      client: name.describe('the container that has the address now'),
      server: name.describe('the container that has the address now'),
      dnat: z.boolean(),
      snat: z.boolean(),
      dnatBy: name.describe('the rule that does the same for a new connection'),
      snatBy: name.describe('the rule that does the same for a new connection'),
      now: z
        .strictObject({ kind: z.enum(['same', 'elsewhere', 'stopped', 'unknown']), to: z.string(), by: z.string() })
        .nullable()
        .describe('where a new connection to the same place leads; null: no rules were read'),
    }),
  ),
})
