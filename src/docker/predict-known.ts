import type { DaemonConfig, DaemonOptions, KnownOptions } from '#model/daemon.ts'
import { unknownOption } from '#model/daemon.ts'
import type { DockerState } from '#model/docker.ts'
import type { Policy } from '#model/ruleset.ts'
import type { Book, WrittenRule } from './engines/book.ts'
import { newBook } from './engines/book.ts'
import { optionNames, readDaemonOptions, readKnownOptions } from './engines/daemon-options.ts'
import { atLeast, type EngineVersion } from './engines/engine-version.ts'
import { type OpenOptions, predict, type Prediction, ruleKey } from './predict.ts'

type Option = keyof DaemonOptions

/** The options that decide single rules, and the versions that have them. */
const ruleDeciders: readonly (readonly [option: Option, since: number])[] = [
  ['userlandProxy', 0],
  ['noRawRules', 28],
  ['sctpChecksum', 28],
  ['allowDirectRouting', 28],
]

/**
 * What an engine writes, as far as its options are known: the rules of the defaults and those that another value of an unknown
 * option would bring, each with the option that it hangs on. The options' effects do not meet, so each is turned alone.
 */
export function predictKnown(
  version: EngineVersion,
  state: DockerState,
  config: DaemonConfig,
): readonly Prediction[] | undefined {
  const known = readKnownOptions(version, config)
  const { before, mesh } = config
  const base = withUnknown(readDaemonOptions(version, config.words, config.json), known)
  const predictions = predict({ state, daemon: base, before, mesh })
  const unknown = ruleDeciders.filter(([option, since]) => known[option] === unknownOption && atLeast(version, since))
  const turned = unknown.map(([option]) => ({
    name: optionNames[option],
    predictions: predict({ state, daemon: { ...base, [option]: !base[option] }, before, mesh }) ?? [],
  }))
  return predictions?.map((prediction) => {
    const { family } = prediction
    const others = turned.map(({ name, predictions: all }) => ({
      name,
      book: (all.find((one) => one.family === family) ?? prediction).book,
    }))
    const { book, rules } = merged(prediction.book, others)
    const switched = family === 'ipv4' ? 'iptables' : 'ip6tables'
    const forwarding = (['ipForward', 'ipForwardNoDrop'] as const).find(
      (option) => known[option] === unknownOption && (option === 'ipForward' || atLeast(version, 28)),
    )
    const open = {
      family: known[switched] === unknownOption ? optionNames[switched] : undefined,
      policy: forwarding && optionNames[forwarding],
      rules,
    }
    const isOpen = open.family !== undefined || open.policy !== undefined || rules.size > 0
    return isOpen ? { ...prediction, book, open } : prediction
  })
}

// What may be written is predicted; whether it is, is said beside it.
function withUnknown(options: DaemonOptions, known: KnownOptions): DaemonOptions {
  return {
    ...options,
    iptables: known.iptables === unknownOption || options.iptables,
    ip6tables: known.ip6tables === unknownOption || options.ip6tables,
  }
}

interface Alternative {
  readonly name: string
  readonly book: Book
}

/** All rules of all books in one, each where the book that has it puts it. */
function merged(
  base: Book,
  others: readonly Alternative[],
): { readonly book: Book; readonly rules: OpenOptions['rules'] } {
  const rules = new Map<string, { option: string; turned: boolean }>()
  const tables = new Map<string, Map<string, WrittenRule[]>>()
  for (const book of [base, ...others.map((other) => other.book)]) {
    for (const [table, chains] of book.tables) {
      const own = tables.get(table) ?? new Map<string, WrittenRule[]>()
      tables.set(table, own)
      for (const [chain, written] of chains) own.set(chain, joined(own.get(chain) ?? [], written))
    }
  }
  for (const [table, chains] of tables) {
    for (const [chain, all] of chains) {
      for (const { name, book } of others) {
        const texts = [base, book].map(
          (one) =>
            new Set(
              one.tables
                .get(table)
                ?.get(chain)
                ?.map(({ text }) => text),
            ),
        )
        for (const { text } of all)
          if (texts[0]?.has(text) !== texts[1]?.has(text))
            rules.set(ruleKey(table, chain, text), { option: name, turned: texts[1]?.has(text) === true })
      }
    }
  }
  const policies: ReadonlyMap<string, Policy> = base.policies
  return { book: { ...newBook(), tables, policies }, rules }
}

// A rule that only the second list has comes after the rule that it follows there. The texts of a list are distinct.
function joined(first: readonly WrittenRule[], second: readonly WrittenRule[]): WrittenRule[] {
  const has = new Set(first.map(({ text }) => text))
  const following = new Map<string | undefined, WrittenRule>()
  second.forEach((rule, index) => {
    if (!has.has(rule.text)) following.set(second[index - 1]?.text, rule)
  })
  const list: WrittenRule[] = []
  const withFollowing = (text: string | undefined): void => {
    for (let next = following.get(text); next !== undefined; next = following.get(next.text)) list.push(next)
  }
  withFollowing(undefined)
  for (const rule of first) {
    list.push(rule)
    withFollowing(rule.text)
  }
  return list
}
