import type { Family } from '#model/family.ts'
import type { Span } from '#model/source.ts'
import type { IptablesCall } from '../shell/iptables-call.ts'
import { omitted, taskRuns } from './ansible-runs.ts'
import type { TaskNote } from '../shell/shell-roles.ts'
import type { PlacedWord } from './written-call.ts'
import { wordAt, writtenCall } from './written-call.ts'
import type { YamlEntry } from './yaml-block.ts'
import { blockEnd, yamlEntry, yamlItem } from './yaml-block.ts'

/** A value of a task: several where it is a list. */
interface Argument {
  readonly key: Span
  readonly values: readonly PlacedWord[]
}

/** The options of iptables that arguments of the module stand for, in the order in which the module writes them. `list`: joined by commas. */
const options: readonly (readonly [key: string, option: string, match?: string])[] = [
  ['protocol', '-p'],
  ['source', '-s'],
  ['destination', '-d'],
  ['match', '-m'],
  ['in_interface', '-i'],
  ['out_interface', '-o'],
  ['source_port', '--source-port'],
  ['destination_port', '--destination-port'],
  ['destination_ports', '--dports', 'multiport'],
  ['ctstate', '--ctstate', 'conntrack'],
  ['src_range', '--src-range', 'iprange'],
  ['dst_range', '--dst-range', 'iprange'],
  ['match_set', '--match-set', 'set'],
  ['limit', '--limit', 'limit'],
  ['limit_burst', '--limit-burst', 'limit'],
  ['uid_owner', '--uid-owner', 'owner'],
  ['gid_owner', '--gid-owner', 'owner'],
  ['icmp_type', '--icmp-type'],
  ['jump', '-j'],
  ['goto', '-g'],
  ['gateway', '--gateway'],
  ['log_prefix', '--log-prefix'],
  ['log_level', '--log-level'],
  ['to_ports', '--to-ports'],
  ['to_destination', '--to-destination'],
  ['to_source', '--to-source'],
  ['reject_with', '--reject-with'],
  ['comment', '--comment', 'comment'],
]
const loading: Readonly<Record<string, string>> = { source_port: 'tcp', destination_port: 'tcp', icmp_type: 'icmp' }

/** The calls of a task of Ansible's module `iptables`, whose arguments begin on a line. Source: ansible, modules/iptables.py. */
export function ansibleTask(
  text: string,
  lines: readonly Span[],
  module: YamlEntry,
): { readonly calls: readonly IptablesCall[]; readonly last: number; readonly notes: readonly TaskNote[] } {
  const last = module.value.start < module.value.end ? module.line : blockEnd(text, lines, module.line, module.indent)
  const args = last === module.line ? inlineArguments(text, module.value) : blockArguments(text, lines, module, last)
  const span = { start: module.keySpan.start, end: lines[last]?.end ?? module.value.end }
  const { runs, notes } = taskRuns(text, lines, module)
  const calls = runs.flatMap((putIn) => {
    const own = withItem(args, putIn)
    return familiesOf(own).map((family) => callOf(own, family, span))
  })
  return { calls, last, notes }
}

function withItem(args: ReadonlyMap<string, Argument>, putIn: (said: string) => string): ReadonlyMap<string, Argument> {
  const all = [...args].map(([name, { key, values }]): [string, Argument] => [
    name,
    { key, values: values.map((value) => ({ ...value, text: putIn(value.text) })) },
  ])
  return new Map(all.filter(([, { values }]) => !values.some(({ text }) => text === omitted)))
}

function familiesOf(args: ReadonlyMap<string, Argument>): readonly Family[] {
  const version = textOf(args, 'ip_version')
  if (version === 'both') return ['ipv4', 'ipv6']
  return [version === 'ipv6' ? 'ipv6' : 'ipv4']
}

function callOf(args: ReadonlyMap<string, Argument>, family: Family, span: Span): IptablesCall {
  const chain = args.get('chain')?.values[0] ?? wordAt('', span)
  const table = args.get('table')?.values[0]
  const words: PlacedWord[] = table === undefined ? [] : [wordAt('-t', table), table]
  const verb = verbOf(args)
  words.push(wordAt(verb, span))
  if (chain.text !== '') words.push(chain)
  const position = args.get('rule_num')?.values[0]
  if (position !== undefined && verb === '-I') words.push(position)
  if (verb === '-P') words.push(args.get('policy')?.values[0] ?? wordAt('', span))
  if (verb === '-A' || verb === '-I' || verb === '-D') for (const word of ruleWords(args)) words.push(word)
  return writtenCall(family, words, span)
}

