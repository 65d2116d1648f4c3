import type { Help } from 'commander'
import type { Say } from '#i18n/catalogue.ts'
import { defaultEngine, message } from '#pages.ts'
import type { CommandEntry, HelpId } from './command.ts'

/** The text of a help entry, in the language of `say`. */
export function helpText(say: Say, id: HelpId): string {
  return say({ id, args: { engine: defaultEngine } })
}

/** The layout of help pages: commander's, with titles and choices in the language of `say`. */
export function helpLayout(say: Say): Partial<Help> {
  const titles: Readonly<Record<string, string>> = {
    'Usage:': say(message('help/usage')),
    'Options:': say(message('help/options')),
    'Commands:': say(message('help/commands')),
  }
  return {
    styleTitle: (title) => (titles[title] === undefined ? title : `${titles[title]}:`),
    optionDescription: ({ description, argChoices }) =>
      argChoices === undefined
        ? description
        : say(message('help/choices', { text: description, choices: argChoices.join(', ') })),
  }
}

/** The examples of commands: each line, and what it shows. */
export function exampleText(say: Say, entries: readonly CommandEntry[]): string {
  const lines = entries.flatMap(({ examples }) =>
    examples.map(([line, about]) => `  ${line}\n      ${helpText(say, about)}`),
  )
  return `\n${say(message('help/examples'))}:\n${lines.join('\n')}\n`
}
