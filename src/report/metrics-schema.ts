import { z } from 'zod'

/** The shape of `metrics --json`. */
export const metricsSchema = z.strictObject({
  kind: z.literal('metrics'),
  schemaVersion: z.literal(1),
  path: z.string().nullable().describe('the file that was written'),
  metrics: z.array(
    z.strictObject({
      name: z.string(),
      type: z.enum(['gauge', 'counter']),
      help: z.string(),
      samples: z.array(z.strictObject({ labels: z.record(z.string(), z.string()), value: z.number() })),
    }),
  ),
})
