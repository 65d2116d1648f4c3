import type { ShellCommand } from './shell-command.ts'
import type { ShellField } from './shell-fields.ts'

/** What xargs was told. */
interface Options {
  readonly delimiter: string | undefined
  readonly replace: string | undefined
  readonly count: number
  /** The place of the command that it runs. */
  readonly command: number
}

const most = 1000

/** The commands that `echo A B | xargs … COMMAND` runs; a command that is none of that kind alone. */
export function unrollXargs(command: ShellCommand): readonly ShellCommand[] {
  const { fields, input } = command
  const at = fields.findIndex(({ text }) => text === 'xargs')
  if (at < 0 || at > 3) return [command]
  const options = readOptions(fields, at + 1)
  const template = fields.slice(options.command)
  const items = input === undefined ? undefined : itemsOf(input, options)
  if (items === undefined || items.length > most) return [{ ...command, fields: unknownTail(template, options) }]
  const { replace, count } = options
  if (replace !== undefined)
    return items.map((item) => ({ ...command, fields: template.map((field) => substitute(field, replace, item)) }))
  const groups: ShellField[][] = []
  for (let from = 0; from < items.length; from += count)
    groups.push(items.slice(from, from + count).map((text) => appended(command, text)))
  return groups.map((group) => ({ ...command, fields: [...template, ...group] }))
}

function readOptions(fields: readonly ShellField[], from: number): Options {
  let at = from
  let delimiter: string | undefined
  let replace: string | undefined
  let count = Number.POSITIVE_INFINITY
  for (let word = fields[at]?.text ?? ''; word.startsWith('-'); word = fields[at]?.text ?? '') {
    const letter = word[1] ?? ''
    const glued = word.slice(2)
    const takes = 'dInLPsE'.includes(letter) && glued === ''
    const value = takes ? (fields[at + 1]?.text ?? '') : glued
    at += takes ? 2 : 1
    if (letter === 'd') delimiter = value === '\\n' ? '\n' : value
    else if (letter === 'I' || letter === 'i') replace = value || '{}'
    else if (letter === 'n' || letter === 'L') count = Number(value) || 1
    else if (letter === '0') delimiter = '\0'
  }
  return { delimiter, replace, count: Math.max(1, count), command: at }
}

// Undefined: what is printed is not known.
function itemsOf({ fields }: ShellCommand, { delimiter, replace }: Options): readonly string[] | undefined {
  const [program, ...words] = fields
  if (words.some(({ hidden }) => hidden)) return undefined
  const texts = words.map(({ text }) => text)
  if (program?.text === 'printf' && /^%s(?:\\n| )$/.test(texts[0] ?? '')) return texts.slice(1)
  if (program?.text !== 'echo') return undefined
  while (/^-[neE]+$/.test(texts[0] ?? '')) texts.shift()
  const printed = texts.join(' ')
  const items = printed.split(delimiter ?? (replace === undefined ? /\s+/ : '\n'))
  return items.map((item) => item.trim()).filter((item) => item !== '')
}

function substitute(field: ShellField, replace: string, item: string): ShellField {
  return field.text.includes(replace) ? { ...field, text: field.text.split(replace).join(item) } : field
}

function appended({ start, end }: ShellCommand, text: string): ShellField {
  return { text, hidden: false, start, end }
}

function unknownTail(template: readonly ShellField[], { replace }: Options): readonly ShellField[] {
  if (replace === undefined) return template
  return template.map((field) => (field.text.includes(replace) ? { ...field, hidden: true } : field))
}
