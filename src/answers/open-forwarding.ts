import { readKnownOptions } from '#docker/engines/daemon-options.ts'
import { readEngineVersion } from '#docker/engines/engine-version.ts'
import { isRefusal } from '#model/answer.ts'
import type { DaemonConfig } from '#model/daemon.ts'
import { type Message, message } from '#model/diagnostic.ts'
import type { Container } from '#model/docker.ts'
import type { Family } from '#model/family.ts'
import { findChain } from '#model/ruleset.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { judgeConversation } from './conversation-answer.ts'
import type { RepairAnswer } from './repair-answer.ts'
import { packetOf, prepare } from './trace-answer.ts'

/**
 * Where FORWARD's policy is ACCEPT and a neighbour on the LAN reaches, by the container's own address, a port that nobody published: what
 * that opens, and why Docker did not set DROP.
 */
export function openForwarding(
  snapshot: Snapshot,
  told: DaemonConfig,
  { plans, isOff }: RepairAnswer,
): readonly Message[] {
  if (isOff || snapshot.facts.interfaces === undefined) return []
  return plans.flatMap(({ family, steps }) => {
    const isAccept = snapshot.rulesets.some(
      (ruleset) => ruleset.family === family && findChain(ruleset, 'filter', 'FORWARD')?.policy === 'ACCEPT',
    )
    // Where rules are missing, other things are open, and a repair closes them.
    if (!isAccept || steps.length > 0) return []
    const networks = openNetworks(snapshot, family)
    if (networks.length === 0) return []
    const place = `${family}/filter/FORWARD`
    return [
      message('status/forward-open', { place, why: whyOpen(snapshot, told, family), networks: networks.join(', ') }),
    ]
  })
}

function openNetworks(snapshot: Snapshot, family: Family): readonly string[] {
  const program = prepare(snapshot)
  const running = (snapshot.docker?.containers ?? []).filter((container) => container.running)
  return (snapshot.docker?.networks ?? []).flatMap(({ id, name, driver }) => {
    const member = running.flatMap((container) => addressIn(container, id, family) ?? [])[0]
    if (driver !== 'bridge' || member === undefined) return []
    const to = `${family === 'ipv6' ? `[${member}]` : member}:9`
    const wish = { from: 'lan', to, in: undefined, out: undefined, protocol: 'tcp', family, fields: {} }
    const packet = packetOf(wish, snapshot)
    if (isRefusal(packet)) return []
    return judgeConversation(packet, program, snapshot).conversation?.verdict === 'ACCEPT' ? [name] : []
  })
}

function addressIn({ endpoints }: Container, network: string, family: Family): string | undefined {
  return endpoints.find(({ networkId }) => networkId === network)?.[family]
}

function whyOpen({ docker }: Snapshot, told: DaemonConfig, family: Family): string {
  const version = docker && readEngineVersion(docker.version)
  const options = version && readKnownOptions(version, told)
  if (options?.ipForward === false || options?.ipForwardNoDrop === true) return 'option'
  return told.before[family] === true ? 'before' : ''
}
