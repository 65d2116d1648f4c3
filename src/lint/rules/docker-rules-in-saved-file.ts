import { message } from '#model/diagnostic.ts'
import type { LoweredRule } from '#model/lowered.ts'
import { placeIn, placeOf } from '../places.ts'
import { dockerRulesIn } from '../restore-files.ts'
import type { Found, LintRule } from '../rule.ts'
import type { CheckedText } from '../subject.ts'

/** Rules that Docker wrote, in a file that is loaded at boot: they are old by then. */
export const dockerRulesInSavedFile: LintRule = {
  id: 'lint/docker-rules-in-saved-file',
  about: message('lint-about/docker-rules-in-saved-file'),
  check: ({ views, texts, hasDocker }) => [
    ...(hasDocker ? texts.flatMap((text) => savedBy(text)) : []),
    ...views.flatMap((view): readonly Found[] => {
      if (view.text?.kind !== 'restore') return []
      const rules = dockerRulesIn(view)
      const [first] = rules.toSorted((a, b) => weightOf(b) - weightOf(a))
      if (first === undefined) return []
      const others = rules.filter((rule) => rule !== first && weightOf(rule) === 2).slice(0, 2)
      return [
        {
          said: message('lint/docker-rules-in-saved-file', { count: rules.length }),
          ...{ fails: 'closed', who: 'internet', most: 'warning' },
          places: [placeOf(first), ...others.map((rule) => placeOf(rule))],
          help: message('lint-help/docker-rules-in-saved-file'),
          evidence: [view.text.source.name, ...new Set(view.snapshot.rulesets.map(({ family }) => family))],
        },
      ]
    }),
  ],
}

const saves =
  /^[^#\n]*?\b(netfilter-persistent[ \t]+save|(?:service[ \t]+iptables|\/etc\/init\.d\/iptables)[ \t]+save|iptables-save[ \t]*>[ \t]*\/etc\/(?:iptables\/rules\.v4|sysconfig\/iptables)\b)/m

/** A script that saves what is loaded. */
function savedBy({ kind, source }: CheckedText): readonly Found[] {
  const found = kind === 'script' ? saves.exec(source.text) : null
  if (found === null) return []
  const end = found.index + found[0].length
  return [
    {
      said: message('lint/docker-rules-in-saved-file', { count: 0 }),
      ...{ fails: 'closed', who: 'internet', conditional: true },
      places: [placeIn(source, { start: end - (found[1] ?? '').length, end })],
      help: message('lint-help/docker-rules-in-saved-file'),
      evidence: [source.name, 'save'],
    },
  ]
}

/** A rule that holds the address of a container is the worst: another container has it after the next start. */
function weightOf({ effect }: LoweredRule): number {
  return effect.kind === 'nat' && effect.change === 'dnat' ? 2 : effect.kind === 'verdict' ? 1 : 0
}
