import type { AddressNumber } from '#base/address.ts'
import { liesIn } from '#base/network.ts'
import { type Prefix, readPrefix } from '#base/prefix.ts'
import type { RoutingRule } from '#model/facts.ts'

/** What a route is looked up for. `iif` is `lo` for packets of the host; an address that is not chosen yet is undefined. */
export interface RouteQuery {
  readonly src: AddressNumber | undefined
  readonly dst: AddressNumber
  readonly iif: string
  readonly oif: string | undefined
  readonly mark: number
  readonly tos: number | undefined
  readonly uid: number | undefined
  readonly protocol: number
  readonly sport: number | undefined
  readonly dport: number | undefined
}

/** What a policy routing rule does with the packets that it takes. */
export type RuleAction =
  | { readonly kind: 'table'; readonly table: string }
  | { readonly kind: 'error'; readonly type: 'blackhole' | 'unreachable' | 'prohibit' }
  | { readonly kind: 'goto'; readonly priority: number }
  | { readonly kind: 'nothing' }

/** A policy routing rule as meant. */
export interface PolicyRule {
  readonly priority: number
  readonly text: string
  readonly action: RuleAction
  /** Routes whose prefix is this long or shorter are passed over. */
  readonly suppressLength: number
  /** Undefined: a selector of the rule is not known to us, or the packet does not say. */
  takes(query: RouteQuery): boolean | undefined
}

type Selector = (query: RouteQuery) => boolean | undefined

/** Reads rules as `ip rule` prints them. Source: iproute2 ip/iprule.c, print_rule(). */
export function policyRules(rules: readonly RoutingRule[]): readonly PolicyRule[] {
  return rules.map(readRule).sort((a, b) => a.priority - b.priority)
}

/** The rules of a host on which nobody made any. */
export const defaultRules: readonly RoutingRule[] = [
  { family: 'ipv4', priority: 0, text: 'from all lookup local' },
  { family: 'ipv4', priority: 32766, text: 'from all lookup main' },
  { family: 'ipv4', priority: 32767, text: 'from all lookup default' },
]

interface Draft {
  negated: boolean
  action: RuleAction
  suppressLength: number
  readonly selectors: Selector[]
}

function readRule({ priority, text }: RoutingRule): PolicyRule {
  const draft: Draft = { negated: false, action: { kind: 'nothing' }, suppressLength: -1, selectors: [] }
  const words = text.trim().split(/\s+/)
  for (let at = 0; at < words.length; at++) at += readWord(draft, words[at] ?? '', words[at + 1] ?? '')
  const { negated, action, suppressLength, selectors } = draft
  return {
    priority,
    text,
    action,
    suppressLength,
    takes(query) {
      const all = holdsAll(selectors, query)
      return negated && all !== undefined ? !all : all
    },
  }
}

function holdsAll(selectors: readonly Selector[], query: RouteQuery): boolean | undefined {
  const answers = selectors.map((selector) => selector(query))
  return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true
}

// Gives back how many words after the first one belong to it.
function readWord(draft: Draft, word: string, value: string): number {
  switch (word) {
    case 'not':
      draft.negated = true
      return 0
    case 'nop':
      return 0
    case 'blackhole':
    case 'unreachable':
    case 'prohibit':
      draft.action = { kind: 'error', type: word }
      return 0
    case 'lookup':
    case 'table':
      draft.action = { kind: 'table', table: value }
      return 1
    case 'goto':
      draft.action = { kind: 'goto', priority: Number(value) }
      return 1
    case 'suppress_prefixlength':
      draft.suppressLength = Number(value)
      return 1
    case 'proto':
    case 'realms':
      return 1
    case '[detached]':
      draft.selectors.push(() => false)
      return 0
    default:
      draft.selectors.push(selectorOf(word, value))
      return 1
  }
}

function selectorOf(word: string, value: string): Selector {
  switch (word) {
    case 'from':
      return addressSelector(value, ({ src }) => src)
    case 'to':
      return addressSelector(value, ({ dst }) => dst)
    case 'iif':
      return ({ iif }) => iif === value
    case 'oif':
      return ({ oif }) => oif === value
    case 'fwmark': {
      const [mark = 0, mask = 0xffffffff] = value.split('/').map(Number)
      return (query) => ((query.mark ^ mark) & mask) === 0
    }
    case 'uidrange':
      return rangeSelector(value, ({ uid }) => uid)
    case 'sport':
      return rangeSelector(value, ({ sport }) => sport)
    case 'dport':
      return rangeSelector(value, ({ dport }) => dport)
    case 'ipproto':
      return ({ protocol }) => (protocols[value] ?? Number(value)) === protocol
    default:
      return () => undefined
  }
}

const protocols: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17, 'ipv6-icmp': 58, sctp: 132 }

// A source that is not chosen yet counts as no address: only `from all` takes it, as in the kernel.
function addressSelector(value: string, of: (query: RouteQuery) => AddressNumber | undefined): Selector {
  if (value === 'all') return () => true
  const prefix: Prefix | undefined = readPrefix(value)
  if (prefix === undefined) return () => undefined
  return (query) => {
    const address = of(query)
    return prefix.length === 0 || (address !== undefined && liesIn(address, prefix))
  }
}

function rangeSelector(value: string, of: (query: RouteQuery) => number | undefined): Selector {
  const [from = Number.NaN, to = from] = value.split('-').map(Number)
  return (query) => {
    const number = of(query)
    return number === undefined ? undefined : number >= from && number <= to
  }
}
