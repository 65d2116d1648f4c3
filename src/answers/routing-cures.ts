import { liesIn } from '#base/network.ts'
import { shellWord } from '#base/shell-word.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { RoutingDeath, Trace, Way } from '#model/trace.ts'
import type { Candidate } from './candidate.ts'

/** The settings that may let a packet through where routing let it die, with the command that makes each of them. */
export function routingCandidates(trace: Trace, snapshot: Snapshot, why: RoutingDeath): readonly Candidate[] {
  const { packet, ways } = trace
  const device = (ways[0] as Way).final.in
  const sysctl = (name: string, value: string, follow: RegExp = /^$/): readonly Candidate[] => {
    const known = Object.keys(snapshot.facts.sysctls ?? {}).filter((one) => follow.test(one))
    const sysctls = { ...snapshot.facts.sysctls, ...Object.fromEntries([name, ...known].map((one) => [one, value])) }
    return [
      {
        kind: 'sysctl',
        commands: [`sysctl -w ${shellWord(`${name}=${value}`)}`],
        after: { ...snapshot, facts: { ...snapshot.facts, sysctls } },
      },
    ]
  }
  switch (why) {
    case 'forwarding-off':
      // The kernel sets that of each interface with it.
      return packet.family === 'ipv4'
        ? sysctl('net.ipv4.ip_forward', '1', /^net\.ipv4\.conf\..*\.forwarding$/)
        : sysctl('net.ipv6.conf.all.forwarding', '1', /^net\.ipv6\.conf\..*\.forwarding$/)
    case 'reverse-path':
      return device === undefined || device === ''
        ? []
        : sysctl(`net.ipv4.conf.${device.replaceAll('.', '/')}.rp_filter`, '2')
    case 'hairpin':
      return hairpin(trace, snapshot)
    case 'route-localnet':
      return localnetDevices(trace, snapshot).flatMap((name) =>
        sysctl(`net.ipv4.conf.${name.replaceAll('.', '/')}.route_localnet`, '1'),
      )
    case 'no-route':
    case 'blackhole':
    case 'unreachable':
    case 'prohibit':
    case 'martian-source':
    case 'martian-destination':
    case 'ttl':
    case 'not-for-us':
    case 'no-address':
      return []
  }
}

/** The interfaces that keep 127.0.0.0/8 out or in: the one the packet came in by, or the one towards its destination. */
function localnetDevices({ packet, ways }: Trace, { facts }: Snapshot): readonly string[] {
  const { in: device, dst } = (ways[0] as Way).final
  if (!packet.local) return device === undefined || device === '' ? [] : [device]
  const towards = facts.interfaces?.find(({ name, addresses }) =>
    addresses.some((one) => name !== 'lo' && dst !== undefined && one.family === packet.family && liesIn(dst, one)),
  )
  return towards === undefined ? [] : [towards.name]
}

function hairpin({ ways }: Trace, snapshot: Snapshot): readonly Candidate[] {
  const port = (ways[0] as Way).final.physin
  const { interfaces } = snapshot.facts
  if (port === undefined || port === '' || interfaces === undefined) return []
  const changed = interfaces.map((one) => (one.name === port ? { ...one, hairpin: true } : one))
  const after = { ...snapshot, facts: { ...snapshot.facts, interfaces: changed } }
  return [{ kind: 'bridge', commands: [`bridge link set dev ${shellWord(port)} hairpin on`], after }]
}
