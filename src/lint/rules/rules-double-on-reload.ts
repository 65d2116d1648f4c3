import { message } from '#model/diagnostic.ts'
import { isBaseChain } from '#lowered/iptables-places.ts'
import type { RuleStatement } from '#model/statement.ts'
import { placeOfStatement, type PlacedStatement, restoreStatements } from '../restore-files.ts'
import type { Found, LintRule } from '../rule.ts'
import type { CheckedText } from '../subject.ts'

/** Rules that a file adds to a built-in chain without emptying it: each load with --noflush adds them again. */
export const rulesDoubleOnReload: LintRule = {
  id: 'lint/rules-double-on-reload',
  about: message('lint-about/rules-double-on-reload'),
  check: ({ texts }) => texts.flatMap(findIn),
}

function findIn(text: CheckedText): readonly Found[] {
  if (text.kind !== 'restore' || text.flushing !== 'no') return []
  const doubled = doubledIn(restoreStatements(text))
  const [first] = doubled
  if (first === undefined) return []
  const chains = [...new Set(doubled.map(({ chain }) => chain))]
  const loaders = text.loaders.slice(0, 1).map(({ place }) => place)
  return [
    {
      said: message('lint/rules-double-on-reload', { count: doubled.length, chains: chains.join(' ') }),
      ...{ fails: 'open', who: 'unknown' },
      places: [
        placeOfStatement(text, first),
        ...doubled.slice(1, 3).map((one) => placeOfStatement(text, one)),
        ...loaders,
      ],
      help: message('lint-help/rules-double-on-reload', { chains: chains.join(' ') }),
      evidence: [text.source.name, ...chains],
    },
  ]
}

/** Rules that are added to chains which the file neither empties nor deletes the rule from before. */
function doubledIn(statements: readonly PlacedStatement[]): readonly RuleStatement[] {
  const emptied = new Set<string>()
  let doubled: { readonly place: string; readonly statement: RuleStatement }[] = []
  for (const { table, statement } of statements) {
    if (statement.kind === 'chain-verb' && statement.verb === 'flush') {
      emptied.add(`${table} ${statement.chain ?? '*'}`)
      // What the file adds before the flush does not stay.
      doubled = doubled.filter(({ place }) => place !== `${table} ${statement.chain ?? place.split(' ')[1]}`)
    }
    if (statement.kind !== 'rule') continue
    // A rule that is deleted first is there once.
    if (statement.verb === 'delete') emptied.add(`${table} ${statement.chain}`)
    const isEmpty = emptied.has(`${table} ${statement.chain}`) || emptied.has(`${table} *`)
    const isAdded = statement.verb === 'append' || statement.verb === 'insert'
    if (isAdded && !isEmpty && isBaseChain(table, statement.chain))
      doubled.push({ place: `${table} ${statement.chain}`, statement })
  }
  return doubled.map(({ statement }) => statement)
}
