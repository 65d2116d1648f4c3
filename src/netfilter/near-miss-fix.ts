import { networksIn } from '#base/network.ts'
import { readAddress, writePrefix } from '#base/prefix.ts'
import type { ClauseAnswer, NearMiss, Step } from '#model/trace.ts'

type RuleStep = Extract<Step, { kind: 'rule' }>

/** The words of the rule that a clause comes from. */
export function wordsOf({ rule }: RuleStep, { start, end }: ClauseAnswer): string {
  return rule.origin.text.slice(start, end)
}

/**
 * The rule with what it asks of the packet asked of the connection's first packet instead, which no rewriting touches: one rule for
 * each port of a list. Undefined where the rule is not written as options.
 */
export function fixOf(step: RuleStep, failing: readonly ClauseAnswer[]): NearMiss['fix'] {
  const { rule } = step
  const said = failing.map((clause) => ({ ...clause, words: wordsOf(step, clause) }))
  const originals = said.map(({ words }) => originalsOf(words))
  const was = writtenRule(step)
  if (was === undefined || originals.includes(undefined)) return undefined
  let now = rule.origin.text.slice(rule.start, rule.end)
  for (const { start, end } of said.toSorted((a, b) => b.start - a.start))
    now = `${now.slice(0, start - rule.start)}\u0000${now.slice(end - rule.start)}`
  // The options of conntrack stand together, in the place of the last one that they replace.
  const last = now.lastIndexOf('\u0000')
  const before = now.slice(0, last).replaceAll(/\u0000 ?/g, '')
  const after = now.slice(last + 1)
  const rules = combinations(originals as readonly (readonly string[])[]).map((options) =>
    bare(`${before}-m conntrack ${options.join(' ')} --ctdir ORIGINAL${after}`),
  )
  return { was, now: rules.join('\n') }
}

// A match that has no option left goes with them.
function bare(text: string): string {
  return withoutCounters(text).replace(/ -m (?:tcp|udp|sctp|dccp|multiport|iprange)(?= -[mjg] | -m conntrack )/g, '')
}

function withoutCounters(text: string): string {
  return text.replace(/^\[\d+:\d+\] /, '').trim()
}

/** The rule as iptables-save writes it, without its counters; undefined: it is written in another form. */
export function writtenRule({ rule }: RuleStep): string | undefined {
  const text = rule.origin.text.slice(rule.start, rule.end)
  return /^(\[\d+:\d+\] )?-[AI]\s/.test(text) ? withoutCounters(text) : undefined
}

const port = String.raw`\d{1,5}(?::\d{1,5})?`
const ports = new RegExp(`^(?:--dports?|--destination-ports?|--ports)[ =](${port}(?:,${port}){0,14})$`)
const range = /^--dst-range[ =]([^-\s]+)-([^-\s]+)$/
// Conntrack asks for a network and not for a range: a range of more networks than that is filtered before DNAT.
const mostNetworks = 4

function originalsOf(words: string): readonly string[] | undefined {
  const [, list] = ports.exec(words) ?? []
  if (list !== undefined) return list.split(',').map((one) => `--ctorigdstport ${one}`)
  const [, from, to] = (range.exec(words) ?? []).map((one) => readAddress(one))
  if (from !== undefined && to !== undefined) {
    const networks = networksIn(from, to, mostNetworks)
    return networks?.map((one) => `--ctorigdst ${writePrefix(one)}`)
  }
  const [, address] = /^(?:-d|--dst|--destination)[ =](\S+)$/.exec(words) ?? []
  return address === undefined ? undefined : [`--ctorigdst ${address}`]
}

function combinations(lists: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return lists.reduce<readonly (readonly string[])[]>(
    (made, list) => made.flatMap((options) => list.map((one) => [...options, one])),
    [[]],
  )
}

/** The rule before DNAT, in raw, for what conntrack cannot ask of the first packet: a set. Only of a rule that drops. */
export function movedFix(step: RuleStep): NearMiss['fix'] {
  const was = writtenRule(step)
  const { effect, rule } = step
  if (was === undefined || rule.written?.out !== undefined || effect.kind !== 'verdict' || effect.verdict !== 'DROP')
    return undefined
  const rest = was.replace(/^-[AI] \S+(?: \d+)? ?/, '').replace(/-j REJECT.*$/, '-j DROP')
  return { was, now: `-t raw -A PREROUTING ${rest}` }
}

/** The rule with the interface that the packet has. */
export function interfaceFix(step: RuleStep, failing: ClauseAnswer): NearMiss['fix'] {
  const was = writtenRule(step)
  const words = wordsOf(step, failing)
  const option = /^(-[io]|--(?:in|out)-interface)[ =]\S+$/.exec(words)?.[1]
  if (was === undefined || option === undefined || typeof failing.has !== 'string' || failing.has === '')
    return undefined
  return { was, now: was.replace(words, `${option} ${failing.has}`) }
}

/** The rule with the interface asked at the packet's other end. */
export function swappedFix(step: RuleStep, failing: ClauseAnswer): NearMiss['fix'] {
  const was = writtenRule(step)
  const words = wordsOf(step, failing)
  const [, option, name] = /^(-[io]|--(?:in|out)-interface)[ =](\S+)$/.exec(words) ?? []
  if (was === undefined || option === undefined) return undefined
  return { was, now: was.replace(words, `${/^--?o/.test(option) ? '-i' : '-o'} ${name}`) }
}
