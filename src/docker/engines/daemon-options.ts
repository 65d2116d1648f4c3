import type { DaemonConfig, DaemonOptions, KnownOptions } from '#model/daemon.ts'
import { unknownOption } from '#model/daemon.ts'
import type { EngineVersion } from './engine-version.ts'
import { atLeast } from './engine-version.ts'

/** What dockerd calls each option: a flag, which is also a key of daemon.json, or a variable of its environment. */
export const optionNames = {
  iptables: 'iptables',
  ip6tables: 'ip6tables',
  userlandProxy: 'userland-proxy',
  ipForward: 'ip-forward',
  ipForwardNoDrop: 'ip-forward-no-drop',
  allowDirectRouting: 'allow-direct-routing',
  bridgeAcceptFwmark: 'bridge-accept-fwmark',
  firewallBackend: 'firewall-backend',
  noRawRules: 'DOCKER_INSECURE_NO_IPTABLES_RAW',
  sctpChecksum: 'DOCKER_IPTABLES_SCTP_CHECKSUM',
} as const satisfies Record<keyof DaemonOptions, string>

/** What names the backend of 28.2 to 28.5, in the engine's environment. */
const backendVariable = 'DOCKER_FIREWALL_BACKEND'

/** Options that take a value: addresses that the engine gives, and the mark that it lets through, the program that it writes rules with. */
const addressNames: ReadonlySet<string> = new Set([
  'bip',
  'fixed-cidr',
  'fixed-cidr-v6',
  'default-address-pool',
  'default-address-pools',
  'ip',
  'bridge',
  'bridge-accept-fwmark',
  'firewall-backend',
  backendVariable,
])
const switches = ['experimental', 'icc', 'ip-masq', 'ipv6']
const names: ReadonlySet<string> = new Set([...Object.values(optionNames), ...switches, ...addressNames])

/** What a version does when nobody says anything. */
export function defaultDaemon(version: EngineVersion): DaemonOptions {
  return {
    iptables: true,
    ip6tables: atLeast(version, 27),
    userlandProxy: true,
    ipForward: true,
    ipForwardNoDrop: false,
    allowDirectRouting: false,
    bridgeAcceptFwmark: undefined,
    firewallBackend: undefined,
    noRawRules: false,
    sctpChecksum: false,
  }
}

/** The options of a daemon from its arguments (`--iptables=false --ip6tables`), its daemon.json and its environment (`NAME=1`). */
export function readDaemonOptions(version: EngineVersion, words: readonly string[], json: unknown): DaemonOptions {
  const given = givenOptions(words, json)
  const start = defaultDaemon(version)
  const flag = (name: string, otherwise: boolean) => (given.has(name) ? isTrue(given.get(name) ?? '') : otherwise)
  return {
    iptables: flag('iptables', true),
    ip6tables: flag('ip6tables', start.ip6tables) && (atLeast(version, 27) || flag('experimental', false)),
    userlandProxy: flag('userland-proxy', true),
    ipForward: flag('ip-forward', true),
    ipForwardNoDrop: flag('ip-forward-no-drop', false),
    allowDirectRouting: flag('allow-direct-routing', false),
    bridgeAcceptFwmark: given.get('bridge-accept-fwmark'),
    firewallBackend: given.get('firewall-backend') ?? given.get(backendVariable),
    noRawRules: flag('DOCKER_INSECURE_NO_IPTABLES_RAW', false),
    sctpChecksum: flag('DOCKER_IPTABLES_SCTP_CHECKSUM', false),
  }
}

/** Each option as far as it is known: one that is not given is unknown where some place that gives it was not read. */
export function readKnownOptions(version: EngineVersion, { words, json, unread = [] }: DaemonConfig): KnownOptions {
  const options = readDaemonOptions(version, words, json)
  const given = givenOptions(words, json)
  const isUnknown = (key: keyof DaemonOptions): boolean => {
    const name = optionNames[key]
    if (/^[A-Z]/.test(name)) return !given.has(name) && unread.includes('environment')
    // Before 27, --ip6tables works only with --experimental, which may stand where nobody read.
    const isGiven = given.has(name) && (options[key] !== false || !isTrue(given.get(name) ?? ''))
    return !isGiven && (unread.includes('arguments') || unread.includes('file'))
  }
  const known = Object.entries(options).map(([key, value]) => [
    key,
    isUnknown(key as keyof DaemonOptions) ? unknownOption : value,
  ])
  return Object.fromEntries(known) as KnownOptions
}

/**
 * The options that decide rules or addresses, of all that a daemon was told, each of its arguments as one word; the rest of its
 * command line and of its daemon.json is left out: it may hold names, addresses of others and passwords.
 */
export function ruleOptions(
  words: readonly string[],
  json: unknown,
): { readonly words: readonly string[]; readonly json: unknown } {
  const kept = words.flatMap((word, index): readonly string[] => {
    const name = word.replace(/^--/, '').split('=', 1)[0] ?? ''
    if (!names.has(name)) return []
    const next = words[index + 1]
    const takesNext = word === `--${name}` && addressNames.has(name) && next !== undefined && !next.startsWith('-')
    return [takesNext ? `${word}=${next}` : word]
  })
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json)
  const fields = isObject ? Object.fromEntries(Object.entries(json).filter(([name]) => names.has(name))) : undefined
  return { words: kept, json: fields }
}

/** The value of an option of a command line that takes one: `--config-file=/x`, `--config-file /x`. */
export function optionOf(words: readonly string[], name: string): string | undefined {
  const joined = words.find((word) => word.startsWith(`--${name}=`))
  const apart = words.indexOf(`--${name}`)
  return joined?.slice(name.length + 3) ?? (apart < 0 ? undefined : words[apart + 1])
}

const valued: ReadonlySet<string> = new Set(['bridge-accept-fwmark', 'firewall-backend'])

// Flags are given once, as --NAME, --NAME=VALUE or, where they are no switches, --NAME VALUE.
function givenOptions(words: readonly string[], json: unknown): ReadonlyMap<string, string> {
  const given = new Map<string, string>()
  const settings = typeof json === 'object' && json !== null ? json : {}
  for (const [name, value] of Object.entries(settings)) given.set(name, String(value))
  words.forEach((word, index) => {
    const [name = '', ...rest] = word.replace(/^--/, '').split('=')
    const next = valued.has(name) ? words[index + 1] : undefined
    given.set(name, rest.length === 0 ? (next ?? 'true') : rest.join('='))
  })
  return given
}

// As Go reads a switch.
function isTrue(text: string): boolean {
  return !/^(0|f|F|false|FALSE|False)$/.test(text)
}
