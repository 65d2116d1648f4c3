import { z } from 'zod'
import { assumptions, exposureReasons } from '#model/exposure.ts'
import { owners } from '#model/owner.ts'

const text = z.string().nullable()

const zone = z.strictObject({
  kind: z.enum(['internet', 'lan', 'network', 'host', 'named']),
  name: z.string(),
  addresses: z.array(z.string()).describe('the addresses that stand for the zone'),
  device: text.describe('the interface that its packets come in by'),
  open: z.number().int().describe('ports that it can reach'),
  openDespiteRule: z.number().int().describe('those of them that a rule was meant to close'),
})

const cell = z.strictObject({
  zone: z.string(),
  state: z
    .enum(['open', 'limited', 'perhaps', 'closed'])
    .nullable()
    .describe(
      'limited: a rate limit or the like decides, or only some addresses get through (parts); perhaps: something unknown does; null: the zone cannot ask',
    ),
  by: text.describe('the rule or policy that decided'),
  owner: z.enum(owners).nullable(),
  proxy: z.boolean().describe('whether docker-proxy takes the connection'),
  reason: z.enum(exposureReasons).nullable().describe('why no rule had to decide'),
  unread: z.boolean().describe('whether it depends on what was not read'),
  parts: z
    .array(
      z.strictObject({
        state: z.enum(['open', 'limited', 'perhaps', 'closed']),
        from: z.array(z.string()).describe('addresses, prefixes and ranges, the first six'),
        more: z.number().int().describe('how many more there are'),
      }),
    )
    .describe('what the addresses of the zone meet where they differ, the part with the most addresses first'),
})

/** The shape of `exposure --json`. `diagnostic`: what could not be read, as in every answer. */
export function exposureSchema(diagnostic: z.ZodType) {
  return z.strictObject({
    kind: z.literal('exposure'),
    schemaVersion: z.literal(1),
    source: z.string(),
    hostAddress: text,
    zones: z.array(zone),
    doors: z.array(
      z.strictObject({
        kind: z.enum(['published', 'forwarded', 'listening', 'direct']),
        families: z.array(z.enum(['ipv4', 'ipv6'])),
        protocol: z.enum(['tcp', 'udp', 'sctp']),
        address: z.string().describe('empty: every address of the host'),
        port: z.number().int(),
        target: z.strictObject({
          kind: z.enum(['container', 'host', 'address']),
          name: z.string().describe('the container, the program of the host, or the address'),
          port: z.number().int().nullable(),
        }),
        network: text.describe('of a container that is asked directly'),
        cells: z.array(cell).describe('one for each zone'),
        despite: text.describe('the rule that was meant to close it, and does not'),
        notes: z.array(
          z.strictObject({
            id: z.string(),
            args: z.record(z.string(), z.union([z.string(), z.number()])),
            message: z.string(),
          }),
        ),
      }),
    ),
    assumed: z.array(z.enum(assumptions)).describe('what was not read'),
    diagnostics: z.array(diagnostic),
  })
}

/** The shape of `exposure --egress --json`. */
export function egressSchema(diagnostic: z.ZodType) {
  return z.strictObject({
    kind: z.literal('egress'),
    schemaVersion: z.literal(1),
    source: z.string(),
    port: z.number().int().describe('of the TCP connections that were tried'),
    places: z.array(zone.pick({ kind: true, name: true, addresses: true })),
    networks: z.array(
      z.strictObject({ name: z.string(), families: z.array(z.enum(['ipv4', 'ipv6'])), cells: z.array(cell) }),
    ),
    assumed: z.array(z.enum(assumptions)).describe('what was not read'),
    diagnostics: z.array(diagnostic),
  })
}
