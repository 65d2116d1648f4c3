import { expect, test } from 'vitest'
import { isRefusal } from '#model/answer.ts'
import { answerRepair } from '#answers/repair-answer.ts'
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
