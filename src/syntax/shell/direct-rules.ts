import type { Family } from '#model/family.ts'
import type { Span } from '#model/source.ts'
import type { PlacedWord } from '../config/written-call.ts'
import { wordAt, writtenCall } from '../config/written-call.ts'
import type { IptablesCall } from './iptables-call.ts'
import { noCall } from './iptables-call.ts'
import type { ShellCommand } from './shell-command.ts'
import type { ShellField } from './shell-fields.ts'

/** A rule of firewalld's direct interface. firewalld with nftables puts it into the chain of that name. */
export interface DirectRule extends Span {
  readonly family: Family
  readonly table: string
  readonly chain: string
  readonly priority: number
  readonly words: readonly PlacedWord[]
}

interface Known {
  readonly priority: number
  readonly text: string
}

const addOrRemove = /^--(?<verb>add|remove)-(?<what>rule|rules|chain|passthrough)$/

/** The direct rules that firewalld has: those of a chain stand in the order of their priorities, before what else is in it. */
export class DirectRules {
  private readonly chains = new Map<string, Known[]>()

  /** What a command of `firewall-cmd` comes to; undefined where it is no such command. */
  callsOf({ fields, start, end }: ShellCommand): readonly IptablesCall[] | undefined {
    const at = fields.findIndex(({ text }) => /^(?:\/\S*\/)?firewall-(?:offline-)?cmd$/.test(text))
    if (at < 0 || at > 2) return undefined
    const verb = fields.findIndex(({ text }) => text === '--passthrough' || addOrRemove.test(text))
    if (!fields.some(({ text }) => text === '--direct') || verb < 0)
      return changes(fields) ? [{ ...noCall, kind: 'program', what: shown(fields, at), start, end }] : []
    const found = addOrRemove.exec(fields[verb]?.text ?? '')?.groups
    const args = fields.slice(verb + 1)
    const family = args[0]?.text === 'ipv6' ? 'ipv6' : 'ipv4'
    if (args[0]?.text === 'eb') return []
    const span = { start, end }
    const what = found?.what ?? 'passthrough'
    if (what === 'passthrough')
      return found?.verb === 'remove' ? [] : [writtenCall(family, args.slice(1).map(placed), span)]
    const [, table, chain, priority] = args
    if (table === undefined || chain === undefined) return []
    const place = { family, table: table.text, chain: chain.text, ...span } as const
    if (what === 'chain') return [this.chain(place, found?.verb === 'remove' ? '-X' : '-N')]
    if (what === 'rules') return this.removeAll(place)
    const rule = { ...place, priority: Number(priority?.text) || 0, words: args.slice(4).map(placed) }
    return found?.verb === 'remove' ? this.remove(rule) : this.add(rule)
  }

  /** A rule is put behind those of the chain that have no higher priority; one that is there already stays where it is. */
  add(rule: DirectRule): readonly IptablesCall[] {
    const known = this.known(rule)
    const text = textOf(rule)
    if (known.some((one) => one.text === text && one.priority === rule.priority)) return []
    const at = known.filter(({ priority }) => priority <= rule.priority).length
    known.splice(at, 0, { priority: rule.priority, text })
    return [call(rule, ['-I', rule.chain, String(at + 1)], rule.words)]
  }

  chain(place: Omit<DirectRule, 'priority' | 'words'>, verb: '-N' | '-X'): IptablesCall {
    return call(place, [verb, place.chain], [])
  }

  private remove(rule: DirectRule): readonly IptablesCall[] {
    const known = this.known(rule)
    const text = textOf(rule)
    const at = known.findIndex((one) => one.text === text)
    if (at >= 0) known.splice(at, 1)
    return [call(rule, ['-D', rule.chain], rule.words)]
  }

  private removeAll(place: Omit<DirectRule, 'priority' | 'words'>): readonly IptablesCall[] {
    return this.known(place)
      .splice(0)
      .map(() => call(place, ['-D', place.chain, '1'], []))
  }

  private known({ family, table, chain }: Omit<DirectRule, 'priority' | 'words'>): Known[] {
    const key = `${family} ${table} ${chain}`
    const found = this.chains.get(key) ?? []
    this.chains.set(key, found)
    return found
  }
}

function call(
  { family, table, start, end }: Omit<DirectRule, 'priority' | 'words'>,
  verb: readonly string[],
  words: readonly PlacedWord[],
): IptablesCall {
  const own = ['-t', table, ...verb].map((text) => wordAt(text, { start, end }))
  return writtenCall(family, [...own, ...words], { start, end })
}

function textOf({ words }: DirectRule): string {
  return words.map(({ text }) => text).join('\0')
}

function placed({ text, start, end, hidden }: ShellField): PlacedWord {
  return { text, start, end, hidden }
}

const asks = /^--(?:list|get|query|info|state|version|help|check|permanent|zone|runtime|reload|complete|direct)/

function changes(fields: readonly ShellField[]): boolean {
  return fields.some(({ text }) => text.startsWith('--') && !asks.test(text))
}

function shown(fields: readonly ShellField[], at: number): string {
  return fields
    .slice(at)
    .map(({ text }) => text)
    .join(' ')
    .slice(0, 60)
}
