import type { CommanderError } from 'commander'
import { type Message, message, printable } from '#pages.ts'

/** What is wrong with the arguments, and what may have been meant. commander tells a code, and the details in a sentence only. */
export function argumentsRefusal({ code, message: text }: CommanderError): {
  what: Message
  help: Message | undefined
} {
  const meant = /\(Did you mean (?:one of )?([^()]*)\?\)$/.exec(text)?.[1]
  const [first = '', second = ''] = [...text.matchAll(/'([^']*)'/g)].map(([, name = '']) => printable(name))
  const numbers = text.match(/\d+/g) ?? []
  const choices = /Allowed choices are (.*)\.$/m.exec(text)?.[1]
  return {
    what: refusalOf(code, { first, second, numbers, said: printable(text.replace(/^error: /, '')) }),
    help:
      meant !== undefined
        ? message('usage/meant', { names: meant })
        : choices === undefined
          ? undefined
          : message('usage/choices', { names: choices }),
  }
}

interface Details {
  readonly first: string
  readonly second: string
  readonly numbers: readonly string[]
  readonly said: string
}

function refusalOf(code: string, { first, second, numbers, said }: Details): Message {
  switch (code) {
    case 'commander.help':
      return message('usage/no-command')
    case 'commander.unknownCommand':
      return message('usage/unknown-command', { name: first })
    case 'commander.unknownOption':
      return message('usage/unknown-option', { name: first })
    case 'commander.missingArgument':
      return message('usage/missing-argument', { name: first })
    case 'commander.optionMissingArgument':
      return message('usage/option-without-value', { option: first })
    case 'commander.invalidArgument':
      return message('usage/invalid-value', { option: first, value: second })
    case 'commander.excessArguments':
      return message('usage/too-many-arguments', { expected: numbers.at(-2) ?? '0', given: numbers.at(-1) ?? '' })
  }
  return message('usage/arguments', { said })
}