function verbOf(args: ReadonlyMap<string, Argument>): string {
  const isTrue = (key: string) => /^(?:yes|true|on|1)$/i.test(textOf(args, key) ?? '')
  const isAbsent = textOf(args, 'state') === 'absent'
  if (isTrue('flush')) return '-F'
  if (args.has('policy')) return '-P'
  if (isTrue('chain_management') && !options.some(([key]) => args.has(key))) return isAbsent ? '-X' : '-N'
  if (isAbsent) return '-D'
  return textOf(args, 'action') === 'insert' ? '-I' : '-A'
}

function ruleWords(args: ReadonlyMap<string, Argument>): readonly PlacedWord[] {
  const words: PlacedWord[] = []
  const loaded = new Set(args.get('match')?.values.map(({ text }) => text) ?? [])
  const syn = args.get('syn')
  for (const [key, option, match] of options) {
    const arg = args.get(key)
    const [first] = arg?.values ?? []
    if (arg === undefined || first === undefined) continue
    const load = match ?? (args.has('protocol') ? undefined : loading[key])
    const isLoaded = loaded.has(load ?? '') || (load === 'conntrack' && loaded.has('state'))
    if (load !== undefined && !isLoaded) words.push(wordAt('-m', arg.key), wordAt(load, arg.key))
    if (load !== undefined) loaded.add(load)
    if (key === 'match') for (const value of arg.values) words.push(wordAt('-m', arg.key), value)
    else appendOption(words, key === 'ctstate' && loaded.has('state') ? '--state' : option, arg)
    if (key === 'match_set') words.push(args.get('match_set_flags')?.values[0] ?? wordAt('src', arg.key))
  }
  if (syn !== undefined && syn.values[0]?.text !== 'ignore') {
    if (syn.values[0]?.text === 'negate') words.push(wordAt('!', syn.key))
    words.push(wordAt('--syn', syn.key))
  }
  return words
}

// `!10.0.0.0/8` says not.
function appendOption(words: PlacedWord[], option: string, { key, values }: Argument): void {
  const [first] = values as readonly [PlacedWord]
  const text = values.map((one) => one.text).join(',')
  const isNot = /^!(?!$)/.test(text) && option.startsWith('-') && option !== '--comment'
  if (isNot) words.push(wordAt('!', first))
  words.push(wordAt(option, key), {
    ...first,
    text: isNot ? text.slice(1).trim() : text,
    end: values.at(-1)?.end ?? first.end,
  })
}

function textOf(args: ReadonlyMap<string, Argument>, key: string): string | undefined {
  return args.get(key)?.values[0]?.text
}

const pairs = /([a-z_]+)=(?:"([^"]*)"|'([^']*)'|(\S+))/g
const flow = /([a-z_]+)\s*:\s*(?:"([^"]*)"|'([^']*)'|(\[[^\]]*\]|[^,}[\s][^,}]*))/g

// `iptables: chain=INPUT jump=ACCEPT`, `iptables: {chain: INPUT, jump: ACCEPT}`
function inlineArguments(text: string, { start, end }: Span): ReadonlyMap<string, Argument> {
  const args = new Map<string, Argument>()
  const said = text.slice(start, end)
  for (const found of said.matchAll(said.startsWith('{') ? flow : pairs)) {
    const value = found[2] ?? found[3] ?? found[4] ?? ''
    const from = start + found.index + found[0].lastIndexOf(value)
    const key = { start: start + found.index, end: start + found.index + (found[1]?.length ?? 0) }
    const isList = listed.has(found[1] ?? '') || value.startsWith('[')
    const values = isList ? value.replace(/[[\]'"\s]/g, '').split(',') : [value]
    args.set(found[1] ?? '', {
      key,
      values: values.map((one) => wordAt(one, { start: from, end: from + value.length })),
    })
  }
  return args
}

const listed: ReadonlySet<string> = new Set(['match', 'ctstate', 'destination_ports'])

function blockArguments(
  text: string,
  lines: readonly Span[],
  module: YamlEntry,
  last: number,
): ReadonlyMap<string, Argument> {
  const args = new Map<string, Argument>()
  for (let at = module.line + 1; at <= last; at++) {
    const entry = yamlEntry(text, lines, at)
    if (entry === undefined) continue
    const said = text.slice(entry.value.start, entry.value.end)
    const values: PlacedWord[] = []
    if (said.startsWith('['))
      for (const found of said.matchAll(/[^\s[\],'"]+/g)) {
        const from = entry.value.start + found.index
        values.push(wordAt(found[0], { start: from, end: from + found[0].length }))
      }
    else if (said !== '')
      for (const one of listed.has(entry.key) ? said.split(/\s*,\s*/) : [said]) values.push(wordAt(one, entry.value))
    else
      for (let next = at + 1; next <= last; next++) {
        const value = yamlItem(text, lines[next] as Span)
        if (value === undefined) break
        values.push(wordAt(text.slice(value.start, value.end), value))
      }
    args.set(entry.key, { key: entry.keySpan, values })
  }
  return args
}
