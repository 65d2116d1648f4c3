import { z } from 'zod'

const family = z.enum(['ipv4', 'ipv6'])

const outcome = z.union([
  z.strictObject({
    kind: z.literal('works'),
    by: z.enum(['dnat', 'docker-proxy', 'direct']),
    past: z.string().optional().describe('the rule of the user that keeps a port from its DNAT rule'),
  }),
  z.strictObject({
    kind: z.literal('stopped'),
    by: z.string().describe('the rule or policy'),
    owner: z.string().nullable().describe('whose rule it is; null: a policy'),
  }),
  z.strictObject({
    kind: z.literal('elsewhere'),
    to: z.string().describe('the container or address, with the port'),
    by: z.string().describe('the rule that leads there; empty: none'),
  }),
  z.strictObject({
    kind: z.literal('dead'),
    code: z.string(),
    message: z.string(),
    cure: z.string().nullable().describe('a command that helps'),
  }),
  z.strictObject({
    kind: z.literal('unknown'),
    on: z.string().describe('what it depends on'),
    code: z.string().optional(),
    message: z.string().optional().describe('what is known'),
    cure: z.string().optional().describe('a command that may help'),
  }),
])

const result = {
  state: z.enum(['works', 'limited', 'dead', 'unknown']),
  checks: z.array(z.strictObject({ family, from: z.enum(['internet', 'lan', 'host', 'container']), outcome })),
}

const port = z.strictObject({
  protocol: z.enum(['tcp', 'udp', 'sctp']),
  containerPort: z.number().int(),
  hostAddress: z.string().describe('as it was published; empty: any address'),
  hostPort: z.number().int(),
})

/** What `status` and `repair` say of containers and their connections. */
export const serviceFields = {
  verdict: z.enum(['ok', 'wrong', 'dead', 'unknown']),
  services: z.array(
    z.union([
      z.strictObject({ kind: z.literal('port'), container: z.string(), port, ...result }),
      z.strictObject({ kind: z.literal('outside'), container: z.string(), network: z.string(), ...result }),
      z.strictObject({
        kind: z.literal('neighbour'),
        container: z.string(),
        network: z.string(),
        to: z.string(),
        ...result,
      }),
    ]),
  ),
  failed: z
    .array(z.strictObject({ container: z.string(), said: z.string() }))
    .describe('containers that did not start, as Docker could not write their rules'),
}
