import { z } from 'zod'

const end = z
  .strictObject({ id: z.string().describe('the rule or policy that decides'), does: z.string() })
  .nullable()
  .describe('null: not known')

/** The shape of `diff --reach --json`. `diagnostic`: what could not be read, as in every answer. */
export function reachDiffSchema(diagnostic: z.ZodType) {
  return z.strictObject({
    kind: z.literal('diff-reach'),
    schemaVersion: z.literal(1),
    before: z.string(),
    after: z.string(),
    verdict: z
      .enum(['same', 'different', 'perhaps', 'undecided'])
      .describe(
        'same: proved for all packets; perhaps: it depends on what is not known; undecided: the question takes too many steps',
      ),
    message: z.string().describe('the first line of the answer'),
    unread: z.boolean().describe('whether part of one of the rulesets was not read'),
    chains: z.number().int().describe('base chains that were compared'),
    rows: z.array(
      z.strictObject({
        family: z.enum(['ipv4', 'ipv6']),
        chain: z.string().describe('the base chain in which the packets are treated differently'),
        before: end,
        after: end,
        surely: z.boolean().describe('whether they are, whatever is not known'),
        packets: z.string().describe('what some of these packets have in common'),
        example: z
          .strictObject({
            packet: z.string(),
            confirmed: z.boolean().describe('whether the traces of it by both rulesets differ'),
          })
          .nullable(),
      }),
    ),
    diagnostics: z.array(diagnostic),
  })
}
