import { describe, expect, it } from 'vitest'
import { isRefusal } from '#model/answer.ts'
import { answerUpgrade } from '#answers/upgrade-answer.ts'
import { readPath } from '#snapshots/live.ts'
import { defaultDialect } from '#model/family.ts'
import { printRule } from '#syntax/print/print-rule.ts'
import { enginesFolder, haveEngines } from '../docker/engine-dumps.ts'

const told = { words: [], json: undefined, before: { ipv4: false, ipv6: false }, mesh: [] }
const folder = `${enginesFolder}26.1.5/60-upgrade-to-28.5.2`

async function lines(step: string): Promise<ReadonlySet<string>> {
  const { rulesets } = await readPath(`${folder}/${step}`)
  const all = rulesets.flatMap(({ family, tables }) =>
    tables.flatMap(({ name: table, chains }) =>
      chains.flatMap(({ name: chain, rules }) =>
        rules.map((rule) => `${family} ${table} ${chain} -A ${chain}${printRule(rule, family, defaultDialect)}`),
      ),
    ),
  )
  return new Set(all)
}

describe('an upgrade of the engine', () => {
  // Judge: 26.1.5 that was replaced by 28.5.2 on the same data.
  it('changes the rules that a real upgrade changed', async (ctx) => {
    if (!haveEngines) return ctx.skip('the captures of engines are not here')
    const answer = answerUpgrade(await readPath(`${folder}/1-before`), '28.5.2', told)
    if (isRefusal(answer)) throw new Error(answer.message.id)
    const [before, after] = [await lines('1-before'), await lines('2-after')]
    const rules = answer.difference.groups.flatMap((group) => group.rules)
    const named = (kind: string) =>
      rules
        .filter((rule) => rule.kind === kind)
        .map(({ family, table, chain, text }) => `${family} ${table} ${chain} ${text}`)
    // The engine leaves the RETURN that the older one wrote into the administrator's chain.
    const removed = named('removed').filter((rule) => !/DOCKER-USER -A DOCKER-USER -j RETURN$/.test(rule))
    expect(named('added').filter((rule) => !after.has(rule))).toEqual([])
    expect(removed.filter((rule) => after.has(rule) || !before.has(rule))).toEqual([])
    const really = (one: ReadonlySet<string>, other: ReadonlySet<string>) => [...one].filter((rule) => !other.has(rule))
    expect(named('added').toSorted()).toEqual(really(after, before).toSorted())
    expect(removed.toSorted()).toEqual(really(before, after).toSorted())
  })
})
