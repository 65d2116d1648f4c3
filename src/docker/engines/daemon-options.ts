import type { DaemonOptions } from '#model/daemon.ts'
import type { EngineVersion } from './engine-version.ts'
import { atLeast } from './engine-version.ts'

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
    noRawRules: false,
    sctpChecksum: false,
  }
}

/** The options of a daemon from its arguments (`--iptables=false --ip6tables`), its daemon.json and its environment (`NAME=1`). */
export function readDaemonOptions(version: EngineVersion, words: readonly string[], json: unknown): DaemonOptions {
  const given = new Map<string, string>()
  const settings = typeof json === 'object' && json !== null ? json : {}
  for (const [name, value] of Object.entries(settings)) given.set(name, String(value))
  for (const word of words) {
    const [name = '', ...rest] = word.replace(/^--/, '').split('=')
    given.set(name, rest.length === 0 ? 'true' : rest.join('='))
  }
  const start = defaultDaemon(version)
  const flag = (name: string, otherwise: boolean) =>
    given.has(name) ? given.get(name) !== 'false' && given.get(name) !== '0' : otherwise
  const iptables = flag('iptables', true)
  const ip6tables = flag('ip6tables', start.ip6tables) && (atLeast(version, 27) || flag('experimental', false))
  return {
    iptables,
    ip6tables,
    userlandProxy: flag('userland-proxy', true),
    ipForward: flag('ip-forward', true),
    ipForwardNoDrop: flag('ip-forward-no-drop', false),
    allowDirectRouting: flag('allow-direct-routing', false),
    bridgeAcceptFwmark: given.get('bridge-accept-fwmark'),
    noRawRules: flag('DOCKER_INSECURE_NO_IPTABLES_RAW', false),
    sctpChecksum: flag('DOCKER_IPTABLES_SCTP_CHECKSUM', false),
  }
}
