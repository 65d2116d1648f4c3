import { z } from 'zod'

/** The policy of a host, in `status --json`. */
export const policyStateSchema = z.strictObject({
  path: z.string().nullable().describe('the file that was confirmed last; null: none'),
  confirmed: z.string().nullable().describe('when, ISO 8601'),
  kernel: z.enum(['applied', 'attempt', 'other', 'nothing']).describe('what the kernel holds of Seawall'),
  boot: z.boolean().describe('whether the unit is there that loads it at boot'),
  file: z.enum(['same', 'changed', 'missing']).nullable().describe('whether its file was changed since'),
  attempt: z
    .strictObject({
      state: z.enum(['waiting', 'undoing', 'undone', 'confirmed', 'failed']),
      secondsLeft: z.number().nullable(),
    })
    .nullable()
    .describe('the last apply since the machine was started'),
  inPlace: z.boolean().describe('whether it is as it was confirmed'),
})

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
