import type { Effect } from '#model/effect.ts'
import { ctStates } from '#model/condition.ts'
import type { KnownConnections } from './conntrack.ts'
import { mapped } from './nat.ts'
import type { CompiledRule, PacketState } from './packet-state.ts'
import { change } from './record.ts'
import type { Applied } from './walk.ts'
import type { World } from './world.ts'

type Kind<K extends Effect['kind']> = Extract<Effect, { kind: K }>

/** Does to the packet what the rule does; 'unknown' for targets of which we know only the name. */
export function applyEffect(
  passage: PacketState,
  rule: CompiledRule,
  world: World,
  known: KnownConnections | undefined,
): Applied {
  const { effect, id } = rule
  switch (effect.kind) {
    case 'continue':
    case 'jump':
    case 'return':
    case 'verdict':
      return 'next'
    case 'nat':
      return applyNat(passage, effect, id, world, known)
    case 'mark':
      applyMark(passage, effect, id)
      return 'next'
    case 'rewrite':
      applyRewrite(passage, effect, id)
      return 'next'
    case 'untrack':
      if (passage.ctstate === ctStates.INVALID && passage.connection === undefined) passage.ctstate = ctStates.UNTRACKED
      return 'next'
    case 'queue':
      return 'queue'
    case 'unknown':
      return 'unknown'
  }
}

function applyNat(
  passage: PacketState,
  effect: Kind<'nat'>,
  id: string,
  world: World,
  known: KnownConnections | undefined,
): Applied {
  if (passage.connection === undefined) return 'end'
  const connection = mapped(passage, passage.connection, effect, world, known)
  if (connection === 'none') passage.end = { kind: 'dead', why: 'no-address' }
  else passage.connection = connection
  if (effect.change === 'redirect') passage.redirected = true
  passage.mapper = id
  return 'end'
}

function applyMark(passage: PacketState, { field, change: { value, mask }, copy }: Kind<'mark'>, id: string): void {
  const { connection } = passage
  if (field === 'connmark') {
    if (connection === undefined) return
    const bits = copy === undefined ? value : passage.mark & value
    setConnectionMark(passage, ((connection.mark & ~mask) ^ bits) >>> 0, id)
  } else if (copy === undefined) change(passage, 'mark', ((passage.mark & ~mask) ^ value) >>> 0, id)
  else if (connection !== undefined) {
    change(passage, 'mark', ((passage.mark & ~mask) ^ (connection.mark & value)) >>> 0, id)
  }
}

function setConnectionMark(passage: PacketState, to: number, by: string): void {
  const { connection } = passage
  if (connection === undefined || connection.mark === to) return
  passage.log?.push({ kind: 'rewrite', field: 'connmark', from: connection.mark, to, by })
  passage.connection = { ...connection, mark: to }
}

function applyRewrite(passage: PacketState, effect: Kind<'rewrite'>, id: string): void {
  const { field, to } = effect
  switch (field) {
    case 'ttl':
    case 'tos':
      change(passage, field, to ?? computed(passage[field], effect), id)
      return
    case 'tcpmss':
      change(passage, field, to === undefined ? undefined : smaller(passage, to), id)
      return
    case 'mark':
    case 'connmark':
    case 'checksum':
    case 'class':
    case 'other':
  }
}

// A size is never raised; where none was announced the smallest that everybody takes is, unless data leave no room for it.
// Source: tcpmss_mangle_packet() in net/netfilter/xt_TCPMSS.c.
function smaller({ tcpmss, family, packet }: PacketState, to: number): number | undefined | null {
  const [bare, usual] = family === 'ipv4' ? [40, 536] : [60, 1220]
  if (tcpmss === null) return packet.length !== undefined && packet.length > bare ? null : Math.min(to, usual)
  return tcpmss === undefined ? undefined : Math.min(tcpmss, to)
}

function computed(old: number | undefined, { change: masked, add }: Kind<'rewrite'>): number | undefined {
  if (old === undefined) return undefined
  if (masked !== undefined) return (old & ~masked.mask) ^ masked.value
  return add === undefined ? undefined : Math.min(255, Math.max(0, old + add))
}
