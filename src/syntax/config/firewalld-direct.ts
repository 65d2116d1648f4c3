import type { Span } from '#model/source.ts'
import type { IptablesCall } from '../shell/iptables-call.ts'
import { DirectRules } from '../shell/direct-rules.ts'
import type { DirectRule } from '../shell/direct-rules.ts'
import { wordsIn, writtenCall } from './written-call.ts'

// firewalld.direct(5). The value of a rule may go over several lines.
const element =
  /<(?<name>chain|rule|passthrough)\s(?<attributes>[^<>]{0,400}?)(?:\/>|>(?<args>[^<]{0,2000})<\/\k<name>\s*>)/g
/** `firewall-cmd --direct --get-all-rules` */
const printed =
  /^[ \t]*(?<family>ipv[46]) (?<table>filter|nat|mangle|raw|security) (?<chain>\S{1,60}) (?<priority>-?\d{1,6}) (?=\S)/gm

/** The rules of firewalld's direct.xml, or of a list of its direct rules, as the calls that they come to. */
export function firewalldDirect(text: string, { start, end }: Span): readonly IptablesCall[] {
  const own = text.slice(start, end)
  const direct = new DirectRules()
  const rules: DirectRule[] = []
  const calls: IptablesCall[] = []
  for (const found of own.matchAll(element)) {
    const { name, attributes = '', args = '' } = found.groups ?? {}
    const value = (key: string) => new RegExp(`\\b${key}\\s*=\\s*["']([^"']*)["']`).exec(attributes)?.[1] ?? ''
    if (value('ipv') === 'eb') continue
    const family = value('ipv') === 'ipv6' ? 'ipv6' : 'ipv4'
    const begin = start + found.index
    const from = begin + found[0].indexOf('>') + 1
    const span = args === '' ? { start: begin, end: from } : { start: from, end: from + args.length }
    const words = args === '' ? [] : wordsIn(text, { start: from, end: from + args.length })
    const place = { family, table: value('table') || 'filter', chain: value('chain'), ...span } as const
    if (name === 'chain') calls.push(direct.chain(place, '-N'))
    else if (name === 'passthrough') calls.push(writtenCall(family, words, span))
    else if (words.length > 0) rules.push({ ...place, priority: Number(value('priority')) || 0, words })
  }
  for (const found of own.matchAll(printed)) {
    const { family, table = '', chain = '', priority } = found.groups ?? {}
    const from = start + found.index
    const newline = text.indexOf('\n', from)
    const span = { start: from, end: newline < 0 || newline > end ? end : newline }
    const words = wordsIn(text, { start: from + found[0].length, end: span.end })
    rules.push({ family: family as 'ipv4', table, chain, priority: Number(priority), words, ...span })
  }
  return [...calls, ...rules.flatMap((rule) => direct.add(rule))]
}
