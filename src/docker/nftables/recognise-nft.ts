import { groupBy } from '#base/lists.ts'
import { readPrefix, widthOf } from '#base/prefix.ts'
import type { DaemonOptions } from '#model/daemon.ts'
import type { DockerState } from '#model/docker.ts'
import type { NftChain, NftTable } from '#model/nft.ts'
import type { NativeClaims, Ownership } from '#model/owner.ts'
import { ownership, type Part } from '#model/parts.ts'
import { plainRuleText } from '#syntax/nft/plain-rule.ts'
import { defaultDaemon } from '../engines/daemon-options.ts'
import { readEngineVersion } from '../engines/engine-version.ts'
import { type About, type Names, namedArgs, namesFrom } from '../recognise-names.ts'
import type { Doubt } from '../recognise-state.ts'
import { bridgesTable } from './nft-book.ts'
import { predictNft } from './predict-nft.ts'
import { candidateOf, chainParts, kindOf, type NftCandidate } from './shapes.ts'
import { mapOf, ofNetwork } from './write.ts'

/**
 * Tells what in the engine's tables is the engine's and what each rule, chain and map is for. With Docker's state a rule is the
 * engine's that it writes for this state; else the other rules of the table must agree with it.
 */
export function dockerNftClaims(tables: readonly NftTable[], state?: DockerState): NativeClaims {
  const names = namesFrom(state)
  const owned = new Map<string, Ownership>()
  for (const table of tables) {
    if (table.name === bridgesTable && (table.family === 'ip' || table.family === 'ip6'))
      new Reader(table, state, names, owned).read()
  }
  return (id) => owned.get(id)
}

const mapParts: Readonly<Record<string, Part<'docker'>>> = Object.fromEntries(
  ofNetwork.map((kind) => [mapOf(kind), `${chainParts[kind]?.replace(/chain$/, 'map')}` as Part<'docker'>]),
)

class Reader {
  readonly #table: NftTable
  readonly #path: string
  readonly #names: Names
  readonly #owned: Map<string, Ownership>
  readonly #bridges: ReadonlySet<string>
  readonly #written: ReadonlySet<string> | undefined
  readonly #seen: Evidence
  readonly #about: About

  constructor(table: NftTable, state: DockerState | undefined, names: Names, owned: Map<string, Ownership>) {
    this.#table = table
    this.#path = `${table.family}/${table.name}`
    this.#names = names
    this.#owned = owned
    this.#bridges = new Set(table.chains.map(({ name }) => kindOf(name).bridge).filter((bridge) => bridge !== ''))
    this.#written = state === undefined ? undefined : writtenFor(state, table)
    this.#seen = evidenceOf(table, this.#bridges)
    this.#about = { generation: 'nftables', proxy: this.#seen.proxy, published: this.#seen.published }
  }

  read(): void {
    for (const chain of this.#table.chains) this.#chain(chain)
    for (const { name } of this.#table.sets) {
      const part = mapParts[name]
      const own = part && ownership('docker', part, { chain: name, generation: 'nftables' })
      this.#owned.set(`${this.#path}/@${name}`, own ?? ownership('user', 'chain', { chain: name }))
    }
  }

  #chain(chain: NftChain): void {
    const { kind, bridge } = kindOf(chain.name)
    const part = chainParts[kind]
    const args = { chain: chain.name, bridge, network: this.#names.network(bridge), generation: 'nftables' }
    this.#owned.set(
      `${this.#path}/${chain.name}`,
      part === undefined ? ownership('user', 'chain', { chain: chain.name }) : ownership('docker', part, args),
    )
    const met = new Set<string>()
    chain.rules.forEach((rule, index) => {
      const text = plainRuleText(rule)
      const own = this.#rule(chain.name, part !== undefined, text, met.has(text))
      this.#owned.set(`${this.#path}/${chain.name}#${index + 1}`, own)
      met.add(text)
    })
  }

