import { readFileSync } from 'node:fs'
import type { Dialect, Variant } from '#model/family.ts'
import type { Ruleset } from '#model/ruleset.ts'
import { printRuleset } from '#syntax/print/print-ruleset.ts'
import { readSave } from '#syntax/text/read-save.ts'
import type { RestoreOptions, Restored } from '#syntax/restore/restore.ts'
import { restore } from '#syntax/restore/restore.ts'

const folder = new URL('../cases/iptables/restore/', import.meta.url)

/** A recorded script or transcript. */
export function recorded(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8')
}

/** The blocks of a transcript by their title line (`--- …` or `== …`), without what the tool said in words of its own. */
export function blocks(transcript: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  let block: string[] = []
  // D8 has no newline at the end of its input.
  for (const line of transcript.replaceAll(/^( {4}< COMMIT) {4}(?=!|rc=)/gm, '$1\n    ').split('\n')) {
    if (/^(---|===?) /.test(line)) {
      block = []
      found.set(line, block)
    } else if (line !== '' && !line.startsWith('    !')) block.push(line)
  }
  return found
}

type Word = string
interface Command {
  readonly words: readonly Word[]
  /** The text that `<<E` gives it. */
  readonly input: string | undefined
}

/** Plays a recorded shell script on our own restore, and prints what the script prints. It knows the commands that the scripts use. */
export class Replay {
  ruleset: Ruleset
  readonly #dialect: Dialect
  readonly #said: string[] = []
  #code = 0
  #file = ''

  constructor(dialect: Dialect) {
    this.#dialect = dialect
    this.ruleset = { family: 'ipv4', variant: dialect.variant, tables: [] }
  }

  /** The transcript so far. */
  get transcript(): string {
    return this.#said.join('\n')
  }

  /** Runs lines; a line that holds something unknown throws. */
  run(lines: readonly string[]): void {
    for (const pipeline of parse(lines)) {
      let text = ''
      for (const command of pipeline) text = this.#command(command, command.input ?? text)
      if (text !== '') this.#said.push(text.replace(/\n$/, ''))
    }
  }

  #command({ words }: Command, input: string): string {
    const [name = '', ...args] = words.map((word) =>
      word.replaceAll('$?', String(this.#code)).replaceAll('$V', this.#dialect.variant),
    )
    if (name === 'echo') return `${args.join(' ')}\n`
    if (name === 'printf') return printf(args)
    if (name === 'grep') return grep(args, input)
    if (name === 'head') return input.split('\n').slice(0, -Number(args[0])).join('\n')
    if (name === 'reset') return this.#reset()
    if (name === 'sv')
      return this.#save(args)
        .replaceAll(/^(\*.*|COMMIT)\n/gm, '')
        .replaceAll(/^(?=.)/gm, '    ')
    if (name === 'r') return this.#experiment(args, input)
    if (name === '$R') return this.#restore(args, input)
    if (name === '$I') return this.#iptables(args)
    if (name === '$X' && args[0] === 'iptables-save') return this.#save(args.slice(1))
    throw new Error(`unknown command: ${words.join(' ')}`)
  }

  #save(args: readonly string[]): string {
    const table = args[args.indexOf('-t') + 1]
    const tables = this.ruleset.tables.filter(({ name }) => !args.includes('-t') || name === table)
    return printRuleset({ ...this.ruleset, tables }, { dialect: this.#dialect, counters: args.includes('-c') })
  }

  #restore(args: readonly string[], input: string): string {
    const text = args.includes('<') ? this.#file : input
    const { error, ruleset } = apply(this.ruleset, text, {
      noflush: args.includes('-n'),
      counters: args.includes('-c'),
      test: args.includes('--test'),
      ...(args.includes('-T') && { table: args[args.indexOf('-T') + 1] ?? '' }),
      dialect: this.#dialect,
    })
    this.ruleset = ruleset
    this.#code = error?.exitCode ?? 0
    return ''
  }

  #experiment([title = '', options = '']: readonly string[], input: string): string {
    this.#file = input
    const shown = input.split('\n').map((line) => `    < ${catA(line)}`)
    if (shown.at(-1) === '    < ') shown.pop()
    this.#restore(options.split(' '), input)
    return [`--- [${this.#dialect.variant}] ${title}   (restore ${options})`, ...shown, `    rc=${this.#code}\n`].join(
      '\n',
    )
  }

