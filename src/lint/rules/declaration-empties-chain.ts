import { message } from '#model/diagnostic.ts'
import type { FindingPlace } from '#model/finding.ts'
import { lineRemoved } from '../edits.ts'
import { dockerDeclarations, dockerRulesIn, placeOfStatement } from '../restore-files.ts'
import type { Found, LintRule } from '../rule.ts'
import type { CheckedText, Subject } from '../subject.ts'

/** A line `:DOCKER - [0:0]` in a file that is loaded with --noflush: it empties the chain at each load. */
export const declarationEmptiesChain: LintRule = {
  id: 'lint/declaration-empties-chain',
  about: message('lint-about/declaration-empties-chain'),
  check: (subject) => subject.texts.flatMap((text) => findIn(text, subject)),
}

function findIn(text: CheckedText, subject: Subject): readonly Found[] {
  if (text.kind !== 'restore' && text.kind !== 'script') return []
  // Without --noflush all chains are lost, which is another fault; rules that Docker wrote are one too.
  const view = subject.views.find((one) => one.text === text)
  if (view !== undefined && dockerRulesIn(view).length > 0) return []
  const declared = dockerDeclarations(text).filter(({ noflush }) => noflush || isAdded(text))
  const [first] = declared
  if (first === undefined) return []
  const loaders: readonly FindingPlace[] = text.loaders.slice(0, 1).map(({ place }) => place)
  const isSure = first.noflush || text.flushing === 'no'
  const chains = [...new Set(declared.map(({ statement }) => statement.chain))]
  return [
    {
      said: message('lint/declaration-empties-chain', { chain: first.statement.chain, chains: chains.join(' ') }),
      ...{ fails: 'closed', who: 'internet', conditional: !isSure || !subject.hasDocker },
      places: [
        placeOfStatement(text, first.statement),
        ...declared.slice(1, 4).map(({ statement }) => placeOfStatement(text, statement)),
        ...loaders,
      ],
      help: message('lint-help/declaration-empties-chain', { chains: chains.join(' ') }),
      fix: {
        edits: [
          lineRemoved(text, first.statement),
          ...declared.slice(1).map((one) => lineRemoved(text, one.statement)),
        ],
        reach: 'opens',
      },
      evidence: [text.source.name, ...chains],
    },
  ]
}

function isAdded({ kind, flushing }: CheckedText): boolean {
  return kind === 'restore' && (flushing === 'no' || flushing === 'unknown')
}
