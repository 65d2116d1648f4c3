import { append } from '#base/lists.ts'
import type { Json, NftRule } from '#model/nft.ts'
import { memberIn, membersOf } from '../json-members.ts'
import { askedWords, hex } from './asked-words.ts'

/** A rule of iptables-nft as nft shows it, in the words of an iptables line behind `-A CHAIN`. */
export interface RuleWords {
  readonly words: readonly string[]
  readonly counters: readonly [packets: string, bytes: string]
  /** nft shows the name of a match or target, and not its options. */
  readonly hides: boolean
  /** The target, where nft hides options that it must have. */
  readonly target: string | undefined
}

interface Draft {
  readonly places: Partial<Record<'source' | 'destination' | 'in' | 'out' | 'protocol', readonly string[]>>
  readonly matches: string[][]
  implied: string | undefined
  counters: readonly [string, string] | undefined
  hides: boolean
  hiddenTarget: string | undefined
  target: readonly string[] | undefined
}

/** How a rule is taken: what has no words of iptables is left out as hidden; a rule without a target may hide one. */
export interface Taking {
  readonly lossy: boolean
  /** What nft most likely has no words for, where the rule shows no target; undefined: such a rule has none. */
  readonly hiddenTarget: string | undefined
}

/** The words of a rule; undefined: it is none that iptables-nft writes, or one that iptables has no words for. */
export function ruleWords({ statements }: NftRule, taking: Taking): RuleWords | undefined {
  const draft: Draft = {
    places: {},
    matches: [],
    implied: undefined,
    counters: undefined,
    hides: false,
    hiddenTarget: undefined,
    target: undefined,
  }
  for (const statement of statements) {
    if (draft.target !== undefined) return undefined
    if (!take(statement, draft) && !(taking.lossy && leaveOut(statement, draft))) return undefined
  }
  if (draft.target === undefined && taking.hiddenTarget !== undefined) {
    leaveOut(undefined, draft)
    draft.hiddenTarget = taking.hiddenTarget
  }
  const { places, implied, matches, counters, hides, hiddenTarget, target } = draft
  if (counters === undefined) return undefined
  const protocol = places.protocol ?? (implied === undefined ? undefined : ['-p', implied])
  const words = [places.source, places.destination, places.in, places.out, protocol, ...matches, target]
  return { words: words.flatMap((own) => own ?? []), counters, hides, target: hiddenTarget }
}

function take(statement: Json, draft: Draft): boolean {
  const [[kind, about] = ['', null]] = Object.entries(membersOf(statement))
  switch (kind) {
    case 'match':
      return takeMatch(about, draft)
    case 'counter':
      draft.counters = [String(memberIn(about, 'packets') ?? 0), String(memberIn(about, 'bytes') ?? 0)]
      return true
    case 'limit':
      return takeLimit(about, draft)
    case 'xt':
      return takeHidden(about, draft)
    default:
      draft.target = targetWords(kind, about)
      return draft.target !== undefined
  }
}

const conditions: ReadonlySet<string> = new Set(['match', 'limit', 'quota', 'ct count'])

function leaveOut(statement: Json | undefined, draft: Draft): boolean {
  draft.hides = true
  if (Object.keys(membersOf(statement)).some((kind) => conditions.has(kind))) return true
  draft.target = []
  draft.hiddenTarget = '?'
  return true
}

function takeMatch(about: Json, draft: Draft): boolean {
  const asked = askedWords(about)
  if (asked === undefined) return false
  const { match, implies, loses, ...places } = asked
  for (const [place, words] of Object.entries(places)) {
    if (Object.hasOwn(draft.places, place)) return false
    Object.assign(draft.places, { [place]: words })
  }
  if (match !== undefined) addMatch(match, draft)
  if (implies !== undefined) draft.implied = implies
  if (loses) draft.hides = true
  return true
}

// `--sport` and `--dport` are options of one `-m tcp`.
function addMatch([option = '-m', name = '', ...words]: readonly string[], { matches }: Draft): void {
  const last = matches.at(-1)
  const joins = last?.[1] === name && (name === 'tcp' || name === 'udp' || name === 'conntrack')
  if (joins) append(last, words)
  else matches.push([option, name, ...words])
}

