import { message } from '#model/diagnostic.ts'
import { isOwn } from '../forwarded-rules.ts'
import { placeOfClause } from '../places.ts'
import type { Found, LintRule } from '../rule.ts'
import type { View } from '../subject.ts'
import { rulesOfView } from '../view-rules.ts'

// Matches that another one replaced, and which.
const replaced: ReadonlyMap<string, string> = new Map([['state', 'conntrack']])

/** `-m state`, which `-m conntrack` replaced: it says the same and has no tables of its own in nftables. */
export const oldStateMatch: LintRule = {
  id: 'lint/old-state-match',
  about: message('lint-about/old-state-match'),
  check: ({ views }) => views.flatMap(findIn),
}

function findIn(view: View): readonly Found[] {
  // What is loaded is shown by the file that loads it.
  if (view.text === undefined || view.text.kind === 'dump') return []
  const found = rulesOfView(view).flatMap((rule) => {
    if (rule.written === undefined || !rule.written.matches.some(({ name }) => replaced.has(name))) return []
    const clause = rule.clauses.find(({ match }) => match !== undefined && replaced.has(match))
    return clause === undefined || !isOwn(rule, view) ? [] : [placeOfClause(rule, clause)]
  })
  const [first] = found
  if (first === undefined) return []
  return [
    {
      said: message('lint/old-state-match', { count: found.length }),
      ...{ fails: 'neither', who: 'nobody', places: [first, ...found.slice(1, 4)] },
      help: message('lint-help/old-state-match'),
      evidence: [view.text.source.name],
    },
  ]
}
