import { optionNames, readDaemonOptions, readKnownOptions } from '#docker/engines/daemon-options.ts'
import type { EngineVersion } from '#docker/engines/engine-version.ts'
import { bridgesTable, type NftBook } from '#docker/nftables/nft-book.ts'
import { type NftPrediction, predictNft } from '#docker/nftables/predict-nft.ts'
import { type DaemonConfig, type DaemonOptions, unknownOption } from '#model/daemon.ts'
import type { DockerState } from '#model/docker.ts'
import type { Family } from '#model/family.ts'
import type { NftTable } from '#model/nft.ts'
import type { DockerRuleStatus } from '#model/repair.ts'
import { plainRuleText } from '#syntax/nft/plain-rule.ts'

/** What is expected of one family's table where options are not known. */
interface SettledFamily {
  readonly family: Family
  readonly book: NftBook
  /** Rules of which nobody knows whether the engine writes them. */
  readonly unknown: readonly DockerRuleStatus[]
  /** Whether nobody knows if the engine writes into the family at all. */
  readonly isOpen: boolean
}

/** The predictions without unknowns, and the options that something hangs on, as dockerd calls them. */
export interface SettledNft {
  readonly families: readonly SettledFamily[]
  readonly options: readonly string[]
}

const switches = ['userlandProxy', 'allowDirectRouting'] as const

/** Finds out unknown options from the rules that are there; what they do not show is left open. */
export function settleNft(
  version: EngineVersion,
  state: DockerState,
  told: DaemonConfig,
  tables: readonly NftTable[],
): SettledNft {
  const known = readKnownOptions(version, told)
  const { before, mesh } = told
  const books = (daemon: DaemonOptions) => predictNft({ state, daemon, before, mesh }) ?? []
  const there = presentRules(tables)
  let daemon: DaemonOptions = {
    ...readDaemonOptions(version, told.words, told.json),
    ...(known.iptables === unknownOption ? { iptables: true } : {}),
    ...(known.ip6tables === unknownOption ? { ip6tables: true } : {}),
  }
  const open: (typeof switches)[number][] = []
  for (const option of switches.filter((one) => known[one] === unknownOption)) {
    const turned = { ...daemon, [option]: !daemon[option] }
    const [own, other] = [keysOf(books(daemon)), keysOf(books(turned))]
    const shows = (one: ReadonlySet<string>, than: ReadonlySet<string>) =>
      [...one].some((key) => !than.has(key) && there.has(key))
    const [asIs, isTurned] = [shows(own, other), shows(other, own)]
    if (isTurned && !asIs) daemon = turned
    else if (!asIs || isTurned) open.push(option)
  }
  const options = new Set<string>()
  const families = books(daemon).map((prediction): SettledFamily => {
    const { family, book } = prediction
    const name = family === 'ipv4' ? 'iptables' : 'ip6tables'
    const isThere = tables.some((table) => table.name === bridgesTable && table.family === book.family)
    const isOpen = known[name] === unknownOption && !isThere
    if (isOpen) options.add(name)
    const doubts = open.flatMap((option) => {
      const turned = books({ ...daemon, [option]: !daemon[option] }).find((one) => one.family === family)
      return turned === undefined ? [] : [{ option, keys: keysOf([turned]) }]
    })
    return { ...withoutDoubtful(prediction, doubts, there, options), isOpen }
  })
  return { families, options: [...options] }
}

function withoutDoubtful(
  { family, book }: NftPrediction,
  doubts: readonly { readonly option: (typeof switches)[number]; readonly keys: ReadonlySet<string> }[],
  there: ReadonlySet<string>,
  options: Set<string>,
): Omit<SettledFamily, 'isOpen'> {
  const unknown: DockerRuleStatus[] = []
  const chains = [...book.chains].map(([chain, { base, rules }]) => {
    const certain = rules.filter((rule) => {
      const key = keyOf(book, chain, rule.text)
      const doubt = doubts.find(({ keys }) => !keys.has(key))
      if (doubt === undefined || there.has(key)) return true
      options.add(optionNames[doubt.option])
      const { text, cause } = rule
      unknown.push({ standing: 'unknown', family, table: bridgesTable, chain, text, position: undefined, cause })
      return false
    })
    return [chain, { base, rules: certain }] as const
  })
  return { family, book: { ...book, chains: new Map(chains) }, unknown }
}

function keyOf({ family }: Pick<NftBook, 'family'>, chain: string, text: string): string {
  return `${family}/${chain} ${text}`
}

function keysOf(predictions: readonly NftPrediction[]): ReadonlySet<string> {
  const keys = predictions.flatMap(({ book }) =>
    [...book.chains].flatMap(([chain, { rules }]) => rules.map(({ text }) => keyOf(book, chain, text))),
  )
  return new Set(keys)
}

function presentRules(tables: readonly NftTable[]): ReadonlySet<string> {
  const own = tables.filter(({ name, family }) => name === bridgesTable && (family === 'ip' || family === 'ip6'))
  return new Set(
    own.flatMap(({ family, chains }) =>
      chains.flatMap(({ name, rules }) => rules.map((rule) => `${family}/${name} ${plainRuleText(rule)}`)),
    ),
  )
}