function takeLimit(about: Json, draft: Draft): boolean {
  const { rate, per, burst } = membersOf(about)
  if (memberIn(about, 'rate_unit') !== undefined || memberIn(about, 'inv') === true) return false
  const more = burst === undefined ? [] : ['--limit-burst', String(burst)]
  addMatch(['-m', 'limit', '--limit', `${rate}/${String(per).slice(0, 3)}`, ...more], draft)
  return true
}

const needOptions: ReadonlySet<string> = new Set(['DNAT', 'SNAT', 'NETMAP', 'MARK', 'CONNMARK', 'CT', 'TCPMSS', 'SET'])

function takeHidden(about: Json, draft: Draft): boolean {
  const name = memberIn(about, 'name')
  if (typeof name !== 'string' || !/^[\w-]{1,40}$/.test(name)) return false
  draft.hides = true
  if (memberIn(about, 'type') !== 'target') return true
  draft.target = needOptions.has(name) ? [] : ['-j', name]
  if (needOptions.has(name)) draft.hiddenTarget = name
  return true
}

const verdicts: Readonly<Record<string, string>> = {
  accept: 'ACCEPT',
  drop: 'DROP',
  return: 'RETURN',
  queue: 'NFQUEUE',
}
const flags: Readonly<Record<string, string>> = {
  random: '--random',
  'fully-random': '--random-fully',
  persistent: '--persistent',
}

function targetWords(kind: string, about: Json): readonly string[] | undefined {
  if (Object.hasOwn(verdicts, kind) && about === null) return ['-j', verdicts[kind] ?? '']
  if (kind === 'jump' || kind === 'goto')
    return [kind === 'jump' ? '-j' : '-g', String(memberIn(about, 'target') ?? '')]
  if (kind === 'reject') return rejectWords(about)
  if (kind === 'mangle') return markWords(about)
  if (kind === 'log') return logWords(about)
  return kind === 'dnat' || kind === 'snat' || kind === 'masquerade' || kind === 'redirect'
    ? natWords(kind, about)
    : undefined
}

function natWords(kind: string, about: Json): readonly string[] | undefined {
  const address = rangeText(memberIn(about, 'addr'), '-')
  const port = rangeText(memberIn(about, 'port'), '-')
  const given = memberIn(about, 'flags')
  const names = given === undefined ? [] : Array.isArray(given) ? (given as readonly Json[]) : [given]
  if (address === null || port === null || names.some((name) => !Object.hasOwn(flags, String(name)))) return undefined
  const more = names.map((name) => flags[String(name)] ?? '')
  const to = `${port !== undefined && address?.includes(':') ? `[${address}]` : (address ?? '')}${port === undefined ? '' : `:${port}`}`
  const name = kind.toUpperCase()
  if (kind === 'dnat' || kind === 'snat')
    return to === '' ? undefined : ['-j', name, kind === 'dnat' ? '--to-destination' : '--to-source', to, ...more]
  return ['-j', name, ...(port === undefined ? [] : ['--to-ports', port]), ...more]
}

/** An address or a port, or two with a sign between; null: it is something else, as a map. */
function rangeText(value: Json | undefined, sign: string): string | undefined | null {
  if (value === undefined) return undefined
  const range = memberIn(value, 'range')
  if (Array.isArray(range)) return range.join(sign)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null
}

function rejectWords(about: Json): readonly string[] | undefined {
  const { type, expr } = membersOf(about)
  if (type === 'tcp reset') return ['-j', 'REJECT', '--reject-with', 'tcp-reset']
  if (type !== undefined && type !== 'icmp' && type !== 'icmpv6') return undefined
  const said = type === 'icmpv6' ? String(expr ?? 'port-unreachable') : String(expr ?? 'port-unreachable')
  return ['-j', 'REJECT', '--reject-with', `${type === 'icmpv6' ? 'icmp6' : 'icmp'}-${said}`]
}

function markWords(about: Json): readonly string[] | undefined {
  const value = memberIn(about, 'value')
  if (memberIn(memberIn(memberIn(about, 'key'), 'meta'), 'key') !== 'mark' || typeof value !== 'number')
    return undefined
  return ['-j', 'MARK', '--set-xmark', `${hex(value)}/0xffffffff`]
}

function logWords(about: Json): readonly string[] | undefined {
  const { prefix, level, ...others } = membersOf(about)
  if (Object.keys(others).length > 0) return undefined
  const levels = level === undefined || level === 'warn' ? [] : ['--log-level', String(level)]
  return ['-j', 'LOG', ...(prefix === undefined ? [] : ['--log-prefix', String(prefix)]), ...levels]
}
