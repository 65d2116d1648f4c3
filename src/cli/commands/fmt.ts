import type { Dialect, ReadText, Source } from '#pages.ts'
import { diagnosticsJson, formatText, readSnapshot, message } from '#pages.ts'
import type { Invocation, Options } from '../command.ts'
import { textOption } from '../command.ts'
import { exit, UsageError } from '../exit.ts'
import { sayNoRules, showJson, showTexts } from '../show.ts'
import { isPastedRule, readOptions, readSource, readText } from '../sources.ts'
import type { Terminal } from '../terminal.ts'

/** Prints rules back; what iptables would refuse goes to standard error and is left out. */
export async function run({ words, options, terminal }: Invocation): Promise<number> {
  const dialect = dialectOption(textOption(options, 'dialect'))
  const wish = { ...readOptions(options), ...(dialect && { dialect }), canonical: options.canonical === true }
  const sources = await sourcesOf(words[0], options, terminal)
  const answers = sources.map((source) => formatText(source, wish))
  const texts = answers.map(({ diagnostics, forms }, index): ReadText => {
    return { source: sources[index] ?? { name: '', text: '' }, diagnostics, forms }
  })
  const text = answers.map((answer) => answer.text).join('')
  showTexts(texts, options, terminal)
  // A captured host without rules is well read.
  const isReadable = answers.length === 0 || answers.some(({ readable }) => readable)
  if (!isReadable && options.json) return sayNoRules({ name: words[0] ?? '-', texts }, options, terminal)
  if (options.json) {
    const forms = [...new Set(answers.flatMap((answer) => answer.forms))]
    const source = words[0] ?? '-'
    showJson(
      { kind: 'fmt', schemaVersion: 1, source, forms, text, diagnostics: diagnosticsJson(terminal.say, texts) },
      terminal,
    )
  } else terminal.copy(text)
  if (!isReadable) return exit.unreadable
  const isWhole = !texts.some(({ diagnostics }) => diagnostics.some(({ severity }) => severity === 'error'))
  return isWhole ? exit.fine : exit.partlyRead
}

/** The text itself; of a snapshot, a captured folder or the live host the dumps in it. */
async function sourcesOf(word: string | undefined, options: Options, terminal: Terminal): Promise<readonly Source[]> {
  const isLive = word === undefined && terminal.inputIsScreen
  const isText = word === '-' || (word === undefined && !isLive) || (word !== undefined && isPastedRule(word))
  const source = isText ? await readText(word, terminal) : undefined
  if (source !== undefined && !source.text.trimStart().startsWith('{')) return [source]
  const snapshot = source
    ? await readSnapshot(source.name, source.text, readOptions(options))
    : await readSource(word, options, terminal)
  const rules = snapshot.texts.filter(({ forms }) => forms.length > 0)
  const written = rules.length > 0 ? rules : snapshot.texts.filter(({ source: { text } }) => text.trim() !== '')
  return written.map((text) => text.source)
}

/** Reads `1.8.9-nft`. */
export function dialectOption(word: string | undefined): Dialect | undefined {
  if (word === undefined) return undefined
  const found = /^(1\.8\.7|1\.8\.9|1\.8\.10|1\.8\.11)-(nft|legacy)$/.exec(word)
  if (found === null) throw new UsageError(message('usage/no-dialect', { value: word }), message('usage/dialects'))
  return { version: found[1] as Dialect['version'], variant: found[2] as Dialect['variant'] }
}
