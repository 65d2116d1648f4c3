import type { Doubt } from '#model/trace.ts'
import type { PacketState } from './packet-state.ts'
import type { Run } from './run.ts'

/** The packet meets something that was not read: one way ends here as unknown, the other goes on as if it were not there. */
export function meetUnread(run: Run, passage: PacketState, id: string, doubt: Doubt): void {
  if (passage.assumed?.has(doubt.key) === true) return
  const twin = run.fork(passage, doubt)
  passage.assumed ??= new Map()
  passage.assumed.set(doubt.key, false)
  passage.log?.push({ kind: 'unread', id, doubt })
  if (twin === undefined) return
  twin.by = id
  twin.end = { kind: 'unknown', by: id, why: 'unread' }
}
