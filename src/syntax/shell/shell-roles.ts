import type { Span } from '#model/source.ts'

/** Alternatives of a text, of which one is read: `start` and `stop` of a script, PostUp and PostDown. */
export interface ShellChoice extends Span {
  readonly names: ReadonlySet<string>
  readonly chosen: string
}

/** What only a run of a playbook can decide: whether a task runs (`when`), or what it repeats (`loop`). */
export interface TaskNote extends Span {
  readonly kind: 'when' | 'loop'
  readonly said: string
}

const starts = ['start', 'up', 'on', 'enable', 'add', 'apply', 'load', 'open', 'restart', 'reload', 'ban', 'post-up']
const stops = [
  'stop',
  'down',
  'off',
  'disable',
  'del',
  'delete',
  'remove',
  'clear',
  'flush',
  'unload',
  'reset',
  'close',
]

/** Which of some alternatives is read: the one that was asked for, else what sets rules up; undefined where no name tells. */
export function chooseRole(names: readonly string[], asked: string | undefined): string | undefined {
  if (asked !== undefined && names.includes(asked)) return asked
  const usual = starts.find((name) => names.includes(name))
  if (usual !== undefined) return usual
  return names.includes('*') && names.some((name) => stops.includes(name)) ? '*' : undefined
}

/** Whether a text is run in the role of this name; undefined where the name is that of no role. */
export function isRole(name: string, asked: string | undefined): boolean | undefined {
  if (asked === name) return true
  if (stops.includes(name)) return false
  return starts.includes(name) ? asked === undefined || !starts.concat(stops).includes(asked) : undefined
}
