import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isRefusal } from '#model/answer.ts'
import { answerRepair } from '#answers/repair-answer.ts'
import { plainDaemon } from '#model/daemon.ts'
import { emptySnapshot } from '#model/snapshot.ts'
import { listDumps, readDump } from '../docker/engine-dumps.ts'
import { told } from '../docker/predict-dumps.ts'

test('after a restart with --iptables=false every rule of Docker is left from before, and that is said', (context) => {
  const dump = listDumps().find(({ name }) => name === '20.10.24/44-iptables-disabled-later/2-after')
  const one = dump && told(dump)
  if (dump === undefined || one === undefined) return context.skip('../shared/engines is not here')
  const rulesets = readDump(dump).map(({ ruleset }) => ruleset)
  const snapshot = { ...emptySnapshot('dump'), docker: one.state, rulesets }
  // The capture's second daemon: `-- stop engine 20.10.24, start engine 20.10.24 ..., args ['--iptables=false'] --`.
  const answer = answerRepair(snapshot, { ...one, words: ['--iptables=false'], json: undefined })
  if (isRefusal(answer)) throw new Error(answer.message.id)
  const rules = answer.plans.flatMap((plan) => plan.rules)
  expect(rules.length).toBeGreaterThan(20)
  expect(rules.filter(({ standing }) => standing !== 'stale')).toEqual([])
  expect(answer.notes.map(({ id }) => id)).toContain('status/iptables-off')
})

// What is read of the process at the socket (test/machine/engine-attacks.test.ts has each of them for real).
test.for(['no-process', 'not-dockerd', 'not-root', 'elsewhere', 'no-net-admin', 'socket-open'] as const)(
  'nothing is written for an engine of which it is said: daemon/%s',
  (reason) => {
    const file = new URL('../cases/faults/captured-without-options.json', import.meta.url)
    const { docker } = JSON.parse(readFileSync(file, 'utf8'))
    const snapshot = {
      ...emptySnapshot('live'),
      docker,
      rulesets: [{ family: 'ipv4' as const, variant: 'nft' as const, tables: [] }],
    }
    const blocked = (problems: readonly { id: `daemon/${typeof reason}`; args: Record<string, string> }[]) => {
      const answer = answerRepair(snapshot, { ...plainDaemon, problems, variant: 'nft' })
      if (isRefusal(answer)) throw new Error(answer.message.id)
      expect(answer.plans.flatMap(({ steps }) => steps).length).toBeGreaterThan(5)
      return answer.blocked.map(({ id }) => id)
    }
    expect(blocked([])).toEqual([])
    expect(blocked([{ id: `daemon/${reason}`, args: {} }])).toEqual(['repair/stranger'])
  },
)
