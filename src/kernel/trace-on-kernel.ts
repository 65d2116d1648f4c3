import { lowerSnapshot } from '#lowered/lower.ts'
import { readAddress } from '#base/prefix.ts'
import { type Refusal, refusal } from '#model/answer.ts'
import type { KernelComparison, KernelRun } from '#model/kernel.ts'
import type { Packet } from '#model/packet.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { replyTo } from '#netfilter/follow-up.ts'
import { buildProgram, type Program } from '#netfilter/program.ts'
import { trace } from '#netfilter/trace.ts'
import { askKernel } from './ask-kernel.ts'
import { withDistinctRulesets } from './distinct-rulesets.ts'
import { withNative } from './native-tables.ts'
import { type RebuiltHost, rebuild } from './rebuild.ts'
import { definite, whyNotSent } from './sendable.ts'

/** What the kernel said to a packet, and to the first answer to it where that was asked for. */
export interface KernelTrace {
  readonly run: KernelRun
  readonly first: KernelComparison
  /** Why the answer was not sent, where it was to be; undefined: nobody answers. */
  readonly reply: KernelComparison | Refusal | undefined
}

/**
 * Sends a packet through a host like the one of the snapshot, in network namespaces of our own. A message: why such a packet
 * cannot be sent. Faults: kernel/no-namespaces, kernel/no-tool, kernel/rules-refused.
 */
export async function traceOnKernel(
  asked: Snapshot,
  packet: Packet,
  options: { readonly reply?: boolean } = {},
): Promise<KernelTrace | Refusal> {
  const { snapshot, leftOut } = withDistinctRulesets(asked)
  const wanted = definite(packet)
  const { facts } = snapshot
  const host = await rebuild({
    facts,
    rules: snapshot,
    family: packet.family,
    packets: [wanted],
    hosts: containersOf(snapshot),
  })
  try {
    const why = whyNotSent(wanted, host.links, host.sandbox.users)
    if (why !== undefined) return { kind: 'refusal', message: why }
    const program = programOf(host, snapshot)
    const first = await askKernel(host, trace(wanted, program))
    if (first === undefined) return refusal('kernel/unsent-socket', {})
    const run = withNative(host.run, snapshot, packet.family, leftOut)
    return { run, first, reply: options.reply === true ? await askReply(host, program, first) : undefined }
  } finally {
    await host.close()
  }
}

/** Our engine on what the kernel was given: there is nobody at the queues. */
export function programOf({ facts, native }: RebuiltHost, { rulesets }: Snapshot): Program {
  return buildProgram(lowerSnapshot({ rulesets, native: native.tables }), facts, { queues: 'unattended' })
}

/** Addresses of the containers that run. */
export function containersOf({ docker }: Snapshot) {
  const endpoints = (docker?.containers ?? []).flatMap(({ running, endpoints: own }) => (running ? own : []))
  const texts = endpoints.flatMap(({ ipv4, ipv6 }) => [ipv4, ipv6])
  return texts.flatMap((text) => readAddress(text ?? '') ?? [])
}

async function askReply(
  host: RebuiltHost,
  program: Program,
  { trace: first }: KernelComparison,
): Promise<KernelComparison | Refusal | undefined> {
  const reply = replyTo(first)
  if (reply === undefined) return undefined
  const wanted = definite(reply)
  const why = whyNotSent(wanted, host.links, host.sandbox.users)
  return why === undefined ? askKernel(host, trace(wanted, program)) : { kind: 'refusal', message: why }
}
