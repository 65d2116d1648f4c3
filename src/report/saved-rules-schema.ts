import { z } from 'zod'

const count = z.number().int()

/** The shape of `save --json`. */
export const saveSchema = z.strictObject({
  kind: z.literal('save'),
  schemaVersion: z.literal(1),
  files: z.array(
    z.strictObject({
      family: z.enum(['ipv4', 'ipv6']),
      variant: z.enum(['nft', 'legacy']).nullable(),
      all: z.boolean().describe('whether the rules of others are in it'),
      path: z.string().nullable().describe('where it was written'),
      text: z.string().describe('the file'),
      tables: z.array(
        z.strictObject({
          name: z.string(),
          lines: z.array(z.string()),
          others: z.record(z.string(), count).describe('rules of others in the table, by owner'),
        }),
      ),
      left: z.array(
        z.strictObject({
          table: z.string(),
          chain: z.string().describe('empty: of several chains'),
          count,
          why: z.enum(['other-owner', 'shared-chain', 'needs-chain', 'unread']),
          owner: z.string().optional(),
          needs: z.string().optional().describe('the chain that the file does not make'),
          commands: z.array(z.string()).describe('what adds each rule unless it is there'),
        }),
      ),
      sets: z.array(z.string()).describe('ipsets that must be there before it is loaded'),
    }),
  ),
})
