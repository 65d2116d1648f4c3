import { say } from '#i18n/catalogue.ts'
import {
  answerDiff,
  answerExplain,
  answerPredict,
  diffJson,
  diffPage,
  explainJson,
  explainPage,
  layoutOf,
  ownersOf,
  predictedText,
  type Family,
} from '#index.ts'
import type { Invocation } from '../command.ts'
import { textOption } from '../command.ts'
import { daemonTold } from '../daemon.ts'
import { exit } from '../exit.ts'
import { density, showJson, showPage } from '../show.ts'
import { readSource } from '../sources.ts'

/** Prints, explains or compares what Docker would write. */
export async function run({ words, options, terminal }: Invocation): Promise<number> {
  const snapshot = await readSource(words[0], options, terminal)
  const predicted = answerPredict(snapshot, await daemonTold(words[0], options))
  if (!('predictions' in predicted)) {
    terminal.talk(`error: ${say(predicted)}\n`)
    return exit.unreadable
  }
  for (const note of predicted.notes) terminal.talk(`note: ${say(note)}\n`)
  const against = textOption(options, 'diff')
  if (against !== undefined) {
    const difference = answerDiff(await readSource(against, options, terminal), predicted.snapshot)
    if (options.json) showJson(diffJson(difference), terminal)
    else showPage(diffPage(difference, density(options)), terminal)
    return difference.groups.length > 0 ? exit.findings : exit.fine
  }
  const { family: asked } = options
  const families: readonly Family[] = asked === 'ipv4' || asked === 'ipv6' ? [asked] : ['ipv4', 'ipv6']
  if (options.explain) {
    const answer = answerExplain(predicted.snapshot, ownersOf(predicted.snapshot), layoutOf, {})
    if ('rulesets' in answer) {
      if (options.json) showJson(explainJson(answer, []), terminal)
      else showPage(explainPage(answer, density(options)), terminal)
    }
  } else if (options.json) {
    const texts = families.map((family) => ({ family, text: predictedText(predicted, family) }))
    showJson({ kind: 'predict', schemaVersion: 1, engine: snapshot.docker?.version ?? null, rules: texts }, terminal)
  } else {
    const texts = families.map((family) => predictedText(predicted, family)).filter((text) => text !== '')
    terminal.out(
      texts.map((text, index) => `${texts.length > 1 ? `# ${index === 0 ? 'IPv4' : 'IPv6'}\n` : ''}${text}`).join(''),
    )
  }
  return exit.fine
}
