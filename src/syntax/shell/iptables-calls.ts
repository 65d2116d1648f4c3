import type { Span } from '#model/source.ts'
import type { IptablesCall } from './iptables-call.ts'
import { noCall } from './iptables-call.ts'
import type { IptablesProgram } from './iptables-program.ts'
import { iptablesProgram } from './iptables-program.ts'
import type { ShellCommand } from './shell-command.ts'
import type { ShellField } from './shell-fields.ts'
import { DirectRules } from './direct-rules.ts'
import { unrollXargs } from './unroll-xargs.ts'
import type { Words } from '../line/words.ts'

/** The commands among these that have to do with rules; others are left out. */
export function iptablesCalls(
  commands: readonly ShellCommand[],
  isSaveText: (lines: readonly Span[]) => boolean,
): readonly IptablesCall[] {
  const piped = new Map(commands.flatMap((command) => pipedTo(command, isSaveText)))
  const direct = new DirectRules()
  return commands.flatMap(unrollXargs).flatMap((command) => {
    if (piped.get(command) === null) return []
    return direct.callsOf(command) ?? callOf(piped.get(command) ?? command, isSaveText) ?? []
  })
}

// `cat <<EOF | iptables-restore -n`, `echo "*filter …" | iptables-restore`: the text is the input of iptables-restore, and read there.
function pipedTo(
  command: ShellCommand,
  isSaveText: (lines: readonly Span[]) => boolean,
): readonly (readonly [ShellCommand, ShellCommand | null])[] {
  if (iptablesProgram(command.fields)?.job !== 'restore' || command.document !== undefined) return []
  const { input } = command
  const document = command.quoted ?? input?.document ?? input?.quoted
  if (document === undefined || !isSaveText(document.lines)) return []
  const start = Math.min(command.start, document.lines[0]?.start ?? command.start)
  const own = { ...command, document, start }
  return input === undefined
    ? [[command, own]]
    : [
        [command, own],
        [input, null],
      ]
}

function callOf(command: ShellCommand, isSaveText: (lines: readonly Span[]) => boolean): IptablesCall | undefined {
  const { fields, document, start, end } = command
  const program = iptablesProgram(fields)
  const base = {
    ...noCall,
    family: program?.family,
    variant: program?.variant,
    start,
    end,
  }
  if (program?.elsewhere) return { ...base, kind: 'elsewhere', what: fields[0]?.text ?? '' }
  if (document !== undefined && isSaveText(document.lines))
    return { ...base, kind: 'restore', document, what: program === undefined ? '' : flagsOf(fields, program) }
  if (program === undefined && isUfw(fields)) return { ...base, kind: 'program', what: shown(fields) }
  if (program === undefined) return docker(fields) ? { ...base, kind: 'docker', what: shown(fields) } : undefined
  const words = wordsOf(fields.slice(program.first))
  const family = words.texts.some((word) => word === '-6' || word === '--ipv6') ? 'ipv6' : program.family
  const table = tableOf(words)
  if (program.job === 'save') return { ...base, kind: 'prints', table }
  if (program.job === 'restore') {
    const file =
      command.files.find(({ operator }) => operator === '<')?.name ?? words.texts.find((word) => !word.startsWith('-'))
    return file === undefined ? undefined : { ...base, kind: 'file', what: file }
  }
  return { ...base, kind: lists(words) ? 'prints' : 'rules', family, words, table }
}

function flagsOf(fields: readonly ShellField[], { first }: IptablesProgram): string {
  return fields
    .slice(first)
    .map(({ text }) => text)
    .join(' ')
}

function wordsOf(fields: readonly ShellField[]): Words {
  const hidden = new Set(fields.flatMap((field, index) => (field.hidden ? [index] : [])))
  return {
    texts: fields.map(({ text }) => text),
    starts: fields.map(({ start }) => start),
    ends: fields.map(({ end }) => end),
    hidden: hidden.size > 0 ? hidden : undefined,
    unclosed: -1,
  }
}

function tableOf({ texts }: Words): string | undefined {
  const at = texts.findIndex((word) => word === '-t' || (word.length > 3 && '--table'.startsWith(word)))
  if (at >= 0) return texts[at + 1]
  return texts.find((word) => /^-t[a-z]+$/.test(word))?.slice(2)
}

function lists({ texts }: Words): boolean {
  return texts.some((word) => /^-[nvxw46]*[LSV]/.test(word) || word.startsWith('--list') || word === '--version')
}

function docker(fields: readonly ShellField[]): boolean {
  const words = fields.map(({ text }) => text)
  const at = words[0] === 'sudo' ? 1 : 0
  const name = words[at] ?? ''
  if (name === 'docker-compose') return words.includes('up')
  if (name !== 'docker' && name !== 'podman') return false
  const verb = words[at + 1] === 'container' ? words[at + 2] : words[at + 1]
  if (verb === 'compose') return words.includes('up')
  return (verb === 'run' || verb === 'create') && words.some((word) => /^(?:-p|-P|--publish)/.test(word))
}

function shown(fields: readonly ShellField[]): string {
  return fields
    .map(({ text }) => text)
    .join(' ')
    .slice(0, 60)
}

const ufwVerbs =
  /^(?:allow|deny|reject|limit|insert|delete|prepend|route|default|enable|disable|reload|reset|logging|--force)$/

function isUfw(fields: readonly ShellField[]): boolean {
  const at = fields[0]?.text === 'sudo' ? 1 : 0
  return /^(?:\/\S*\/)?ufw$/.test(fields[at]?.text ?? '') && ufwVerbs.test(fields[at + 1]?.text ?? '')
}
