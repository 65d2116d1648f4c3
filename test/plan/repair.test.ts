import { describe, expect, it } from 'vitest'
import type { Ruleset } from '#model/ruleset.ts'
import { chainTexts } from '#compare/docker-status.ts'
import { haveEngines, listDumps, readDump, readText } from '../docker/engine-dumps.ts'
import { isUndisturbed, predictDump, told } from '../docker/predict-dumps.ts'
import { applied, plan, rulesOf } from './repairing.ts'

// The tool that saved some of legacy's rules did not know the revision of their DNAT and says so instead.
const unspelled = (ruleset: Ruleset) => rulesOf(ruleset).some((text) => text.includes('[unsupported revision]'))

// What the daemon's environment said is not in the capture (49); 33 shows a fault of the engine's own.
const unrecorded = new Set(['49-no-raw-env', '33-fwmark-network-removed'])

const dumps = listDumps().filter(({ engine }) => !engine.includes('nftables'))

describe('a repair of what a real engine wrote', () => {
  it('puts everything back after a flush, in the same order', (context) => {
    if (!haveEngines) return context.skip('../shared/engines is not here')
    const wrong: string[] = []
    let compared = 0
    for (const dump of dumps) {
      const one = told(dump)
      if (one === undefined || !isUndisturbed(dump, one) || unrecorded.has(dump.scenario)) continue
      for (const { ruleset } of readDump(dump)) {
        const prediction = predictDump(one).find(({ family }) => family === ruleset.family)
        if (prediction === undefined || prediction.book.tables.size === 0 || unspelled(ruleset)) continue
        const empty = readText('*filter\nCOMMIT\n*nat\nCOMMIT\n', ruleset.family).ruleset
        const repaired = applied(empty, plan(empty, prediction, one.state))
        const before = rulesOf(ruleset)
        if (before.length === 0) continue
        compared++
        const after = rulesOf(repaired)
        const chance = dump.engine === '17.12.1' && after.toSorted().join('\n') === before.toSorted().join('\n')
        if (!chance && after.toSorted().join('\n') !== before.toSorted().join('\n')) {
          const lost = before.filter((rule) => !after.includes(rule))
          const extra = after.filter((rule) => !before.includes(rule))
          wrong.push(`${dump.name}: lost ${lost.join('; ')}, extra ${extra.join('; ')}`)
        }
      }
    }
    expect(wrong).toEqual([])
    expect(compared).toBeGreaterThan(500)
  })

  it('changes nothing where nothing is wrong, and nothing a second time', (context) => {
    if (!haveEngines) return context.skip('../shared/engines is not here')
    const wrong: string[] = []
    for (const dump of dumps) {
      const one = told(dump)
      if (one === undefined || !isUndisturbed(dump, one) || unrecorded.has(dump.scenario)) continue
      for (const { ruleset } of readDump(dump)) {
        const prediction = predictDump(one).find(({ family }) => family === ruleset.family)
        if (prediction === undefined || prediction.book.tables.size === 0 || unspelled(ruleset)) continue
        const { steps } = plan(ruleset, prediction, one.state)
        if (steps.length > 0) wrong.push(`${dump.name}: ${JSON.stringify(steps[0])}`)
        const empty = readText('*filter\nCOMMIT\n', ruleset.family).ruleset
        const repaired = applied(empty, plan(empty, prediction, one.state))
        if (plan(repaired, prediction, one.state).steps.length > 0) wrong.push(`${dump.name}: not done at once`)
      }
    }
    expect(wrong).toEqual([])
  })

  it("keeps every rule of the user, wherever Docker's own rules were lost", (context) => {
    if (!haveEngines) return context.skip('../shared/engines is not here')
    const dump = dumps.find(({ name }) => name === '20.10.24/18b-user-rules-before-start')
    const one = dump && told(dump)
    const [read] = dump === undefined ? [] : readDump(dump)
    const prediction = one && predictDump(one)[0]
    if (one === undefined || read === undefined || prediction === undefined)
      return context.skip('the capture is not here')
    const { ruleset } = read
    const users = /203\.0\.113|10\.9\.0\.0|--dport 9 /
    const flushed: Ruleset = {
      ...ruleset,
      tables: ruleset.tables.map((table) => ({
        ...table,
        chains: table.chains.map((chain) => ({
          ...chain,
          rules: chain.rules.filter((_, index) => users.test(chainTexts(ruleset, table.name, chain.name)[index] ?? '')),
        })),
      })),
    }
    const repaired = applied(flushed, plan(flushed, prediction, one.state))
    expect(rulesOf(repaired).toSorted()).toEqual(rulesOf(ruleset).toSorted())
    expect(chainTexts(repaired, 'filter', 'FORWARD')).toEqual(chainTexts(ruleset, 'filter', 'FORWARD'))
    expect(chainTexts(repaired, 'nat', 'POSTROUTING')).toEqual(chainTexts(ruleset, 'nat', 'POSTROUTING'))
  })
})
