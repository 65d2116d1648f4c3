import { z } from 'zod'
import { experimentNames } from '#model/experiment.ts'

/** The shape of what the lab answers in JSON; `difference`: that of a comparison, as `diff` answers it. */
export function labSchema<D extends z.ZodType>(difference: D) {
  return z.strictObject({
    kind: z.literal('lab'),
    schemaVersion: z.literal(1),
    experiments: z.array(
      z.strictObject({
        name: z.enum(experimentNames),
        about: z.string(),
        run: z
          .strictObject({
            engine: z.string().describe("the engine's version"),
            options: z.array(z.string()).describe('what dockerd was started with'),
            holds: z.boolean().describe('whether all checks hold'),
            milliseconds: z.number().int(),
            steps: z.array(
              z.strictObject({
                code: z.string(),
                did: z.string(),
                difference: difference.describe("the host's rules before and after the step"),
                checks: z.array(
                  z.strictObject({
                    code: z.string(),
                    args: z.record(z.string(), z.union([z.string(), z.number()])),
                    claim: z.string(),
                    holds: z.boolean(),
                  }),
                ),
                kept: z.string().nullable().describe('the folder with the captures after the step'),
              }),
            ),
          })
          .nullable()
          .describe('null where the experiments were only listed'),
      }),
    ),
  })
}
