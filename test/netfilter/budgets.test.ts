import { expect, test } from 'vitest'
import { isRefusal } from '#model/answer.ts'
import { coverIndex } from '#explain/cover-index.ts'
import { reachIndex } from '#explain/reach-index.ts'
import { lower } from '#lowered/lower.ts'
import { answerTrace, packetOf, prepare } from '#answers/trace-answer.ts'
import { textSnapshot } from '#snapshots/read-snapshot.ts'

// The expected values are hand calculations.
function nested(depth: number, jumps: (at: number) => readonly string[], last: string): string {
  const levels = Array.from({ length: depth }, (_, at) => at)
  const chains = [...levels, depth].map((at) => `:C${at} - [0:0]`)
  const rules = levels.flatMap((at) => jumps(at).map((asked) => `-A C${at} ${asked} -j C${at + 1}`))
  const head = '*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]'
  return [head, ...chains, '-A INPUT -j C0', ...rules, `-A C${depth} ${last}`, 'COMMIT', ''].join('\n')
}

test('a trace through jumps that double at sixteen levels gives up and says so', () => {
  const unknown = (at: number) => [0, 4].map((word) => `-m u32 --u32 "0x${word}&0xff=0x${at.toString(16)}"`)
  const snapshot = textSnapshot('rules', nested(16, unknown, '-p tcp -j ACCEPT'))
  const base = { from: undefined, in: undefined, out: undefined, protocol: undefined, family: undefined, fields: {} }
  const packet = packetOf({ ...base, to: ':80' }, snapshot)
  if (isRefusal(packet)) throw new Error(packet.message.id)
  expect(answerTrace(packet, prepare(snapshot))).toMatchObject({ verdict: 'UNKNOWN', cut: true })
})

test('chains nested ten thousand deep are read, and the rule in the last one is met', () => {
  const depth = 10_000
  const { rulesets } = textSnapshot(
    'rules',
    nested(depth, () => [''], '-p tcp -j DROP'),
  )
  const chain = lower(rulesets).tables[0]?.chains.get(`C${depth}`)
  const rule = chain?.rules[0]
  if (chain === undefined || rule === undefined) throw new Error('no rule')
  const reach = reachIndex()
  expect(reach.comes(chain)).toBe('yes')
  expect([...reach.hooks(chain)]).toEqual(['INPUT'])
  expect(coverIndex(reach.callers).reason(rule)).toBeUndefined()
})
