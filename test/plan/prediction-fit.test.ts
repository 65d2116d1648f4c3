import { newBook } from '#docker/engines/book.ts'
import { forwardInternal } from '#docker/engines/forward-internal.ts'
import { describe, expect, test } from 'vitest'
import { ownersOf } from '#pages.ts'
import type { Misfit } from '#compare/prediction-fit.ts'
import { predictionFit } from '#compare/prediction-fit.ts'
import type { Dump } from '../docker/engine-dumps.ts'
import { haveEngines, listDumps, readDump, readText } from '../docker/engine-dumps.ts'
import type { Told } from '../docker/predict-dumps.ts'
import { isUndisturbed, predictDump, told } from '../docker/predict-dumps.ts'
import { rulesOf } from './repairing.ts'
import { spec } from '#docker/engines/spec.ts'

// What the daemon's environment said is not in the capture (49); 33 shows a fault of the engine's own.
const unrecorded = new Set(['49-no-raw-env', '33-fwmark-network-removed'])

function misfits(dump: Dump, one: Told): readonly Misfit[] {
  const predictions = predictDump(one)
  return readDump(dump).flatMap(({ ruleset }) => {
    const prediction = predictions.find(({ family }) => family === ruleset.family)
    // The tool that saved some of legacy's rules did not know the revision of their DNAT and says so instead.
    if (prediction === undefined || rulesOf(ruleset).some((text) => text.includes('[unsupported revision]'))) return []
    const all = predictionFit(prediction, ruleset, ownersOf({ rulesets: [ruleset], docker: one.state }))
    return all.filter(({ owner }) => owner === undefined || owner === 'docker')
  })
}

const said = ({ family, table, chain, kind, text }: Misfit) => `${family} ${table} ${chain} ${kind} ${text}`

const dumps = listDumps().filter(({ engine }) => !engine.includes('nftables') && !engine.includes('legacy'))

describe('what is predicted, against what real engines wrote', () => {
  test('is exact for an undisturbed daemon: chains, policies, rules and their order', (context) => {
    if (!haveEngines) return context.skip('../shared/engines is not here')
    const wrong: string[] = []
    let exact = 0
    for (const dump of dumps) {
      const one = told(dump)
      if (one === undefined || !isUndisturbed(dump, one) || unrecorded.has(dump.scenario)) continue
      const found = misfits(dump, one)
      // 17.12.1 leaves the order of pairs of networks to the chance of a map.
      const counted = found.filter(({ kind, chain }) => !(kind === 'order' && chain === 'DOCKER-ISOLATION'))
      if (counted.length === 0) exact++
      else wrong.push(`${dump.name}: ${counted.map(said).join('; ')}`)
    }
    expect(wrong).toEqual([])
    expect(exact).toBeGreaterThan(400)
  })

  test('has the same rules after a restart, in whatever order', (context) => {
    if (!haveEngines) return context.skip('../shared/engines is not here')
    const wrong: string[] = []
    let same = 0
    for (const dump of dumps.filter(({ name }) => /\/19(?:b|e)?-[^/]*\//.test(name))) {
      const one = told(dump)
      if (one === undefined) continue
      const found = misfits(dump, one).filter(({ kind }) => kind !== 'order')
      if (found.length === 0) same++
      else wrong.push(`${dump.name}: ${found.map(said).join('; ')}`)
    }
    expect(wrong).toEqual([])
    expect(same).toBeGreaterThan(50)
  })
})

describe('the comparison itself', () => {
  test('names a policy, a chain, a rule and an order that differ', () => {
    const { ruleset } = readText(
      '*filter\n:INPUT DROP [0:0]\n:FORWARD ACCEPT [0:0]\n:X - [0:0]\n-A FORWARD -p udp -j ACCEPT\n-A FORWARD -p tcp -j ACCEPT\n-A FORWARD -p icmp -j DROP\nCOMMIT\n',
      'ipv4',
    )
    const book = newBook()
    for (const text of [spec`-p tcp -j ACCEPT`, spec`-p udp -j ACCEPT`, spec`-p gre -j DROP`])
      book.append('filter', 'FORWARD', text)
    book.chain('filter', 'Y')
    const found = predictionFit(
      { family: 'ipv4', layout: forwardInternal, book },
      ruleset,
      ownersOf({ rulesets: [ruleset], docker: undefined }),
    )
    expect(found.map(({ kind, chain, text }) => `${kind} ${chain} ${text.replaceAll('\n', ' / ')}`).toSorted()).toEqual(
      [
        'extra FORWARD -p gre -j DROP',
        'extra-chain Y ',
        'missing FORWARD -p icmp -j DROP',
        'missing-chain X ',
        'order FORWARD -p udp -j ACCEPT / -p tcp -j ACCEPT / -p icmp -j DROP',
        'policy INPUT DROP',
      ],
    )
  })
})
