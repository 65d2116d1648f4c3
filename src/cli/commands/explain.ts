import type { Selection, Snapshot } from '#pages.ts'
import {
  isRefusal,
  answerExplain,
  isConntrackLine,
  errorJson,
  explainJson,
  explainPage,
  ownersOf,
  readPastedRule,
  textSnapshot,
  withPastedRule,
  message,
} from '#pages.ts'
import type { Invocation, Options } from '../command.ts'
import { textOption } from '../command.ts'
import { onSameHost } from '../same-host.ts'
import { exit, UsageError } from '../exit.ts'
import {
  density,
  holdsNoRules,
  partlyRead,
  sayNoRules,
  showJson,
  showLongPage,
  showTexts,
  talkMessage,
} from '../show.ts'
import { isPastedRule, readOptions, readSource } from '../sources.ts'

/** Explains a ruleset, a table, a chain or a rule. */
export async function run(invocation: Invocation): Promise<number> {
  const { words, options, terminal } = invocation
  if (options.concepts !== undefined)
    return (await import('./concepts.ts')).showConcepts(options.concepts, terminal, options)
  if (words.length === 1 && words[0]?.startsWith('lint/'))
    return (await import('./explain-lint.ts')).explainLint(words[0], terminal)
  const lines = words.filter((word) => word.split('\n').some(isConntrackLine))
  const pasted = words.filter(isPastedRule)
  const sources = words.filter((word) => !isPastedRule(word) && !lines.includes(word))
  if (sources.length > 1)
    throw new UsageError(message('usage/one-source'), message('usage/given', { names: sources.join(', ') }))
  if (pasted.length > 1) throw new UsageError(message('usage/one-pasted-rule'))
  if (lines.length > 0 || options.connections === true)
    return (await import('./explain-connections.ts')).explainConnections(invocation, lines, sources[0])
  const alone = pasted.length === 1 && sources.length === 0
  const snapshot = alone
    ? textSnapshot('rule', pasted[0] ?? '', readOptions(options))
    : await readSource(sources[0], options, terminal)
  const { connections } = snapshot.facts
  if (snapshot.rulesets.length === 0 && connections !== undefined && connections.length > 0)
    return (await import('./explain-connections.ts')).showConnections(invocation, connections, snapshot)
  showTexts(snapshot.texts, options, terminal)
  if (holdsNoRules(snapshot)) return sayNoRules(snapshot, options, terminal)
  const { answer, texts } = alone
    ? explainAlone(snapshot, pasted[0] ?? '')
    : explainIn(snapshot, pasted[0] ?? textOption(options, 'rule'), options)
  if (isRefusal(answer)) {
    if (options.json) showJson(errorJson(terminal.say, answer.message), terminal)
    else talkMessage('error', answer.message, terminal)
    return exit.usage
  }
  if (options.json) showJson(explainJson(terminal.say, answer, texts), terminal)
  else showLongPage(onSameHost(explainPage(terminal.say, answer, density(options)), options), terminal)
  return partlyRead(texts) ? exit.partlyRead : exit.fine
}

/** A rule without the rules around it. */
function explainAlone(snapshot: Snapshot, rule: string) {
  const selection = { rule: readPastedRule(rule, snapshot), alone: true }
  return { answer: answerExplain(snapshot, ownersOf(snapshot), selection), texts: snapshot.texts }
}

/** The part of a source that is asked for; a pasted rule that is not there is explained as if its command had been run. */
function explainIn(snapshot: Snapshot, rule: string | undefined, options: Options) {
  const selection = selectionOf(snapshot, rule, options)
  const { texts } = snapshot
  const answer = answerExplain(snapshot, ownersOf(snapshot), selection)
  if (!isRefusal(answer) || rule === undefined) return { answer, texts }
  const changed = withPastedRule(rule, snapshot, selection.table)
  const again = changed && answerExplain(changed, ownersOf(changed), selection)
  if (again === undefined || isRefusal(again)) return { answer, texts }
  const note = message('conclusion/put-in', { source: snapshot.name })
  return { answer: { ...again, conclusion: [...again.conclusion, note] }, texts }
}

function selectionOf(snapshot: Snapshot, rule: string | undefined, options: Options): Selection {
  const table = textOption(options, 'table')
  const chain = textOption(options, 'chain')
  const base = { ...(table !== undefined && { table }), ...(chain !== undefined && { chain }) }
  if (rule === undefined) return base
  const id = /^[^\s]+#\d+$/.test(rule) ? { id: rule } : readPastedRule(rule, snapshot)
  return { ...base, rule: id }
}
