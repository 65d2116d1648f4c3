import { type Page, shellWord, withCommandWords } from '#pages.ts'
import { type Options, textOption } from './command.ts'

/** The options that say which host is read, as a command line repeats them, each with a blank before it; '' for this host. */
export function hostWords(options: Options): string {
  const given = [
    ['--netns', textOption(options, 'netns')],
    ['--docker-host', textOption(options, 'dockerHost')],
  ] as const
  return given.map(([name, value]) => (value === undefined ? '' : ` ${name} ${shellWord(value)}`)).join('')
}

/** The page with commands that read the same host. */
export function onSameHost(page: Page, options: Options): Page {
  return withCommandWords(page, hostWords(options))
}
