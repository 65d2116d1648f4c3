import type { Doubt } from '#model/trace.ts'
import type { Answer, PacketState } from './packet-state.ts'

/** Gives back the answer that was taken for granted, or leaves the question open. */
export function ask(passage: PacketState, doubt: Doubt): Answer {
  const assumed = passage.assumed?.get(doubt.key)
  if (assumed !== undefined) return assumed ? 1 : 0
  passage.doubt ??= doubt
  return 2
}
