import { z } from 'zod'
import { checkedKinds, failures, reachers } from '#model/check.ts'

const place = z.strictObject({
  source: z.string(),
  line: z.number().int().min(1),
  column: z.number().int().min(1).describe('UTF-16 units, from 1'),
  start: z.number().int().min(0).describe('offset in UTF-16 units'),
  end: z.number().int().min(0),
  text: z.string().describe('what is written there'),
  message: z.string().nullable(),
})

const finding = {
  rule: z.string().describe('lint/NAME; `seawall explain lint/NAME` describes it'),
  severity: z.enum(['error', 'warning', 'note']),
  fails: z.enum(failures).describe('open: it lets through what was to be closed; closed: it cuts off'),
  who: z.enum(reachers).describe('who gets through, or is cut off'),
  conditional: z.boolean().describe('it depends on something that was not read'),
  args: z.record(z.string(), z.union([z.string(), z.number()])),
  message: z.string(),
  packet: z.string().nullable().describe('the packet that shows it'),
  places: z.array(place).describe('the first is the one to change'),
  help: z.string().nullable(),
  fix: z
    .strictObject({
      reach: z.enum(['opens', 'closes', 'same']),
      edits: z.array(
        z.strictObject({ source: z.string(), start: z.number().int(), end: z.number().int(), text: z.string() }),
      ),
    })
    .nullable(),
  evidence: z.array(z.string()).describe('what makes it this finding, without positions and wording'),
}

/** The shape of `check --json`. */
export const checkSchema = z.strictObject({
  kind: z.literal('check'),
  schemaVersion: z.literal(1),
  sources: z.array(z.strictObject({ name: z.string(), kind: z.enum(checkedKinds) })),
  rules: z.number().int().describe('how many rules of iptables and nftables were looked at'),
  findings: z.array(z.strictObject(finding)),
  allowed: z.array(z.strictObject({ ...finding, reason: z.string() })).describe('what comments in the files allow'),
  unread: z.array(z.string()).describe('sources of which something could not be read'),
})
