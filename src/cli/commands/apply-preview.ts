import { answerPreview, diffJson, errorPage, previewErrorJson, previewJson, previewPage } from '#pages.ts'
import type { Invocation } from '../command.ts'
import { textOption } from '../command.ts'
import { exit } from '../exit.ts'
import { density, partlyRead, showJson, showPage, showTexts, talkPage } from '../show.ts'
import { readOptions, readSource, readText } from '../sources.ts'
import { dialectOption } from './fmt.ts'

/** Shows what iptables-restore would make of a script: the difference, or the refusal; exit code 1 for either. */
export async function run({ words, options, terminal }: Invocation): Promise<number> {
  const script = await readText(words[0], terminal)
  const before = await readSource(textOption(options, 'to'), options, terminal)
  showTexts(before.texts, options, terminal)
  const dialect = dialectOption(textOption(options, 'dialect'))
  const answer = answerPreview(before, script, {
    ...readOptions(options),
    ...(dialect && { dialect }),
    noflush: options.noflush === true,
    counters: options.counters === true,
  })
  const { refusal, difference, text } = answer
  if (text !== undefined) showTexts([text], options, terminal)
  if (options.json)
    showJson(
      {
        ...diffJson(terminal.say, difference),
        kind: 'apply-preview',
        ...previewJson({ ...answer, say: terminal.say }),
        refusal: refusal && previewErrorJson(terminal.say, refusal, script),
      },
      terminal,
    )
  else {
    if (refusal !== undefined) talkPage(errorPage(terminal.say, refusal, script), terminal)
    showPage(previewPage(terminal.say, { ...answer, stops: refusal !== undefined }, density(options)), terminal)
  }
  if (partlyRead(before.texts)) return exit.partlyRead
  return refusal !== undefined || difference.groups.length > 0 ? exit.findings : exit.fine
}
