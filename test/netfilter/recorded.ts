import { readFileSync } from 'node:fs'
import type { Facts } from '#model/facts.ts'
import { defaultDialect, type Variant } from '#model/family.ts'
import type { Packet } from '#model/packet.ts'
import { eachRule, familyId, ruleId } from '#model/rule-id.ts'
import type { Ruleset } from '#model/ruleset.ts'
import type { Trace } from '#model/trace.ts'
import { Connections } from '#netfilter/connections.ts'
import { lower } from '#lowered/lower.ts'
import { buildProgram, type Program, type ProgramOptions } from '#netfilter/program.ts'
import { printRule } from '#syntax/print/print-rule.ts'
import { packetOf, recordedHost, rulesOf } from './hosts.ts'

const folder = new URL('../cases/iptables/traversal/', import.meta.url)

/** What the real kernel said, by the title of the experiment. */
export function transcript(script: string, variant: Variant): ReadonlyMap<string, readonly string[]> {
  const text = readFileSync(new URL(`${script}.${variant}.txt`, folder), 'utf8')
  const sections = text.split(/^--- \[\w+\] /m).slice(1)
  return new Map(
    sections.map((section) => {
      const [title = '', ...lines] = section.split('\n')
      return [title, lines.filter((line) => line !== '' && !line.startsWith('# Warning'))]
    }),
  )
}

/** The line of an experiment behind `label`, without it. Throws where there is none. */
export function said(lines: readonly string[], label: string): string {
  const line = lines.find((candidate) => candidate.startsWith(label))
  if (line === undefined) throw new Error(`nothing recorded for ${label}`)
  return line.slice(label.length).trim()
}

/** The lines that follow `label` up to the next that is indented as little. */
export function saidBelow(lines: readonly string[], label: string): readonly string[] {
  const at = lines.indexOf(label)
  if (at < 0) throw new Error(`nothing recorded below ${label}`)
  const rest = lines.slice(at + 1)
  const end = rest.findIndex((line) => !line.startsWith('      '))
  return end < 0 ? rest : rest.slice(0, end)
}

const senders: Readonly<Record<string, string>> = { cli: 'eth0', c1: 'vc1', c2: 'vc2', c3: 'vc3' }

/** The host of the experiments with our engine instead of the kernel: packets in, counters out. */
export class RecordedLab {
  readonly variant: Variant
  facts: Facts = recordedHost()
  options: ProgramOptions = { queues: 'unattended' }
  #rulesets: readonly Ruleset[] = []
  #program: Program | undefined
  #connections = new Connections()
  #counts = new Map<string, number>()

  constructor(variant: Variant) {
    this.variant = variant
  }

  /** Loads a restore script, or several of different variants. */
  load(text: string, other?: string): void {
    const twin = this.variant === 'nft' ? 'legacy' : 'nft'
    this.#rulesets = [rulesOf(text, this.variant), ...(other === undefined ? [] : [rulesOf(other, twin)])]
    this.#program = undefined
    this.forget()
    this.zero()
  }

  host(facts: Facts): void {
    this.facts = facts
    this.#program = undefined
  }

  /** conntrack -F */
  forget(): void {
    this.#connections = new Connections()
  }

  /** iptables -Z */
  zero(): void {
    this.#counts = new Map()
  }

  /** Sends packets from the client or a container, to the host's own MAC unless the frame is said to be `bridged`. */
  inject(sender: string, specs: string | readonly string[], more: Partial<Packet> = {}): Trace {
    const traces = [specs]
      .flat()
      .map((spec) => this.send(packetOf(spec, { in: senders[sender], bridged: false, ...more })))
    return traces.at(-1) as Trace
  }

  /** Sends a packet from a process of the host. */
  local(spec: string, more: Partial<Packet> = {}): Trace {
    return this.send(packetOf(spec, { local: true, in: '', ...more }))
  }

  send(packet: Packet): Trace {
    this.#program ??= buildProgram(lower(this.#rulesets), this.facts, this.options)
    const made = this.#connections.send(packet, this.#program)
    for (const id of made.rules) this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1)
    return made
  }

  /** Rules with packets, as the scripts print them: `1x  filter: -A INPUT ...`, in no order. */
  hits(): readonly string[] {
    const lines: string[] = []
    this.#each((count, table, chain, text) => lines.push(`${count}x  ${table}: -A ${chain}${text}`))
    return lines.sort()
  }

  /** The comments of rules with packets, as `sh` prints them but in no order: `2x NEW` and `EST`. */
  comments(): readonly string[] {
    const found: string[] = []
    this.#each((count, _table, _chain, text) => {
      const comment = /--comment "?([\w-]+)"?$/.exec(text.replace(/ -j \S.*$/, ''))?.[1]
      if (comment !== undefined) found.push(count === 1 ? comment : `${count}x ${comment}`)
    })
    return found.sort()
  }

  #each(visit: (count: number, table: string, chain: string, text: string) => void): void {
    for (const ruleset of this.#rulesets) {
      const family = familyId(ruleset, this.#rulesets)
      eachRule(ruleset, (rule, table, chain, position) => {
        const count = this.#counts.get(ruleId(family, table, chain, position))
        const dialect = { ...defaultDialect, variant: ruleset.variant ?? 'nft' }
        if (count !== undefined) visit(count, table, chain, printRule(rule, ruleset.family, dialect))
      })
    }
  }
}

/** Comments as the transcript has them, in no order; what it counts without a comment is left out. */
export function commentsIn(line: string): readonly string[] {
  const found: string[] = []
  const words = line.split(/\s+/).filter((word) => word !== '' && word !== 'comment' && word !== '--comment')
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string
    if (!/^\d+x$/.test(word)) found.push(word)
    else if (words[at + 1] !== undefined && !/^\d+x$/.test(words[at + 1] as string))
      found.push(`${word === '1x' ? '' : `${word} `}${words[++at]}`)
  }
  return found.sort()
}

/** Rule lines as the transcript has them, in no order. */
export function hitsIn(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.trim()).sort()
}
