import { z } from 'zod'

/** The shape of what `apply`, `confirm`, `rollback` and `remove` answer with `--json`. */
export const policyChangeSchema = z.strictObject({
  kind: z.literal('policy-change'),
  schemaVersion: z.literal(1),
  end: z.enum(['waiting', 'same', 'failed', 'confirmed', 'extended', 'refused', 'rolled-back', 'removed', 'undone']),
  kernel: z
    .enum(['unchanged', 'restored', 'new', 'unknown'])
    .nullable()
    .describe('what the kernel holds of Seawall after a failure: the rules from before, those again, the new ones'),
  secondsLeft: z.number().nullable().describe('until the rules from before come back'),
  undoBy: z.enum(['systemd', 'watchdog']).nullable(),
  boot: z.enum(['unit', 'by-hand', 'failed']).nullable().describe('what loads the rules at boot'),
  reason: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
})
