import { groupBy } from '#base/lists.ts'
import { message } from '#model/diagnostic.ts'
import type { LoweredRule } from '#model/lowered.ts'
import { placeOfClause } from '../places.ts'
import type { Found, LintRule } from '../rule.ts'
import type { View } from '../subject.ts'
import { isByUser, rulesOfView } from '../view-rules.ts'

/** Rules for an interface that the host does not have. */
export const missingInterface: LintRule = {
  id: 'lint/missing-interface',
  about: message('lint-about/missing-interface'),
  check: ({ views }) => views.flatMap(findIn),
}

interface Named {
  readonly rule: LoweredRule
  readonly clause: LoweredRule['clauses'][number]
  readonly name: string
}

function findIn(view: View): readonly Found[] {
  const { interfaces } = view.snapshot.facts
  const there = new Set(interfaces?.map(({ name }) => name))
  // Every host has a loopback interface: without it the list is a part.
  if (!there.has('lo')) return []
  const all = rulesOfView(view).flatMap((rule): readonly Named[] =>
    isByUser(rule, view) ? missingIn(rule, there) : [],
  )
  return [...groupBy(all, ({ name }) => name)].map(([name, group]) => findingFor(name, group as [Named]))
}

function missingIn(rule: LoweredRule, there: ReadonlySet<string>): readonly Named[] {
  return rule.clauses.flatMap((clause) => {
    const { condition } = clause
    // `! -i NAME` of an interface that is not there matches every packet: that is another matter.
    if (condition.kind !== 'interface' || condition.prefix || condition.name === '') return []
    const { field, name } = condition
    if (field !== 'in' && field !== 'out') return []
    return there.has(name) || ofDocker.test(name) ? [] : [{ rule, clause, name }]
  })
}

// Docker makes and removes its bridges itself.
const ofDocker = /^(docker0|docker_gwbridge|br-[0-9a-f]{12})$/

// Tunnels, and bridges of virtual machines, appear and disappear; cards do not.
const lasting = /^(eth\d+|en[ospx]\w+|em\d+|wl\w+|bond\d+)$/

function findingFor(name: string, group: readonly [Named, ...Named[]]): Found {
  const closing = group.find(({ rule: { effect } }) => effect.kind === 'verdict' && effect.verdict === 'DROP')
  const { rule, clause } = closing ?? group[0]
  const others = group.filter((one) => one.clause !== clause).slice(0, 2)
  return {
    said: message('lint/missing-interface', { name, count: group.length }),
    ...{ fails: closing === undefined ? 'closed' : 'open', who: 'unknown' },
    conditional: !lasting.test(name),
    places: [placeOfClause(rule, clause), ...others.map((one) => placeOfClause(one.rule, one.clause))],
    help: message('lint-help/missing-interface'),
    evidence: [name],
  }
}
