import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isRefusal } from '#model/answer.ts'
import { pruneRefusals } from '#answers/prune-refusals.ts'
import { answerRepair, type RepairAnswer } from '#answers/repair-answer.ts'
import { nodeHost } from '#host/node-host.ts'
import { plainDaemon, unknownDaemon } from '#model/daemon.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { readSnapshotAt } from '#snapshots/read-snapshot.ts'

// Both come from real engines: the first from 20.10.24 with --userland-proxy=false --icc=false, undisturbed.
const captured = 'test/cases/faults/captured-without-options.json'
const folder = 'test/cases/faults/folder-without-ip6tables'

const read = (path: string) => readSnapshotAt(nodeHost, path)

function judge(snapshot: Snapshot, told = snapshot.daemon ?? unknownDaemon): RepairAnswer {
  const answer = answerRepair(snapshot, told, { prune: true })
  if (isRefusal(answer)) throw new Error(answer.message.id)
  return answer
}

const counts = ({ plans }: RepairAnswer) => {
  const found: Record<string, number> = {}
  for (const { standing } of plans.flatMap(({ rules }) => rules)) found[standing] = (found[standing] ?? 0) + 1
  return found
}

describe('options that were not read', () => {
  test('make no rule stale or missing, and nothing is pruned or written', async () => {
    const answer = judge(await read(captured))
    expect(Object.keys(counts(answer)).sort()).toEqual(['expected', 'unknown'])
    expect(answer.plans.flatMap(({ steps }) => steps)).toEqual([])
    expect(answer.unknown).toMatchObject([
      { id: 'status/options-unknown', args: { options: '--ip-forward, --ip6tables' } },
    ])
    expect(pruneRefusals(answer, true).map(({ id }) => id)).toEqual(['repair/prune-unknown'])
  })

  test('that are known to be the default ones accuse what does not fit', async () => {
    const answer = judge(await read(captured), plainDaemon)
    expect(answer.unknown).toEqual([])
    expect(counts(answer).missing).toBeGreaterThan(0)
  })

  test('leave open whether there should be rules at all, where none of a network of today is left', async () => {
    const snapshot = await read(captured)
    const flushed = { ...snapshot, rulesets: snapshot.rulesets.map((ruleset) => ({ ...ruleset, tables: [] })) }
    const answer = judge(flushed)
    expect(Object.keys(counts(answer))).toEqual(['unknown'])
    expect(answer.unknown[0]?.args.options).toContain('--iptables')
    expect(answer.plans.flatMap(({ steps }) => steps)).toEqual([])
  })
})

test('a family whose rules were not read is unknown, not missing', async () => {
  const answer = judge(await read(folder))
  expect(answer.plans.map(({ family }) => family)).toEqual(['ipv4'])
  expect(counts(answer)).toEqual({ expected: 20 })
  expect(answer.unknown).toContainEqual({ id: 'status/family-unread', args: { family: 'ipv6' } })
})

test('rules of which none were read are no rules that are gone', async () => {
  const snapshot = { ...(await read(folder)), rulesets: [] }
  expect(answerRepair(snapshot, plainDaemon)).toMatchObject({ message: { id: 'status/no-rules' } })
})

describe('an inventory with a gap', () => {
  test('makes no rule stale, and nothing is pruned', async () => {
    const snapshot = await read(captured)
    const { docker } = snapshot
    if (docker === undefined) throw new Error('no state')
    const gone = { ...docker, containers: [], unread: ['containers'] }
    const answer = judge({ ...snapshot, docker: gone })
    expect(counts(answer).stale).toBeUndefined()
    expect(answer.unknown).toContainEqual({ id: 'status/inventory-unread', args: { what: 'containers' } })
    expect(answer.plans.flatMap(({ steps }) => steps)).toEqual([])
  })
})

test("more than a third of Docker's rules go only when that was asked for", async () => {
  const snapshot = await read(captured)
  const { docker } = snapshot
  if (docker === undefined) throw new Error('no state')
  const told = { ...plainDaemon, words: ['--userland-proxy=false', '--icc=false'] }
  // Docker removes a bridge with its network.
  const interfaces = snapshot.facts.interfaces?.filter(({ kind }) => kind !== 'bridge')
  const gone = { ...snapshot, facts: { ...snapshot.facts, interfaces } }
  const empty = { ...docker, containers: [], networks: [] }
  // With its bridge there, another engine may have written them.
  const others = judge({ ...snapshot, docker: empty }, told)
  expect(counts(others).stale).toBeLessThan(20)
  expect(others.notes.map(({ id }) => id)).toContain('status/other-engine')
  const answer = judge({ ...gone, docker: empty }, told)
  expect(counts(answer).stale).toBeGreaterThan(20)
  expect(pruneRefusals(answer, false).map(({ id }) => id)).toEqual(['repair/prune-much'])
  expect(pruneRefusals(answer, true)).toEqual([])
})

test('a capture keeps the options that decide rules, and nothing else of a command line', async () => {
  const { ruleOptions } = await import('#docker/engines/daemon-options.ts')
  const words = ['--icc=false', '-H', 'tcp://10.9.8.7', '--label', 'users=bob:hunter2', '--iptables=false']
  const json = { 'userland-proxy': false, 'registry-mirrors': ['https://bob:hunter2@mirror.example'] }
  expect(ruleOptions(words, json)).toEqual({
    words: ['--icc=false', '--iptables=false'],
    json: { 'userland-proxy': false },
  })
  expect(readFileSync(captured, 'utf8')).not.toContain('"daemon"')
})
