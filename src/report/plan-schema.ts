import { z } from 'zod'
import { assumptions, exposureStates } from '#model/exposure.ts'
import { checkedStates, checkKinds } from '#model/policy-plan.ts'

// What the rules of others do against the policy, and what it does not end.
const remarkFields = {
  remarks: z
    .array(
      z.strictObject({
        kind: z.enum(['closed', 'open']),
        zone: z.string(),
        families: z.array(z.enum(['ipv4', 'ipv6'])),
        protocol: z.enum(['tcp', 'udp', 'sctp']),
        address: z.string(),
        port: z.number().int(),
        by: z.string().nullable(),
      }),
    )
    .describe(
      'closed: the policy opens it and a rule of others still drops it; open: still open, and not in the policy',
    ),
  staying: z
    .array(
      z.strictObject({
        family: z.enum(['ipv4', 'ipv6']),
        protocol: z.number().int(),
        source: z.string(),
        destination: z.string(),
        port: z.number().int().nullable(),
        count: z.number().int(),
      }),
    )
    .nullable()
    .describe('connections that stay open although the policy would refuse them; null: they were not read'),
}

/** The shape of `plan --json`. `finding`: what is wrong with the policy. */
export function planSchema(finding: z.ZodType) {
  return z.strictObject({
    kind: z.literal('plan'),
    schemaVersion: z.literal(1),
    source: z.string(),
    files: z.array(z.string()).describe('of the policy'),
    mode: z.enum(['enforce', 'observe']),
    zones: z.array(
      z.strictObject({
        name: z.string(),
        addresses: z.array(z.string()).describe('the addresses that stand for the zone'),
        device: z.string().nullable(),
      }),
    ),
    reach: z.array(
      z.strictObject({
        kind: z.enum(['published', 'forwarded', 'listening', 'direct']),
        families: z.array(z.enum(['ipv4', 'ipv6'])),
        protocol: z.enum(['tcp', 'udp', 'sctp']),
        address: z.string().describe('empty: every address of the host'),
        port: z.number().int().describe('as the client types it'),
        target: z.string(),
        network: z.string().nullable().describe('of a container that is asked directly'),
        zone: z.string(),
        before: z.enum(exposureStates),
        after: z.enum(exposureStates).describe('once the policy is enforced'),
        by: z.string().nullable().describe('the rule or policy that decides afterwards'),
      }),
    ),
    checks: z.array(
      z.strictObject({
        kind: z.enum(checkKinds),
        result: z.enum(['holds', 'fails', 'unasked']),
        text: z.string().describe('the connection, or the test as it is written'),
        before: z.enum(checkedStates),
        after: z.enum(checkedStates).describe('once the policy is enforced'),
        source: z.string().nullable(),
        line: z.number().int().nullable().describe('of a test'),
        family: z.enum(['ipv4', 'ipv6']).nullable(),
        packet: z.string().nullable().describe('the first packet that was followed'),
        by: z.string().nullable().describe('the rule or policy that decides afterwards'),
      }),
    ),
    ...remarkFields,
    backend: z.enum(['nft', 'iptables']).nullable().describe('null: the policy has errors'),
    scripts: z.array(
      z.strictObject({ program: z.enum(['nft', 'iptables-restore', 'ip6tables-restore']), text: z.string() }),
    ),
    assumed: z.array(z.enum(assumptions)).describe('what was not read of the host'),
    findings: z.array(finding),
  })
}
