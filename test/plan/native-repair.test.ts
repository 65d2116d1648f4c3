import { describe, expect, test } from 'vitest'
import { answerRepair } from '#answers/repair-answer.ts'
import { isRefusal } from '#model/answer.ts'
import { plainDaemon, unknownDaemon, type DaemonConfig } from '#model/daemon.ts'
import { emptySnapshot, type Snapshot } from '#model/snapshot.ts'
import { plainRuleText } from '#syntax/nft/plain-rule.ts'
import { readNftJson } from '#syntax/nft/read-nft-json.ts'
import { fileOf, haveEngines, listDumps } from '../docker/engine-dumps.ts'
import { told } from '../docker/predict-dumps.ts'

interface Host {
  readonly name: string
  readonly snapshot: Snapshot
  readonly daemon: DaemonConfig
}

function hosts(): readonly Host[] {
  return listDumps().flatMap((dump): readonly Host[] => {
    const one = told(dump)
    const text = fileOf(dump, 'nft-list-ruleset.json')
    // In 44 and 45 the engine was started again with other options.
    if (one?.state.firewallBackend !== 'nftables' || !text.startsWith('{') || /^4[45]/.test(dump.scenario)) return []
    const words = /^# daemon: dockerd ?(.*)$/m.exec(one.commands)?.[1]?.split(/\s+/).filter(Boolean) ?? []
    const native = readNftJson(JSON.parse(text), dump.name)
    const snapshot = { ...emptySnapshot(dump.name), docker: one.state, native }
    return [{ name: dump.name, snapshot, daemon: { ...plainDaemon, words, before: { ipv4: true, ipv6: true } } }]
  })
}

const all = haveEngines ? hosts() : []

function judge({ snapshot, daemon }: Host) {
  const answer = answerRepair(snapshot, daemon)
  if (isRefusal(answer)) throw new Error(answer.message.id)
  const rules = answer.plans.flatMap((plan) => plan.rules)
  const steps = answer.plans.flatMap((plan) => plan.steps)
  return { rules, steps, unknown: answer.unknown.map(({ id }) => id) }
}

// Judge: `nft -j list ruleset` of hosts with real engines, whose rules nobody had touched.
describe("the tables of an engine's nftables backend", () => {
  test('are right as the engine wrote them, after a restart too', (context) => {
    if (all.length === 0) return context.skip('../shared/engines is not here')
    const wrong = all.flatMap((host) => {
      const { rules, steps } = judge(host)
      const odd = rules.filter(({ standing }) => standing !== 'expected')
      return [...odd.map(({ chain, text }) => `${host.name} ${chain} ${text}`), ...steps.map(() => host.name)]
    })
    expect(wrong).toEqual([])
    expect(all.length).toBeGreaterThan(70)
  })

  test('are not taken for wrong where the options of the engine were not read', (context) => {
    if (all.length === 0) return context.skip('../shared/engines is not here')
    const wrong = all.flatMap((host) => {
      const { rules, steps } = judge({ ...host, daemon: unknownDaemon })
      const odd = rules.filter(({ standing }) => standing !== 'expected' && standing !== 'unknown')
      return [...odd.map(({ chain, text }) => `${host.name} ${chain} ${text}`), ...steps.map(() => host.name)]
    })
    expect(wrong).toEqual([])
  })

  test('lack each rule that is taken out, and one command puts it back', (context) => {
    if (all.length === 0) return context.skip('../shared/engines is not here')
    const wrong: string[] = []
    for (const host of all) {
      for (const table of host.snapshot.native ?? []) {
        if (table.name !== 'docker-bridges') continue
        for (const chain of table.chains)
          chain.rules.forEach((rule) => {
            const rules = chain.rules.filter((one) => one !== rule)
            const chains = table.chains.map((one) => (one === chain ? { ...one, rules } : one))
            const native = host.snapshot.native?.map((one) => (one === table ? { ...one, chains } : one))
            const { steps } = judge({ ...host, snapshot: { ...host.snapshot, rulesets: [], native } })
            const [step, ...more] = steps.map((one) => ('text' in one ? one.text : one.kind))
            const text = plainRuleText(rule)
            const isPut = step?.endsWith(` ${text}`) === true && /^(add|insert) rule /.test(step)
            if (more.length > 0 || !isPut) wrong.push(`${host.name} ${chain.name} ${text}: ${step}`)
          })
      }
    }
    expect(wrong).toEqual([])
  }, 120_000)
})
