import { Command, CommanderError, Option } from 'commander'
import { Fault, message } from '#index.ts'
import type { CommandEntry, Options } from './command.ts'
import { commands } from './commands.ts'
import { commonOptions } from './common-options.ts'
import { exit, UsageError } from './exit.ts'
import type { ColorChoice, Terminal } from './terminal.ts'
import { processTerminal } from './terminal.ts'
import { version } from './version.ts'

/** Reads the arguments, runs the command and returns the exit code; nothing a user does ends in a stack trace. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  const outcome: { code: number } = { code: exit.fine }
  const program = buildProgram(outcome, commandsOf(argv))
  try {
    await program.parseAsync(liftPastedRules(argv), { from: 'user' })
    return outcome.code
  } catch (error) {
    return report(error, processTerminal('auto', undefined), argv.includes('--json'))
  }
}

/** The whole command tree; used by completion and by the pages' test too. */
export function buildProgram(outcome: { code: number }, entries: readonly CommandEntry[] = commands): Command {
  const program = new Command('seawall')
    .description('Reads the iptables firewall of a Docker host and explains it.')
    .version(version())
    .exitOverride()
    .showSuggestionAfterError()
    .helpOption('-h, --help', 'show help')
    .addHelpText('after', exampleText(commands.slice(0, 3)))
  program.configureOutput({ outputError: (text, write) => write(text) })
  for (const entry of entries) program.addCommand(buildCommand(entry, outcome))
  return program
}

// Where the first word is a command the others are not built: they take time, and nothing would ask for them.
function commandsOf([first]: readonly string[]): readonly CommandEntry[] {
  const named = commands.filter(({ name }) => name === first)
  return named.length > 0 ? named : commands
}

function buildCommand(entry: CommandEntry, outcome: { code: number }): Command {
  const command = new Command(entry.name).description(entry.about).exitOverride().helpOption('-h, --help', 'show help')
  for (const word of entry.words.split(' ')) if (word !== '') command.argument(word)
  for (const { flags, about, choices } of [...entry.options, ...commonOptions]) {
    const option = repeatable(new Option(flags, about))
    command.addOption(choices === undefined ? option : option.choices([...choices]))
  }
  command.addHelpText('after', exampleText([entry]))
  return command.action(async () => {
    const options = command.opts<Options>()
    const { run } = await entry.load()
    outcome.code = await run({ words: command.args, options, terminal: terminalOf(options), commands })
  })
}

// `--set <field=value...>` is given once for each value: it does not take the words behind it, the source among them.
function repeatable(option: Option): Option {
  if (!option.variadic) return option
  option.variadic = false
  return option.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value])
}

function terminalOf(options: Options): Terminal {
  const { width } = options
  if (width !== undefined && !/^\d{2,4}$/.test(String(width)))
    throw new UsageError(message('usage/width', { value: String(width) }))
  return processTerminal((options.color ?? 'auto') as ColorChoice, width === undefined ? undefined : Number(width))
}

function exampleText(entries: readonly CommandEntry[]): string {
  const lines = entries.flatMap(({ examples }) => examples.map(([line, about]) => `  ${line}\n      ${about}`))
  return `\nExamples:\n${lines.join('\n')}\n`
}

/** A pasted rule is one argument that begins with a dash and holds blanks: it is a word, not an option. */
function liftPastedRules(argv: readonly string[]): string[] {
  const end = argv.indexOf('--')
  const head = end < 0 ? argv : argv.slice(0, end)
  const tail = end < 0 ? [] : argv.slice(end + 1)
  const isRule = (word: string, index: number) =>
    /^-[A-Za-z-]+\s/.test(word) && !['-r', '--rule'].includes(head[index - 1] ?? '')
  const rules = head.filter(isRule)
  if (rules.length === 0) return [...argv]
  return [...head.filter((word, index) => !isRule(word, index)), '--', ...rules, ...tail]
}

async function report(error: unknown, terminal: Terminal, isJson: boolean): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exit.fine : exit.usage
  if (error instanceof UsageError) {
    const words = (id: 'usage/error' | 'usage/help') => terminal.say(message(id))
    const help = error.help === undefined ? '' : `  ${words('usage/help')}: ${terminal.say(error.help)}\n`
    terminal.talk(`${words('usage/error')}: ${terminal.say(error.what)}\n${help}`)
    return exit.usage
  }
  if (error instanceof Fault) {
    if (isJson) {
      const { errorJson } = await import('#index.ts')
      const { showJson } = await import('./show.ts')
      showJson(errorJson(terminal.say, { id: error.code, args: error.facts }), terminal)
    } else terminal.talk(`error[${error.code}]: ${terminal.say({ id: error.code, args: error.facts })}\n`)
    return exit.unreadable
  }
  throw error
}
