import { readEngineVersion } from '#docker/engines/engine-version.ts'
import { isRefusal, type Refusal, refusal } from '#model/answer.ts'
import type { Difference } from '#model/difference.ts'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { Container } from '#model/docker.ts'
import type { Family } from '#model/family.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { Verdict } from '#model/trace.ts'
import type { Program } from '#netfilter/program.ts'
import { readText } from '#syntax/text/read-text.ts'
import { answerDiff } from './diff-answer.ts'
import type { DaemonConfig } from '#model/daemon.ts'
import { answerPredict } from './predict-answer.ts'
import { answerTrace, packetOf, prepare } from './trace-answer.ts'

/** What another version of the engine would write in place of this one's rules. */
export interface Upgrade {
  /** The conclusion: rules that are added, removed, moved; ports that open and close. */
  readonly changes: Message
  readonly difference: Difference
  readonly notes: readonly Message[]
}

/**
 * Compares what the engine of a snapshot writes with what another version would write for the same networks and containers. Ports are
 * traced through Docker's rules alone, from outside: published ones at the host, all at the container's own address.
 */
export function answerUpgrade(snapshot: Snapshot, version: string, told: DaemonConfig): Upgrade | Refusal {
  const { docker } = snapshot
  if (readEngineVersion(version) === undefined) return refusal('predict/no-version', { version })
  const before = answerPredict(snapshot, told)
  if (isRefusal(before)) return before
  const after = answerPredict({ ...snapshot, docker: docker && { ...docker, version } }, told)
  if (isRefusal(after)) return after
  const difference = answerDiff(before.snapshot, after.snapshot)
  const rules = difference.groups.flatMap((group) => group.rules)
  const count = (kind: string) => rules.filter((rule) => rule.kind === kind).length
  const ports = changedPorts(snapshot, before.snapshot, after.snapshot)
  const args = { from: docker?.version ?? '', to: version, ...ports }
  const counts = { added: count('added'), removed: count('removed'), moved: count('moved') }
  return { changes: message('predict/upgrade', { ...args, ...counts }), difference, notes: after.notes }
}

/** Which destinations let a new connection from outside through on one side only. */
function changedPorts(host: Snapshot, before: Snapshot, after: Snapshot): { opens: string; closes: string } {
  const [old, fresh] = [before, after].map(({ rulesets }) => {
    const own = (['ipv4', 'ipv6'] as const).flatMap(
      (family) => rulesets.find((one) => one.family === family) ?? withoutRules(family),
    )
    const side = { ...host, rulesets: own }
    return { side, program: prepare(side) }
  })
  if (old === undefined || fresh === undefined) return { opens: '', closes: '' }
  const opens: string[] = []
  const closes: string[] = []
  for (const { to, family } of (host.docker?.containers ?? []).flatMap(destinations)) {
    const [then, now] = [old, fresh].map(({ side, program }) => verdictAt(to, family, side, program))
    if (then === now || then === 'UNKNOWN' || now === 'UNKNOWN') continue
    if (now === 'ACCEPT') opens.push(to)
    else if (then === 'ACCEPT') closes.push(to)
  }
  return { opens: [...new Set(opens)].join(', '), closes: [...new Set(closes)].join(', ') }
}

// A family that the engine leaves alone: the kernel's own policies.
function withoutRules(family: Family): Snapshot['rulesets'] {
  return readText(
    { name: 'none', text: '*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n' },
    { family },
  ).rulesets
}

function destinations({ running, ports, endpoints, exposed }: Container): readonly { to: string; family: Family }[] {
  if (!running) return []
  const own = new Set([...exposed, ...ports.map(({ containerPort, protocol }) => `${containerPort}/${protocol}`)])
  const direct = endpoints.flatMap(({ ipv4, ipv6 }) => [
    ...[...own].flatMap((port) => (ipv4 ? [{ to: `${ipv4}:${port}`, family: 'ipv4' as const }] : [])),
    ...[...own].flatMap((port) => (ipv6 ? [{ to: `[${ipv6}]:${port}`, family: 'ipv6' as const }] : [])),
  ])
  const published = ports.flatMap(({ hostAddress, hostPort, protocol }) => {
    const six = hostAddress.includes(':')
    const any = hostAddress === '' || hostAddress === '0.0.0.0' || hostAddress === '::'
    if (hostPort === 0 || hostAddress.startsWith('127.') || hostAddress === '::1') return []
    const address = any ? '' : six ? `[${hostAddress}]` : hostAddress
    return [{ to: `${address}:${hostPort}/${protocol}`, family: six ? ('ipv6' as const) : ('ipv4' as const) }]
  })
  return [...published, ...direct]
}

function verdictAt(to: string, family: Family, side: Snapshot, program: Program): Verdict {
  const request = { from: 'internet', to, in: undefined, out: undefined, protocol: undefined, family, fields: {} }
  const packet = packetOf(request, side)
  return isRefusal(packet) ? 'UNKNOWN' : answerTrace(packet, program).verdict
}
