import { z } from 'zod'
import { watchKinds } from '#model/watch.ts'

const said = z.strictObject({
  id: z.string(),
  args: z.record(z.string(), z.union([z.string(), z.number()])),
  message: z.string(),
})

const text = z.string().nullable()

/** The shape of each line of `watch --json`. */
export const watchEventSchema = z.strictObject({
  kind: z.literal('watch-event'),
  schemaVersion: z.literal(1),
  at: z.string().describe('ISO 8601'),
  event: z.enum(watchKinds),
  weight: z
    .enum(['alarm', 'notice', 'fine', 'plain'])
    .describe('alarm: something is lost or dead; notice: something to look at; fine: it is well again'),
  message: z.string().describe('the whole sentence'),
  what: said,
  parts: z.array(said).describe('what it comes to'),
  by: z
    .array(
      z.strictObject({
        pid: z.number().int(),
        program: z.string().describe('as the kernel names it: 15 characters at most'),
        command: text.describe('its command line; null: the process had ended'),
        unit: text.describe('of systemd'),
        login: text.describe('who logged in to start it'),
      }),
    )
    .describe('who did it, where the kernel tells'),
})
