import type { LoweredRule } from '#model/lowered.ts'
import type { View } from './subject.ts'

/** All rules of a view. */
export function rulesOfView({ lowered }: View): readonly LoweredRule[] {
  return lowered.tables.flatMap(({ chains }) => [...chains.values()].flatMap(({ rules }) => rules))
}

/** Whether it is a rule of iptables that belongs to no program. */
export function isByUser({ written }: LoweredRule, { owners }: View): boolean {
  return written !== undefined && owners.ofRule(written).owner === 'user'
}

/** The rules of iptables in DOCKER-USER. */
export function dockerUserRules({ lowered }: View): readonly LoweredRule[] {
  return lowered.tables
    .filter(({ name, written }) => name === 'filter' && written !== undefined)
    .flatMap(({ chains }) => chains.get('DOCKER-USER')?.rules ?? [])
}
