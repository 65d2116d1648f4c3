import type { CompiledRule, PacketState } from './packet-state.ts'
import type { BaseChain } from './program.ts'
import type { PacketReading } from './reading.ts'
import type { Run } from './run.ts'
import { type Outcome, startOf, walk } from './walk.ts'

/** Takes the packet through a base chain, or through what is left of it, and does what the verdict means. */
export function askBase(run: Run, reading: PacketReading, passage: PacketState, base: BaseChain): void {
  settle(run, passage, pass(run, reading, passage, base), base)
}

function pass(
  run: Run,
  reading: PacketReading,
  passage: PacketState,
  base: BaseChain,
): Outcome<PacketState, CompiledRule> {
  if (passage.cursor === undefined) {
    if (run.joins(passage, `${passage.hook} ${passage.step} ${base.chain.path} ${passage.looped}`)) {
      return { verdict: 'STOPPED', by: undefined, state: passage }
    }
    passage.cursor = startOf(base.chain)
    const { variant } = base
    passage.log?.push({ kind: 'chain', id: base.chain.path, variant, hook: passage.hook ?? 'PREROUTING' })
  }
  const outcome = walk(passage.cursor, passage, reading)
  passage.cursor = undefined
  return outcome
}

// What the end of a base chain means for the packet.
function settle(
  run: Run,
  passage: PacketState,
  { verdict, by }: Outcome<PacketState, CompiledRule>,
  base: BaseChain,
): void {
  if (passage.end !== undefined) return
  const id = by?.id ?? `${base.chain.path}#policy`
  if (by === undefined || by.effect.kind === 'return') notePolicy(passage, base, id)
  if (base.decides) noteDecision(passage, base, by, id)
  switch (verdict) {
    case 'ACCEPT':
    case 'STOPPED':
      return
    case 'DROP': {
      const error = by?.effect.kind === 'verdict' ? by.effect.error : undefined
      passage.by = id
      passage.end = error === undefined ? { kind: 'dropped', by: id } : { kind: 'rejected', by: id, error }
      return
    }
    case 'QUEUE':
      return queued(run, passage, by, id)
    case 'UNKNOWN':
      passage.end = { kind: 'unknown', by: id, why: by?.effect.kind === 'jump' ? 'missing-chain' : 'target' }
      return
    case 'ENDLESS':
      passage.end = { kind: 'unknown', by: id, why: 'endless' }
  }
}

// Of several chains a rule says more than a policy.
function noteDecision(passage: PacketState, base: BaseChain, by: CompiledRule | undefined, id: string): void {
  const isPolicy = by === undefined || by.effect.kind === 'return'
  if (isPolicy && passage.byRule === passage.hook) return
  passage.byRule = isPolicy ? undefined : passage.hook
  passage.by = isPolicy ? `${base.chain.path}#policy` : id
}

function notePolicy(passage: PacketState, { chain }: BaseChain, id: string): void {
  if (chain.policy !== undefined) passage.log?.push({ kind: 'policy', id, policy: chain.policy })
}

// Without a program at the queue the packet is lost, or goes on with the next table.
function queued(run: Run, passage: PacketState, by: CompiledRule | undefined, id: string): void {
  if (run.program.options.queues !== 'unattended') passage.end = { kind: 'unknown', by: id, why: 'queue' }
  else if (by?.effect.kind !== 'queue' || !by.effect.bypass) {
    passage.by = id
    passage.end = { kind: 'dropped', by: id }
  }
}
