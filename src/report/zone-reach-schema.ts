import { z } from 'zod'
import { exposureStates } from '#model/exposure.ts'

/** The shape of `reach --from --to --json`. `diagnostic`: what could not be read, as in every answer. */
export function zoneReachSchema(diagnostic: z.ZodType) {
  const part = z.strictObject({
    state: z.enum(exposureStates),
    from: z.array(z.string()).describe('addresses, prefixes and ranges, the first six'),
    more: z.number().int().describe('how many more there are'),
    by: z.string().nullable().describe('the rule or policy that decides'),
    example: z
      .strictObject({
        packet: z.string(),
        confirmed: z.boolean().describe('whether a trace of the conversation says the same'),
      })
      .nullable(),
  })
  return z.strictObject({
    kind: z.literal('reach-zone'),
    schemaVersion: z.literal(1),
    source: z.string(),
    from: z.string(),
    to: z.string(),
    verdict: z.enum(exposureStates).describe('the best that any address meets'),
    message: z.string().describe('the first line of the answer'),
    whole: z.boolean().describe('whether the answer holds for every address of the zone'),
    unread: z.boolean().describe('whether it depends on what was not read'),
    doors: z.array(
      z.strictObject({
        family: z.enum(['ipv4', 'ipv6']),
        protocol: z.string(),
        address: z.string().describe('empty: every address of the host'),
        port: z.number().int(),
        target: z.string().nullable().describe('where the connection ends'),
        parts: z.array(part).describe('the part with the most addresses first'),
        whole: z.boolean(),
      }),
    ),
    diagnostics: z.array(diagnostic),
  })
}
