import { conceptPage, conceptTopics, message } from '#pages.ts'
import type { Options } from '../command.ts'
import { exit, UsageError } from '../exit.ts'
import { showJson, showPage } from '../show.ts'
import type { Terminal } from '../terminal.ts'

/** Shows one concept, or all of them where none is named. */
export function showConcepts(topic: Options[string], terminal: Terminal, options: Options): number {
  const topics = typeof topic === 'string' ? conceptTopics.filter((known) => known === topic) : conceptTopics
  if (topics.length === 0)
    throw new UsageError(
      message('usage/no-concept', { name: String(topic) }),
      message('usage/concepts', { names: conceptTopics.join(', ') }),
    )
  if (options.json) {
    const concepts = topics.map((name) => ({ topic: name, text: terminal.say({ id: `concept/${name}`, args: {} }) }))
    showJson({ kind: 'concepts', schemaVersion: 1, concepts }, terminal)
  } else showPage(conceptPage(terminal.say, topics), terminal)
  return exit.fine
}