  #rule(chain: string, isDockers: boolean, text: string, isCopy: boolean): Ownership {
    if (!isDockers) return ownership('user', 'own-chain-rule', { chain })
    const found = candidateOf(chain, text, this.#bridges)
    if (found === undefined) return ownership('user', 'inside-docker-chain', { chain, generation: 'nftables' })
    const but = isCopy ? 'rival' : this.#doubt(chain, text, found)
    const { part, taken } = found
    if (but === undefined) return ownership('docker', part, namedArgs(taken, chain, this.#names, this.#about))
    const args = { chain, but, bridge: taken.bridge ?? '', inside: 'yes', generation: 'nftables' }
    return ownership('user', 'looks-like-docker', args)
  }

  /** Why a rule that reads like the engine's is not the engine's. */
  #doubt(chain: string, text: string, { part, taken }: NftCandidate): Doubt | undefined {
    // What these hang on is told by no state: an option with a mark, and Windows.
    if (part === 'fwmark-accept' || part === 'wsl-return' || part === 'wsl-accept') return undefined
    if (this.#written !== undefined) return this.#written.has(`${chain} ${text}`) ? undefined : doubtOf(part)
    return this.#seen.contradicts(part, taken)
  }
}

function doubtOf(part: Part<'docker'>): Doubt {
  if (/^(port|own-port|loopback)-/.test(part)) return 'port'
  if (part === 'direct-access-drop' || part.startsWith('link')) return 'container'
  return part.startsWith('network-') ? 'subnet' : 'option'
}

/** Every rule that an engine writes for the state, whatever its options; undefined where the state does not tell. */
function writtenFor(state: DockerState, { family }: NftTable): ReadonlySet<string> | undefined {
  const version = readEngineVersion(state.version)
  if (version === undefined || state.unread !== undefined || state.networks.length === 0) return undefined
  const written = new Set<string>()
  for (const one of [state, withFlippedBridge(state)]) {
    for (const userlandProxy of [true, false]) {
      const daemon: DaemonOptions = { ...defaultDaemon(version), ip6tables: true, userlandProxy }
      const predictions = predictNft({ state: one, daemon, before: { ipv4: true, ipv6: true }, mesh: [] }) ?? []
      for (const { book } of predictions)
        if (book.family === family)
          for (const [chain, { rules }] of book.chains) for (const { text } of rules) written.add(`${chain} ${text}`)
    }
  }
  return written
}

/** The default bridge with the other value of `ip-masq`, which it has from the daemon: that may have been started otherwise before. */
function withFlippedBridge(state: DockerState): DockerState {
  const masquerade = 'com.docker.network.bridge.enable_ip_masquerade'
  const networks = state.networks.map((network) => {
    if (network.options['com.docker.network.bridge.default_bridge'] !== 'true') return network
    const flipped = network.options[masquerade] === 'false' ? 'true' : 'false'
    return { ...network, options: { ...network.options, [masquerade]: flipped } }
  })
  return { ...state, networks }
}

interface Evidence {
  readonly proxy: string
  /** By protocol, address and port of a container: the host ports that lead there. */
  readonly published: ReadonlyMap<string, ReadonlySet<number>>
  contradicts(part: Part<'docker'>, taken: NftCandidate['taken']): Doubt | undefined
}

const portKey = ({ protocol, containerAddress, containerPort }: NftCandidate['taken']) =>
  `${protocol} ${containerAddress} ${containerPort}`

const hostKey = ({ protocol, hostAddress, hostPort }: NftCandidate['taken']) => `${protocol} ${hostAddress} ${hostPort}`

/** What the rules of a table tell about each other. */
function evidenceOf({ chains }: NftTable, bridges: ReadonlySet<string>): Evidence {
  const all = chains.flatMap(({ name, rules }) =>
    rules.flatMap((rule) => candidateOf(name, plainRuleText(rule), bridges) ?? []),
  )
  const byPart = groupBy(all, ({ part }) => part)
  const of = (part: Part<'docker'>) => (byPart.get(part) ?? []).map(({ taken }) => taken)
  const published = new Map<string, Set<number>>()
  for (const taken of of('port-dnat')) {
    const known = published.get(portKey(taken)) ?? new Set()
    published.set(portKey(taken), known.add(Number(taken.hostPort)))
  }
  const accepted = new Set(of('port-accept').map(portKey))
  const open = new Set(of('unprotected-accept').map(({ bridge }) => bridge))
  const routed = new Set(of('icmp-accept').map(({ bridge }) => bridge))
  const bound = new Set(of('port-dnat').map(hostKey))
  const subnets = new Map([...of('network-masquerade'), ...of('network-snat')].map((one) => [one.bridge, one.subnet]))
  const proxy = of('nat-jump-output').length > 0 ? 'on' : of('nat-jump-output-loopback').length > 0 ? 'off' : ''
  return {
    proxy,
    published,
    contradicts(part, taken) {
      if (part === 'port-dnat') return accepted.has(portKey(taken)) || open.size > 0 ? undefined : 'alone'
      if (part === 'port-accept')
        return published.has(portKey(taken)) || routed.has(taken.bridge ?? '') ? undefined : 'alone'
      if (part === 'own-port-masquerade') return accepted.has(portKey(taken)) ? undefined : 'alone'
      if (part === 'loopback-drop') return bound.has(hostKey(taken)) ? undefined : 'alone'
      const subnet = subnets.get(taken.bridge ?? '')
      if (part === 'direct-access-drop' && subnet !== undefined)
        return isWithin(String(taken.containerAddress), String(subnet)) ? undefined : 'subnet'
      return undefined
    },
  }
}

function isWithin(address: string, subnet: string): boolean {
  const [one, net] = [readPrefix(address), readPrefix(subnet)]
  if (one === undefined || net === undefined) return false
  const shift = BigInt(widthOf(net.address) - net.length)
  return BigInt(one.address) >> shift === BigInt(net.address) >> shift
}
