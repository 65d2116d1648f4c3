import { groupBy } from '#base/lists.ts'
import { type Message, message } from '#model/diagnostic.ts'
import type { Family } from '#model/family.ts'
import type { KernelRun } from '#model/kernel.ts'
import type { Snapshot } from '#model/snapshot.ts'

/** A run with what else was left out: tables that nft made itself are not among what is rebuilt. */
export function withNative(run: KernelRun, { nft }: Snapshot, family: Family, more: readonly Message[]): KernelRun {
  const names = nativeTables(nft, family)
  const native = names.length === 0 ? [] : [message('kernel/left-native', { tables: names.join(', ') })]
  return { ...run, leftOut: [...more, ...run.leftOut, ...native] }
}

const tablesOfIptables: ReadonlySet<string> = new Set(['raw', 'mangle', 'nat', 'filter', 'security'])

function nativeTables(nft: unknown, family: Family): readonly string[] {
  const entries = (nft as { nftables?: unknown } | undefined)?.nftables
  if (!Array.isArray(entries)) return []
  const families = [family === 'ipv4' ? 'ip' : 'ip6', 'inet', 'netdev', 'bridge']
  const tables = entries.flatMap((entry: unknown) => {
    const table = (entry as { table?: { family?: unknown; name?: unknown } } | null)?.table
    return typeof table?.family === 'string' && typeof table.name === 'string'
      ? [[table.family, table.name] as const]
      : []
  })
  const native = tables.filter(
    ([own, name]) => families.includes(own) && !(own.startsWith('ip') && tablesOfIptables.has(name)),
  )
  return [...groupBy(native, ([own, name]) => `${own} ${name}`).keys()]
}
