import type { Span } from '#model/source.ts'
import { chooseRole } from '../shell/shell-roles.ts'
import type { ShellChoice } from '../shell/shell-roles.ts'

/** The commands that a configuration file has run in one of its roles, in the order in which they would run. */
export interface ConfigCommands {
  readonly spans: readonly Span[]
  /** The lines that are settings with commands, also those of other roles. */
  readonly lines: ReadonlySet<number>
  readonly choice: ShellChoice | undefined
}

/** A setting that holds commands. `role`: when they run; `order`: place among the settings of its role. */
interface Setting extends Span {
  readonly role: string
  readonly order: number
  readonly first: number
  readonly last: number
}

// systemd.service(5), wg-quick(8), jail.conf(5) of fail2ban, interfaces(5), crontab(5).
const keys: Readonly<Record<string, readonly [role: string, order: number]>> = {
  execstartpre: ['start', 1],
  execstart: ['start', 2],
  execstartpost: ['start', 3],
  execreload: ['reload', 1],
  execstop: ['stop', 1],
  execstoppost: ['stop', 2],
  preup: ['up', 1],
  postup: ['up', 2],
  predown: ['down', 1],
  postdown: ['down', 2],
  actionstart: ['start', 1],
  actionban: ['ban', 1],
  actionunban: ['unban', 1],
  actionflush: ['flush', 1],
  actionstop: ['stop', 1],
  'pre-up': ['up', 1],
  up: ['up', 2],
  'post-up': ['up', 3],
  'pre-down': ['down', 1],
  down: ['down', 2],
  'post-down': ['down', 3],
  '@reboot': ['start', 1],
  extracommands: ['start', 1],
  extrastopcommands: ['stop', 1],
  postsetup: ['up', 1],
  postshutdown: ['down', 1],
}

// Names count in any case: wg-quick takes them so. `WG_POST_UP=` is the environment of a container that runs wg-quick.
const assigned =
  /^\s*(?<quote>)(?<key>ExecStartPre|ExecStart|ExecStartPost|ExecReload|ExecStop|ExecStopPost|PreUp|PostUp|PreDown|PostDown|action(?:start|ban|unban|flush|stop))\s*=[ \t]*/i
const environment =
  /^\s*(?:-[ \t]+|-e[ \t]+)?(?<quote>["']?)WG_(?<key>(?:PRE|POST)_(?:UP|DOWN))["']?\s*[=:][ \t]*(?<inner>["']?)/
const spaced = /^\s+(?<key>pre-up|up|post-up|pre-down|down|post-down)[ \t]+(?=\S)/
// NixOS: the value stands between two quotes on lines of their own.
const nix =
  /^\s*(?:[\w.]*\.)?(?<key>extraCommands|extraStopCommands|preUp|postUp|preDown|postDown|postSetup|postShutdown)\s*=\s*''/
const cron = /^\s*(?<key>@reboot)[ \t]+(?:root[ \t]+)?(?=\S)/

/** Finds the settings of a text that run iptables, and takes those of one role; undefined where there are none. `as`: the role asked for. */
export function configCommands(
  text: string,
  lines: readonly Span[],
  as: string | undefined,
): ConfigCommands | undefined {
  const settings = findSettings(text, lines)
  if (!settings.some(({ start, end }) => /ip6?tables/.test(text.slice(start, end)))) return undefined
  const roles = [...new Set(settings.map(({ role }) => role))]
  const chosen =
    chooseRole(roles.includes('ban') ? ['ban', ...roles] : roles, as ?? (roles.includes('ban') ? 'ban' : undefined)) ??
    roles[0] ??
    ''
  // A ban comes after the start of its jail.
  const taken = chosen === 'ban' ? ['start', 'ban'] : [chosen]
  const spans = settings
    .filter(({ role }) => taken.includes(role))
    .sort((a, b) => taken.indexOf(a.role) - taken.indexOf(b.role) || a.order - b.order)
  const used = settings.flatMap(({ first, last }) =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index),
  )
  const place = settings.find(({ role }) => role === chosen) ?? { start: 0, end: 0 }
  const choice = { names: new Set(roles), chosen, start: place.start, end: place.end }
  return { spans, lines: new Set(used), choice: roles.length > 1 ? choice : undefined }
}

function findSettings(text: string, lines: readonly Span[]): readonly Setting[] {
  const isInterfaces = lines.some(({ start, end }) =>
    /^iface\s+\S+\s+inet/.test(text.slice(start, Math.min(end, start + 100))),
  )
  const settings: Setting[] = []
  for (let at = 0; at < lines.length; at++) {
    const { start, end } = lines[at] as Span
    const line = text.slice(start, Math.min(end, start + 200))
    const found =
      nix.exec(line) ??
      assigned.exec(line) ??
      environment.exec(line) ??
      cron.exec(line) ??
      (isInterfaces ? spaced.exec(line) : null)
    if (found === null) continue
    const { key: given = '', quote, inner } = found.groups ?? {}
    const key = given.toLowerCase().replace(/^(pre|post)_/, '$1')
    const [role, order] = keys[key] ?? ['start', 1]
    const isNix = found[0].endsWith("''")
    const last = isNix ? nixEnd(text, lines, at, found[0].length) : lastLine(text, lines, at, key.startsWith('action'))
    const stop = isNix
      ? closingQuotes(text, lines[last]?.start ?? end, lines[last]?.end ?? end)
      : (lines[last]?.end ?? end) - ((quote || inner) && /["']$/.test(text.slice(start, end)) ? 1 : 0)
    // systemd has `-`, `@`, `:`, `+` and `!` before a program.
    const prefix = /^[-@:+!|]*/.exec(text.slice(start + found[0].length, end))?.[0].length ?? 0
    settings.push({
      role,
      order,
      start: start + found[0].length + prefix,
      end: stop,
      first: at,
      last,
    })
    at = last
  }
  return settings
}

function nixEnd(text: string, lines: readonly Span[], from: number, behind: number): number {
  for (let at = from; at < lines.length; at++) {
    const { start, end } = lines[at] as Span
    if (text.slice(at === from ? start + behind : start, end).includes("''")) return at
  }
  return lines.length - 1
}

function closingQuotes(text: string, start: number, end: number): number {
  const at = text.lastIndexOf("''", end)
  return at < start ? end : at
}

// A value goes on behind a backslash, and in fail2ban on every indented line.
function lastLine(text: string, lines: readonly Span[], from: number, indents: boolean): number {
  let last = from
  while (last + 1 < lines.length) {
    const { start, end } = lines[last] as Span
    const next = lines[last + 1] as Span
    const goesOn = text[end - 1] === '\\' && end > start
    if (!goesOn && !(indents && /^[ \t]+\S/.test(text.slice(next.start, Math.min(next.end, next.start + 200))))) break
    last++
  }
  return last
}
