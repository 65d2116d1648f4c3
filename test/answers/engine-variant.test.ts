import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { answerStatus, type StatusAnswer } from '#answers/status-answer.ts'
import { nodeHost } from '#host/node-host.ts'
import { isRefusal } from '#model/answer.ts'
import { message } from '#model/diagnostic.ts'
import { plainDaemon } from '#model/daemon.ts'
import type { Variant } from '#model/family.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { readSnapshotAt } from '#snapshots/read-snapshot.ts'

// A captured engine of 20.10.24, of which every rule is in place, in nft. test/machine/variants.test.ts asks a real engine of each variant.
const folder = 'test/cases/hosts/redis-20.10.24'
const docker = readFileSync(`${folder}/iptables-save.txt`, 'utf8').match(/^-A /gm)?.length ?? 0

const judge = (snapshot: Snapshot, variant: Variant | undefined): StatusAnswer => {
  const answer = answerStatus(snapshot, { ...plainDaemon, before: { ipv4: false, ipv6: false }, variant })
  if (isRefusal(answer)) throw new Error(answer.message.id)
  return answer
}

const ids = (messages: readonly { readonly id: string }[]) => messages.map(({ id }) => id)
const missing = ({ plans }: StatusAnswer) =>
  plans[0]?.rules.filter(({ standing }) => standing === 'missing').length ?? 0

async function inBoth(): Promise<Snapshot> {
  const host = await readSnapshotAt(nodeHost, folder)
  const copies = host.rulesets.map((ruleset) => ({ ...ruleset, variant: 'legacy' as const }))
  return { ...host, rulesets: [...host.rulesets, ...copies] }
}

test('rules in the variant that the engine does not use are missing where it looks', async () => {
  const answer = judge(await readSnapshotAt(nodeHost, folder), 'legacy')
  expect([answer.plans[0]?.variant, missing(answer), answer.blocked]).toEqual(['legacy', docker, []])
  expect(answer.notes).toContainEqual(
    message('status/left-over', { family: 'ipv4', variant: 'legacy', other: 'nft', count: docker }),
  )
})

test('rules in both variants: the engine’s own are judged, the others named', async () => {
  const answer = judge(await inBoth(), 'legacy')
  expect([answer.verdict, answer.plans[0]?.variant, missing(answer)]).toEqual(['wrong', 'legacy', 0])
  expect(ids(answer.notes)).toContain('status/left-over')
})

test('where nobody knows the engine’s variant, chains in both leave it unknown, and nothing is written', async () => {
  const both = await inBoth()
  const answer = judge(both, undefined)
  expect([answer.verdict, ids(answer.unknown)]).toEqual(['unknown', ['status/variant-unknown']])
  const flushed = both.rulesets.map((ruleset) => ({
    ...ruleset,
    tables: ruleset.tables.map((table) => (table.name === 'filter' ? { ...table, chains: [] } : table)),
  }))
  expect(ids(judge({ ...both, rulesets: flushed }, undefined).blocked)).toEqual(['repair/variant-unclear'])
})

test('a variant that was not read is unknown, not empty', async () => {
  const host = await readSnapshotAt(nodeHost, folder)
  const note = message('host/no-save-tool', { tool: 'iptables-legacy-save', family: 'ipv4', tables: 'filter, nat' })
  const answer = judge({ ...host, notes: [note] }, 'legacy')
  expect(answer.unknown).toContainEqual(message('status/variant-unread', { family: 'ipv4', variant: 'legacy' }))
  expect(answer.plans.some(({ family }) => family === 'ipv4')).toBe(false)
})
