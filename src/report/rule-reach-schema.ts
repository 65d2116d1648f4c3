import { z } from 'zod'

const text = z.string().nullable()

/** The shape of `reach --rule --json`. `diagnostic`: what could not be read, as in every answer. */
export function ruleReachSchema(diagnostic: z.ZodType) {
  return z.strictObject({
    kind: z.literal('reach'),
    schemaVersion: z.literal(1),
    source: z.string(),
    rule: z.string().describe('the id of the rule'),
    text: text.describe('the rule as iptables prints it'),
    verdict: z
      .enum(['met', 'perhaps', 'never', 'undecided'])
      .describe(
        'met: a packet meets the rule; never: none does; perhaps: it depends on what is not known; undecided: the question takes too many steps',
      ),
    why: z
      .enum(['no-jump', 'asks-nothing', 'covered'])
      .nullable()
      .describe(
        'why no packet meets the rule: nothing jumps to its chain; no packet fits; other rules take all before it',
      ),
    message: z.string().describe('the first line of the answer'),
    unread: z.boolean().describe('whether rules that were not read may change the answer'),
    coveredBy: z.array(z.strictObject({ rule: z.string(), does: z.string(), text })),
    packets: z.array(
      z.strictObject({
        family: z.enum(['ipv4', 'ipv6']),
        chain: z.string().describe('the base chain by which the packets come'),
        packets: z.string().describe('what the packets have in common'),
        surely: z.boolean().describe('whether all of them meet the rule, whatever is not known'),
      }),
    ),
    more: z.boolean().describe('whether there are more packets than are named'),
    example: z
      .strictObject({ packet: z.string(), confirmed: z.boolean().describe('whether a trace of it meets the rule') })
      .nullable(),
    diagnostics: z.array(diagnostic),
  })
}
