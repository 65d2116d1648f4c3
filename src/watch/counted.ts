import type { ChangeGroup } from '#model/difference.ts'
import type { ChangedPlace } from './actors.ts'

/** How many rules came, went and moved, and how many other things changed (chains, policies, sets, tables). */
export function counted(groups: readonly ChangeGroup[]) {
  const rules = groups.flatMap((group) => group.rules)
  const count = (kind: (typeof rules)[number]['kind']) => rules.filter((rule) => rule.kind === kind).length
  const other = groups.reduce((sum, { chains, objects }) => sum + chains.length + objects.length, 0)
  return { added: count('added'), removed: count('removed'), moved: count('moved'), other }
}

/** Where things changed, each place once: rules first. */
export function changedPlaces(groups: readonly ChangeGroup[]): readonly ChangedPlace[] {
  const all = groups.flatMap(({ rules, chains, objects }) => [
    ...rules,
    ...chains,
    ...objects.map(({ id }) => {
      const [family = '', table = '', chain = ''] = id.split('/')
      return { family: family as ChangedPlace['family'], table, chain }
    }),
  ])
  return [...new Map(all.map((one) => [`${one.family} ${one.table} ${one.chain}`, one])).values()]
}
