import type { Dialect } from '#index.ts'
import { formatText } from '#index.ts'
import type { Invocation } from '../command.ts'
import { textOption } from '../command.ts'
import { exit, UsageError } from '../exit.ts'
import { showJson, showTexts } from '../show.ts'
import { readOptions, readText } from '../sources.ts'
import { diagnosticsJson } from '#index.ts'

/** Prints rules back; what iptables would refuse goes to standard error and is left out. */
export async function run({ words, options, terminal }: Invocation): Promise<number> {
  const dialect = dialectOption(textOption(options, 'dialect'))
  const { name, text } = await readText(words[0], terminal)
  const answer = formatText(
    { name, text },
    { ...readOptions(options), ...(dialect && { dialect }), canonical: options.canonical === true },
  )
  const texts = [{ source: { name, text }, diagnostics: answer.diagnostics, forms: answer.forms }]
  showTexts(texts, options, terminal)
  if (options.json) {
    showJson(
      {
        kind: 'fmt',
        schemaVersion: 1,
        source: name,
        forms: answer.forms,
        text: answer.text,
        diagnostics: diagnosticsJson(texts),
      },
      terminal,
    )
  } else terminal.out(answer.text)
  if (!answer.readable) return exit.unreadable
  return answer.diagnostics.some(({ severity }) => severity === 'error') ? exit.findings : exit.fine
}

/** Reads `1.8.9-nft`. */
export function dialectOption(word: string | undefined): Dialect | undefined {
  if (word === undefined) return undefined
  const found = /^(1\.8\.7|1\.8\.9|1\.8\.10|1\.8\.11)-(nft|legacy)$/.exec(word)
  if (found === null)
    throw new UsageError(`--dialect takes VERSION-VARIANT, not \`${word}\``, 'for example 1.8.9-nft or 1.8.11-legacy')
  return { version: found[1] as Dialect['version'], variant: found[2] as Dialect['variant'] }
}
