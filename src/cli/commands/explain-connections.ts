import {
  answerConntrack,
  type ConntrackEntry,
  conntrackJson,
  conntrackPage,
  emptySnapshot,
  errorJson,
  message,
  readConntrack,
  type Snapshot,
} from '#pages.ts'
import type { Invocation } from '../command.ts'
import { exit } from '../exit.ts'
import { showJson, showPage, showTexts, talkMessage } from '../show.ts'
import { readSource } from '../sources.ts'

/** Explains pasted connections by the rules of a source, or the connections that a source holds. */
export async function explainConnections(
  { options, terminal }: Invocation,
  pasted: readonly string[],
  source: string | undefined,
): Promise<number> {
  const alone = pasted.length > 0 && source === undefined
  const snapshot = alone ? emptySnapshot('connections') : await readSource(source, options, terminal)
  if (snapshot.rulesets.length > 0) showTexts(snapshot.texts, options, terminal)
  const own = pasted.length > 0 ? pasted.flatMap(readConntrack) : snapshot.facts.connections
  return showConnections({ options, terminal }, own, snapshot)
}

/** The page or document of connections. Exit code 3: the source has none, or they were not read. */
export function showConnections(
  { options, terminal }: Pick<Invocation, 'options' | 'terminal'>,
  entries: readonly ConntrackEntry[] | undefined,
  snapshot: Snapshot,
): number {
  if (entries === undefined) {
    const error = message('conntrack/not-read', { source: snapshot.name })
    if (options.json) showJson(errorJson(terminal.say, error), terminal)
    else talkMessage('error', error, terminal)
    return exit.unreadable
  }
  const answers = answerConntrack(entries, snapshot)
  if (options.json) showJson(conntrackJson(answers), terminal)
  else {
    showPage(conntrackPage(terminal.say, answers), terminal)
    if (answers.some(({ now }) => now === undefined)) talkMessage('note', message('conntrack/no-rules'), terminal)
  }
  return exit.fine
}
