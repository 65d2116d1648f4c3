import type { Selection, Snapshot } from '#index.ts'
import { say } from '#i18n/catalogue.ts'
import {
  answerExplain,
  errorJson,
  explainJson,
  explainPage,
  ownersOf,
  layoutOf,
  readPastedRule,
  textSnapshot,
} from '#index.ts'
import type { Invocation, Options } from '../command.ts'
import { textOption } from '../command.ts'
import { exit, UsageError } from '../exit.ts'
import { density, partlyRead, showJson, showPage, showTexts } from '../show.ts'
import { isPastedRule, readOptions, readSource } from '../sources.ts'

/** Explains a ruleset, a table, a chain or a rule. */
export async function run({ words, options, terminal }: Invocation): Promise<number> {
  if (options.concepts !== undefined)
    return (await import('./concepts.ts')).showConcepts(options.concepts, terminal, options)
  const pasted = words.filter(isPastedRule)
  const sources = words.filter((word) => !isPastedRule(word))
  if (sources.length > 1) throw new UsageError('explain reads one source', `given were ${sources.join(', ')}`)
  if (pasted.length > 1) throw new UsageError('explain takes one pasted rule')
  const alone = pasted.length === 1 && sources.length === 0
  const snapshot = alone
    ? textSnapshot('rule', pasted[0] ?? '', readOptions(options))
    : await readSource(sources[0], options, terminal)
  showTexts(snapshot.texts, options, terminal)
  if (snapshot.rulesets.length === 0) return exit.unreadable
  const selection = alone ? {} : selectionOf(snapshot, pasted[0] ?? textOption(options, 'rule'), options)
  const answer = answerExplain(snapshot, ownersOf(snapshot), layoutOf, alone ? onlyRule(snapshot) : selection)
  if (!('rulesets' in answer)) {
    if (options.json) showJson(errorJson(answer), terminal)
    else terminal.talk(`error: ${say(answer)}\n`)
    return exit.usage
  }
  if (options.json) showJson(explainJson(answer, snapshot.texts), terminal)
  else showPage(explainPage(answer, density(options)), terminal)
  return partlyRead(snapshot.texts) ? exit.findings : exit.fine
}

function selectionOf(snapshot: Snapshot, rule: string | undefined, options: Options): Selection {
  const table = textOption(options, 'table')
  const chain = textOption(options, 'chain')
  const base = { ...(table !== undefined && { table }), ...(chain !== undefined && { chain }) }
  if (rule === undefined) return base
  const id = /^[^\s]+#\d+$/.test(rule) ? { id: rule } : readPastedRule(rule, snapshot)
  return { ...base, rule: id }
}

/** The one rule of a pasted text. */
function onlyRule(snapshot: Snapshot): Selection {
  for (const { tables } of snapshot.rulesets) {
    for (const table of tables) {
      for (const chain of table.chains)
        if (chain.rules.length > 0) return { table: table.name, rule: { id: `${table.name}/${chain.name}#1` } }
    }
  }
  return {}
}
