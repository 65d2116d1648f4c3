import type { Say } from '#i18n/catalogue.ts'
import { message } from '#pages.ts'
import type { CommandEntry, Invocation } from '../command.ts'
import { commonOptions } from '../common-options.ts'
import { exit, UsageError } from '../exit.ts'
import { helpText } from '../help.ts'

type Script = (commands: readonly CommandEntry[], say: Say) => string

const shells: Readonly<Record<string, Script>> = { bash, zsh, fish }

/** Prints the completion script of a shell, made from the command table. */
export async function run({ words, terminal, commands }: Invocation): Promise<number> {
  const script = shells[words[0] ?? '']
  if (script === undefined)
    throw new UsageError(
      message('usage/no-shell', { name: words[0] ?? '' }),
      message('usage/shells', { names: Object.keys(shells).join(', ') }),
    )
  terminal.out(script(commands, terminal.say))
  return exit.fine
}

interface Flag {
  readonly words: readonly string[]
  readonly takes: boolean
  readonly choices: readonly string[]
  readonly about: string
}

function flagsOf(entry: CommandEntry, say: Say): readonly Flag[] {
  return [...entry.options, ...commonOptions].map(({ flags, choices, about }) => ({
    words: flags.split(/,?\s+/).filter((word) => word.startsWith('-')),
    takes: /[<[]/.test(flags),
    choices: choices ?? [],
    about: helpText(say, about),
  }))
}

function bash(commands: readonly CommandEntry[], say: Say): string {
  const cases = commands
    .filter(({ name }) => name !== 'completion')
    .map((entry) => {
      const flags = flagsOf(entry, say)
      const values = flags
        .filter(({ choices }) => choices.length > 0)
        .map(
          ({ words, choices }) =>
            `      ${words.join('|')}) COMPREPLY=($(compgen -W '${choices.join(' ')}' -- "$word")); return ;;`,
        )
      const all = flags.flatMap(({ words }) => words).join(' ')
      return [
        `    ${entry.name})`,
        '      case "$previous" in',
        ...values,
        '      esac',
        `      [[ "$word" == -* ]] && COMPREPLY=($(compgen -W '${all}' -- "$word"))`,
        '      ;;',
      ].join('\n')
    })
  return `# completion of seawall for bash
_seawall() {
  local word="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')}' -- "$word"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
    completion) COMPREPLY=($(compgen -W 'bash zsh fish' -- "$word")) ;;
  esac
}
complete -o default -F _seawall seawall
`
}

function zsh(commands: readonly CommandEntry[], say: Say): string {
  const cases = commands.map((entry) => {
    const flags = flagsOf(entry, say).flatMap(({ words, takes, choices, about }) =>
      words.map((word) => {
        const value = takes ? `:value:${choices.length > 0 ? `(${choices.join(' ')})` : '_files'}` : ''
        return `'${word}[${zshText(about)}]${value}'`
      }),
    )
    return `    ${entry.name}) _arguments ${flags.join(' ')} '*:source:_files' ;;`
  })
  return `#compdef seawall
_seawall() {
  local -a names
  names=(${commands.map(({ name, about }) => `'${name}:${zshText(helpText(say, about))}'`).join(' ')})
  if (( CURRENT == 2 )); then
    _describe command names
    return
  fi
  local name="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$name" in
${cases.join('\n')}
  esac
}
compdef _seawall seawall
`
}

function zshText(text: string): string {
  return text.replace(/['[\]:\\]/g, ' ')
}

function fish(commands: readonly CommandEntry[], say: Say): string {
  const lines = commands.flatMap((entry) => [
    `complete -c seawall -n __fish_use_subcommand -a ${entry.name} -d '${fishText(helpText(say, entry.about))}'`,
    ...flagsOf(entry, say).map(({ words, takes, choices, about }) => {
      const names = words
        .map((word) => (word.startsWith('--') ? `-l ${word.slice(2)}` : `-s ${word.slice(1)}`))
        .join(' ')
      const value = takes ? (choices.length > 0 ? ` -x -a '${choices.join(' ')}'` : ' -r') : ''
      return `complete -c seawall -n '__fish_seen_subcommand_from ${entry.name}' ${names}${value} -d '${fishText(about)}'`
    }),
  ])
  return `# completion of seawall for fish\n${lines.join('\n')}\ncomplete -c seawall -n '__fish_seen_subcommand_from completion' -f -a 'bash zsh fish'\n`
}

function fishText(text: string): string {
  return text.replace(/['\\]/g, ' ')
}
