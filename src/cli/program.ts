import process from 'node:process'
import type { Say } from '#i18n/catalogue.ts'
import { Command, CommanderError, Option } from 'commander'
import { Fault, type Message, message } from '#pages.ts'
import type { CommandEntry, Options } from './command.ts'
import { argumentsRefusal } from './arguments-refusal.ts'
import { commands } from './commands.ts'
import { commonOptions } from './common-options.ts'
import { exit, UsageError } from './exit.ts'
import { exampleText, helpLayout, helpText } from './help.ts'
import type { JsonAnswer } from './json-answer.ts'
import type { ColorChoice, Terminal } from './terminal.ts'
import { keepOutput, showKept, writeKept } from './pager.ts'
import { holdProgress, startProgress } from './progress.ts'
import { output, processTerminal } from './terminal.ts'
import { version } from './version.ts'

interface Outcome {
  code: number
  /** What `--json` was asked for, and what it has said so far. */
  readonly json: JsonAnswer | undefined
}

// Where an error goes that no command has caught.
let running: Outcome | undefined

/** Reads the arguments, runs the command and returns the exit code; nothing a user does ends in a stack trace. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  const isJson = beforeDashes(argv).includes('--json')
  const json = isJson ? new (await import('./json-answer.ts')).JsonAnswer() : undefined
  const outcome: Outcome = { code: exit.fine, json }
  running = outcome
  try {
    const program = buildProgram(outcome, commandsOf(argv))
    await program.parseAsync(liftPastedRules(argv), { from: 'user' })
    await output.writing
  } catch (error) {
    outcome.code = report(error, outcome)
  }
  json?.finish(processTerminal('auto', undefined))
  // From here on the screen is the pager's or the shell's.
  holdProgress()
  await showKept()
  return outcome.code
}

/** Says an error that came from nowhere, and returns the exit code. */
export function reportCrash(error: unknown): number {
  const outcome = running ?? { code: exit.bug, json: undefined }
  holdProgress()
  writeKept()
  const code = report(error, outcome)
  outcome.json?.finish(processTerminal('auto', undefined))
  return code
}

/** The whole command tree; used by completion and by the pages' test too. */
export function buildProgram(outcome: Outcome, entries: readonly CommandEntry[] = commands): Command {
  const terminal = terminalOver(outcome, processTerminal('auto', undefined))
  const { say } = terminal
  const program = new Command('seawall')
    .description(helpText(say, 'help/seawall'))
    .version(version(), '-V, --version', helpText(say, 'help/version'))
    .exitOverride()
    .helpOption('-h, --help', helpText(say, 'help/help'))
    .helpCommand('help [command]', helpText(say, 'help/help-of'))
    .configureHelp(helpLayout(say))
  program.addHelpText('after', `${exampleText(say, commands.slice(0, 3))}\n${say(message('usage/exit-codes'))}\n`)
  // Errors are said by `report`, with what they repeat of the command line escaped.
  program.configureOutput({ writeOut: terminal.out, writeErr: terminal.talk, outputError: () => {} })
  for (const entry of entries) program.addCommand(buildCommand(entry, outcome, say).copyInheritedSettings(program))
  return program
}

function terminalOver({ json }: Outcome, terminal: Terminal): Terminal {
  return json === undefined ? terminal : json.over(terminal)
}

// Where the first word is a command the others are not built: they take time, and nothing would ask for them.
function commandsOf([first]: readonly string[]): readonly CommandEntry[] {
  const named = commands.filter(({ name }) => name === first)
  return named.length > 0 ? named : commands
}

function buildCommand(entry: CommandEntry, outcome: Outcome, say: Say): Command {
  const command = new Command(entry.name)
    .description(helpText(say, entry.about))
    .exitOverride()
    .helpOption('-h, --help', helpText(say, 'help/help'))
  for (const word of entry.words.split(' ')) if (word !== '') command.argument(word)
  for (const { flags, about, choices } of [...entry.options, ...commonOptions]) {
    const option = repeatable(new Option(flags, helpText(say, about)))
    command.addOption(choices === undefined ? option : option.choices([...choices]))
  }
  command.addHelpText('after', exampleText(say, [entry]))
  return command.action(async () => {
    const options = command.opts<Options>()
    const { run } = await entry.load()
    const acts = entry.acts === true && options.dryRun !== true
    if (!acts && entry.tells !== true) keepOutput(options.pager !== false)
    await startProgress(say(message('usage/working', { seconds: '{}' })))
    if (acts && output.decides) {
      output.decides = false
      // A terminal that is closed ends nothing halfway.
      process.on('SIGHUP', () => {})
    }
    outcome.code = await run({
      words: command.args,
      options,
      terminal: terminalOver(outcome, terminalOf(options)),
      commands,
    })
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

function beforeDashes(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--')
  return end < 0 ? argv : argv.slice(0, end)
}

/** A pasted rule is one argument that begins with a dash and holds blanks: it is a word, not an option. The value of an option is neither. */
function liftPastedRules(argv: readonly string[]): string[] {
  const head = beforeDashes(argv)
  const tail = argv.slice(head.length + 1)
  const takers = takingOptions(commandsOf(argv))
  const isRule = (word: string, index: number) => /^-[A-Za-z-]+\s/.test(word) && !takers.has(head[index - 1] ?? '')
  const rules = head.filter(isRule)
  if (rules.length === 0) return [...argv]
  return [...head.filter((word, index) => !isRule(word, index)), '--', ...rules, ...tail]
}

function takingOptions(entries: readonly CommandEntry[]): ReadonlySet<string> {
  const taking = [...entries.flatMap(({ options }) => options), ...commonOptions].filter(({ flags }) =>
    flags.includes('<'),
  )
  return new Set(taking.flatMap(({ flags }) => flags.split(/,?\s+/).filter((word) => word.startsWith('-'))))
}

/** Says what went wrong, as text or as the document of `--json`, and returns the exit code. */
function report(error: unknown, { json }: Outcome): number {
  if (error instanceof CommanderError && error.exitCode === 0) return exit.fine
  const { what, help, code } = refusalOf(error)
  // Without a command, its help stands there already.
  if (error instanceof CommanderError && error.code === 'commander.help' && json === undefined) return code
  if (json === undefined) processTerminal('auto', undefined).refuse(what, help)
  else json.refuse(what, help)
  return code
}

interface Refusal {
  readonly what: Message
  readonly help?: Message | undefined
  readonly code: number
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof CommanderError) return { ...argumentsRefusal(error), code: exit.usage }
  if (error instanceof UsageError) return { what: error.what, help: error.help, code: exit.usage }
  if (error instanceof Fault) {
    const code = error.code === 'host/docker-address' ? exit.usage : exit.unreadable
    return { what: { id: error.code, args: error.facts }, code }
  }
  const { name, message: text, stack, syscall, path } = asSystemError(error)
  // A full disk, a folder without rights: the machine's, not ours.
  if (syscall !== undefined)
    return { what: message('host/unreadable', { path: path ?? syscall, said: text }), code: exit.unreadable }
  const place = /([^/\\(\s]+:\d+):\d+\)?(?:\n|$)/.exec(stack ?? '')?.[1] ?? ''
  return {
    what: message('usage/bug', { said: `${name}: ${text}`, place }),
    help: message('usage/bug-report'),
    code: exit.bug,
  }
}

function asSystemError(error: unknown): {
  name: string
  message: string
  stack?: string
  syscall?: string
  path?: string
} {
  return error instanceof Error ? error : { name: 'thrown', message: String(error) }
}