  #iptables(args: readonly string[]): string {
    const at = args.indexOf('-t')
    const table = at < 0 ? 'filter' : args[at + 1]
    if (args[0] === '-S') return this.#list(args[1] ?? '')
    const rest = args.filter((_, index) => at < 0 || (index !== at && index !== at + 1))
    return this.#restore(
      ['-n'],
      `*${table}\n${rest.map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(' ')}\nCOMMIT\n`,
    )
  }

  // What `-S CHAIN` prints: what the dump says of the chain, in the words of commands.
  #list(chain: string): string {
    const lines = this.#save(['-t', 'filter']).split('\n')
    const policy = lines.find((line) => line.startsWith(`:${chain} `))?.replace(/^:(\S+) (\S+) .*/, '-P $1 $2\n') ?? ''
    return policy + grep([`^-A ${chain} `], lines.join('\n'))
  }

  #reset(): string {
    for (const table of ['filter', 'nat', 'mangle', 'raw']) {
      for (const verb of ['-F', '-X', '-P INPUT ACCEPT', '-P FORWARD ACCEPT', '-P OUTPUT ACCEPT', '-Z']) {
        this.#iptables(['-t', table, ...verb.split(' ')])
      }
    }
    const [, base = ''] = /printf '(\*filter.*?)' \| \$R/.exec(recorded('restore.sh')) ?? []
    return this.#restore([], printf([base]))
  }
}

/** Reads and restores a text. */
export function apply(ruleset: Ruleset, text: string, options: RestoreOptions): Restored {
  const origin = { name: 'script', text }
  const diagnostics: Parameters<typeof readSave>[0]['diagnostics'] = []
  const { family } = ruleset
  const statements = readSave({ origin, family, dialect: options.dialect, diagnostics }, 0, text.length)
  return restore(ruleset, { origin, statements, diagnostics }, options)
}

/** A ruleset without tables. */
export function noRules(variant: Variant): Ruleset {
  return { family: 'ipv4', variant, tables: [] }
}

function printf([format = '']: readonly string[]): string {
  const bytes = format.replaceAll(/\\x([0-9a-f]{2})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
  const text = bytes.replaceAll('\\r', '\r').replaceAll('\\n', '\n')
  return bytes === format ? text : Buffer.from(text, 'latin1').toString('utf8')
}

function grep(args: readonly string[], input: string): string {
  const pattern = new RegExp(args.find((word) => word !== '-E' && word !== '--') ?? '')
  return input
    .split('\n')
    .filter((line) => pattern.test(line))
    .map((line) => `${line}\n`)
    .join('')
}

function catA(line: string): string {
  let shown = ''
  for (const byte of Buffer.from(line, 'utf8')) {
    const low = byte & 0x7f
    shown += byte > 0x7f ? 'M-' : ''
    shown += low < 32 ? `^${String.fromCharCode(low + 64)}` : low === 127 ? '^?' : String.fromCharCode(low)
  }
  return shown
}

function parse(lines: readonly string[]): readonly (readonly Command[])[] {
  const pipelines: Command[][] = []
  for (let at = 0; at < lines.length; at++) {
    let pipeline: Command[] = []
    let words: string[] = []
    let input: string | undefined
    const endCommand = () => {
      if (words.length > 0) pipeline.push({ words, input })
      words = []
    }
    for (const { word, quoted } of shellWords(lines[at] ?? '')) {
      if (word === ';' && !quoted) {
        endCommand()
        if (pipeline.length > 0) pipelines.push(pipeline)
        pipeline = []
      } else if (word === '|' && !quoted) endCommand()
      else if (word.startsWith('<<') && !quoted) {
        const end = lines.indexOf('E', at)
        input = lines
          .slice(at + 1, end)
          .map((line) => `${line}\n`)
          .join('')
        at = end
      } else words.push(word)
    }
    endCommand()
    if (pipeline.length > 0) pipelines.push(pipeline)
  }
  return pipelines
}

function shellWords(line: string): readonly { readonly word: string; readonly quoted: boolean }[] {
  return [...line.matchAll(/;|\||(?:'[^']*'|"[^"]*"|[^\s;|'"])+/g)].map(([raw]) => {
    const quoted = /^['"]/.test(raw)
    return { word: raw.startsWith('<<') ? raw : raw.replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2'), quoted }
  })
}
