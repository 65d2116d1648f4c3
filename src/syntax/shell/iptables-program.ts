import type { Family, Variant } from '#model/family.ts'
import type { ShellField } from './shell-fields.ts'

/** A program of iptables as a command calls it. `first`: the place of its first argument. */
export interface IptablesProgram {
  readonly job: 'rules' | 'restore' | 'save'
  readonly family: Family
  readonly variant: Variant | undefined
  readonly first: number
  /** It runs in another network namespace, on another host or in a container. */
  readonly elsewhere: boolean
}

const names = /^(?:\S*\/)?(?<program>ip6?tables)(?:-(?<variant>nft|legacy))?(?:-(?<job>restore|save|apply))?$/
const variables =
  /^"?\$\{?(?:CMD_|BIN_)?IP(?<six>V?6)?T(?:ABLES|BL|)(?:_?(?<version>[46]))?(?:_?(?:BIN|CMD|EXEC))?\}?$/i

/** `<iptables>` of fail2ban, `{{ iptables }}`. */
const templates = /^(?:<|\{\{ ?)(?:ip(?<six>6)?tables)(?: ?\}\}|>)$/

/** Options of sudo and its like that take the next word. */
const valueOptions = /^-(?:[ugUCDRTrtph]|-(?:user|group|host|role|type|chdir|prompt|signal|kill-after))$/
const wrappers: ReadonlySet<string> = new Set([
  'sudo',
  'doas',
  'env',
  'command',
  'exec',
  'nohup',
  'nice',
  'ionice',
  'time',
  'timeout',
  'eval',
  'busybox',
  'then',
  'xtables-nft-multi',
  'xtables-legacy-multi',
  'xtables-multi',
])
const elsewhere: ReadonlySet<string> = new Set([
  'ip',
  'nsenter',
  'docker',
  'podman',
  'ssh',
  'chroot',
  'unshare',
  'lxc',
  'incus',
  'kubectl',
  'vagrant',
  'adb',
  'machinectl',
])

/** Finds the program of iptables that the words of a command call, behind `sudo` and its like; undefined for other commands. */
export function iptablesProgram(fields: readonly ShellField[]): IptablesProgram | undefined {
  let at = 0
  while (wrappers.has(baseName(fields[at]))) at = skipOptions(fields, at + 1)
  const outside = elsewhere.has(baseName(fields[at]))
  if (outside) {
    const inside = fields.findIndex(({ text }, index) => index > at && names.test(text))
    if (inside < 0) return undefined
    at = inside
  }
  const field = fields[at]
  if (field === undefined) return undefined
  const groups = names.exec(field.text)?.groups
  if (groups === undefined) return field.hidden ? variableProgram(fields, at) : undefined
  const { program, variant, job } = groups
  return {
    job: job === 'restore' || job === 'apply' ? 'restore' : job === 'save' ? 'save' : 'rules',
    family: program === 'ip6tables' ? 'ipv6' : 'ipv4',
    variant: variant as Variant | undefined,
    first: at + 1,
    elsewhere: outside,
  }
}

// `$IPTABLES -A …` where the script does not say what $IPTABLES is: its name does.
function variableProgram(fields: readonly ShellField[], at: number): IptablesProgram | undefined {
  const found = variables.exec(fields[at]?.text ?? '') ?? templates.exec(fields[at]?.text ?? '')
  if (found === null || !fields[at + 1]?.text.startsWith('-')) return undefined
  const { six, version } = found.groups ?? {}
  const family = six !== undefined || version === '6' ? 'ipv6' : 'ipv4'
  return { job: 'rules', family, variant: undefined, first: at + 1, elsewhere: false }
}

function baseName(field: ShellField | undefined): string {
  const text = field?.text ?? ''
  return text.slice(text.lastIndexOf('/') + 1)
}

function skipOptions(fields: readonly ShellField[], from: number): number {
  let at = from
  while (at < fields.length) {
    const text = fields[at]?.text ?? ''
    const isValue = /^\w+=/.test(text) || /^\d+[smhd]?$/.test(text)
    if (!text.startsWith('-') && !isValue) break
    at += valueOptions.test(text) ? 2 : 1
  }
  return at
}
