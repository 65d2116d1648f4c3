import { printable } from '#base/printable.ts'
import { iptablesHooks } from '#lowered/iptables-places.ts'
import { tableOrder } from '#syntax/print/table-order.ts'
import type { Prediction } from './predict.ts'

/** The predicted tables as iptables-save would print them after the engine wrote them, without comment lines. */
export function bookText({ book }: Prediction): string {
  const tables = [...book.tables.keys()].sort((a, b) => tableOrder(a) - tableOrder(b))
  return tables.map((table) => tableText(table, book)).join('')
}

function tableText(table: string, { tables, policies }: Prediction['book']): string {
  const chains = tables.get(table) ?? new Map()
  const builtin = iptablesHooks(table)
  const own = [...chains.keys()].filter((chain) => !builtin.includes(chain)).sort()
  const lines = [
    `*${table}`,
    ...builtin.map((chain) => `:${chain} ${policies.get(`${table}/${chain}`) ?? 'ACCEPT'} [0:0]`),
    ...own.map((chain) => `:${chain} - [0:0]`),
    ...[...builtin, ...own].flatMap((chain) =>
      // Names from a Compose file or an engine's answer can hold anything, line ends too.
      (chains.get(chain) ?? []).map(({ text }: { text: string }) => printable(`-A ${chain} ${text}`)),
    ),
    'COMMIT',
  ]
  return `${lines.join('\n')}\n`
}
