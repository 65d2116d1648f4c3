import { nearest } from '#base/nearest.ts'
import { reachIndex } from '#explain/reach-index.ts'
import { message } from '#model/diagnostic.ts'
import type { FindingPlace } from '#model/finding.ts'
import type { LoweredChain } from '#model/lowered.ts'
import { placeOf } from '../places.ts'
import { placeOfStatement } from '../restore-files.ts'
import type { Found, LintRule } from '../rule.ts'
import type { CheckedText, View } from '../subject.ts'

const meant = [
  ...['INPUT', 'OUTPUT', 'FORWARD', 'PREROUTING', 'POSTROUTING', 'DOCKER-USER'],
  ...['DOCKER-FORWARD', 'DOCKER-ISOLATION-STAGE-1', 'DOCKER-ISOLATION-STAGE-2'],
]

/** Rules in a chain whose name is almost that of a chain of the kernel's, or DOCKER-USER, and that no rule jumps to. */
export const misspeltChain: LintRule = {
  id: 'lint/misspelt-chain',
  about: message('lint-about/misspelt-chain'),
  check: ({ views }) => views.flatMap(findIn),
}

function findIn({ lowered, text }: View): readonly Found[] {
  const reach = reachIndex()
  return lowered.tables
    .filter(({ written }) => written !== undefined)
    .flatMap(({ chains }) => [...chains.values()])
    .flatMap((chain) => {
      const places = [...chain.rules.map((rule) => placeOf(rule)), ...placeMade(chain, text)]
      const [first, ...others] = places
      const name = nameMeant(chain)
      if (first === undefined || name === undefined || reach.callers(chain).length > 0) return []
      const closes = chain.rules.some(({ effect }) => effect.kind === 'verdict' && effect.verdict === 'DROP')
      return [
        {
          said: message('lint/misspelt-chain', { chain: chain.name, name }),
          ...{ fails: chain.rules.length === 0 ? 'neither' : closes ? 'open' : 'closed', who: 'unknown' },
          places: [first, ...others.slice(0, 2)],
          help: message('lint-help/misspelt-chain', { name }),
          evidence: [chain.path],
        } satisfies Found,
      ]
    })
}

/** Where a text makes the chain, if it has no rules. */
function placeMade({ name, rules }: LoweredChain, text: CheckedText | undefined): readonly FindingPlace[] {
  if (text === undefined || rules.length > 0) return []
  const made = text.segments
    .flatMap(({ statements }) => statements)
    .find(
      (one) =>
        (one.kind === 'chain' && one.chain === name) ||
        (one.kind === 'chain-verb' && one.verb === 'new-chain' && one.chain === name),
    )
  return made === undefined ? [] : [placeOfStatement(text, made)]
}

function nameMeant({ name, table }: LoweredChain): string | undefined {
  if (meant.includes(name) || name.length < 5) return undefined
  const plain = name.toUpperCase().replaceAll('_', '-')
  // A chain of the user's may be called INPUT2 or INPUTS beside a real one; such chains are jumped to.
  const found = meant.includes(plain) ? plain : nearest(plain, meant)
  if (found === undefined || Math.abs(found.length - name.length) > 1) return undefined
  return found.startsWith('DOCKER-') && table.name !== 'filter' ? undefined : found
}
