import { message } from '#model/diagnostic.ts'
import type { Family } from '#model/family.ts'
import type { KernelRun } from '#model/kernel.ts'
import type { Message } from '#model/diagnostic.ts'
import { notFollowed } from '#lowered/not-followed.ts'
import { isOfIptables } from '#lowered/iptables-nft.ts'
import type { Rules } from './load-native.ts'

/** A run with what else was left out: tables of nftables at places that the trace does not follow. */
export function withNative(run: KernelRun, rules: Rules, family: Family, more: readonly Message[]): KernelRun {
  const names = leftTables(rules, family)
  const native = names.length === 0 ? [] : [message('kernel/left-native', { tables: names.join(', ') })]
  return { ...run, leftOut: [...more, ...run.leftOut, ...native] }
}

function leftTables({ native = [], rulesets }: Rules, family: Family): readonly string[] {
  const left = native.filter((table) => !isOfIptables(table, rulesets) && notFollowed(table, family).length > 0)
  return left.map(({ family: own, name }) => `${own} ${name}`)
}
