import { say } from '#i18n/catalogue.ts'
import { conceptPage, conceptTopics } from '#index.ts'
import type { Options } from '../command.ts'
import { exit, UsageError } from '../exit.ts'
import { showJson, showPage } from '../show.ts'
import type { Terminal } from '../terminal.ts'

/** Shows one concept, or all of them where none is named. */
export function showConcepts(topic: Options[string], terminal: Terminal, options: Options): number {
  const known = conceptTopics as readonly string[]
  if (typeof topic === 'string' && !known.includes(topic)) {
    throw new UsageError(`there is no concept \`${topic}\``, `concepts are ${known.join(', ')}`)
  }
  const topics = typeof topic === 'string' ? [topic] : known
  if (options.json) {
    const concepts = topics.map((name) => ({ topic: name, text: say({ id: `concept/${name}`, args: {} }) }))
    showJson({ kind: 'concepts', schemaVersion: 1, concepts }, terminal)
  } else showPage(conceptPage(topics), terminal)
  return exit.fine
}
