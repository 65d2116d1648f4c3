import { type Message, message } from '#model/diagnostic.ts'
import type { RepairAnswer } from './repair-answer.ts'

/**
 * Why rules must not be pruned; none where they may. It takes a complete inventory and known options to say that nothing is there
 * for a rule, and more than a third of Docker's rules go only when that was asked for (`evenSo`).
 */
export function pruneRefusals({ plans, unknown }: RepairAnswer, evenSo: boolean): readonly Message[] {
  const refusals = unknown.length > 0 ? [message('repair/prune-unknown', {})] : []
  const there = plans.flatMap(({ rules }) => rules).filter(({ position }) => position !== undefined).length
  const going = plans
    .flatMap(({ steps }) => steps)
    .filter((step) => 'because' in step && (step.because === 'stale' || step.because === 'altered')).length
  const isMuch = going * 3 > there && !evenSo
  return isMuch ? [...refusals, message('repair/prune-much', { going, there })] : refusals
}
