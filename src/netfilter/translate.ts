import { ctStates } from '#model/condition.ts'
import { askBase } from './ask-base.ts'
import { isDecided, rewritten, unmapped, wasTurned } from './nat.ts'
import type { PacketState } from './packet-state.ts'
import type { BaseChain } from './program.ts'
import type { PacketReading } from './reading.ts'
import { change } from './record.ts'
import type { Run } from './run.ts'

/** Asks the nat chains of the hook if nat has not decided yet, and rewrites the packet as its connection wants it. */
export function translate(run: Run, reading: PacketReading, passage: PacketState, chains: readonly BaseChain[]): void {
  const hook = passage.hook ?? 'PREROUTING'
  if (passage.connection === undefined) {
    const why = run.program.tracking[passage.family] ? 'untracked' : 'inactive'
    if (chains.length > 0) passage.log?.push({ kind: 'nat-skipped', hook, why })
    passage.step++
    return
  }
  if (isDecided(passage.connection, hook) || passage.ctstate === ctStates.ESTABLISHED) {
    if (chains.length > 0) passage.log?.push({ kind: 'nat-skipped', hook, why: 'decided' })
  } else if (!askNat(run, reading, passage, chains)) return
  passage.step++
  rewrite(passage)
}

// The first chain that makes a mapping wins; one that accepts leaves it to the next.
function askNat(run: Run, reading: PacketReading, passage: PacketState, chains: readonly BaseChain[]): boolean {
  const hook = passage.hook ?? 'PREROUTING'
  for (; passage.natChain < chains.length; passage.natChain++) {
    const base = chains[passage.natChain] as BaseChain
    askBase(run, reading, passage, base)
    if (passage.end !== undefined) return false
    if (passage.connection !== undefined && isDecided(passage.connection, hook)) break
  }
  passage.natChain = 0
  const { connection } = passage
  if (connection !== undefined && !isDecided(connection, hook)) passage.connection = unmapped(connection, hook)
  return true
}

function rewrite(passage: PacketState): void {
  const { connection, hook } = passage
  if (connection === undefined || hook === undefined) return
  const changes = rewritten(passage, connection, hook)
  const by = passage.mapper ?? 'connection'
  passage.mapper = undefined
  for (const field of ['src', 'dst', 'sport', 'dport'] as const) {
    if (changes !== undefined && field in changes) change(passage, field, changes[field], by)
  }
  // Of all that gives a connection another destination, only REDIRECT gives it one that is not known: an address of this host.
  const isKnown = connection.original.dst === undefined || connection.reply.src !== undefined
  if (changes !== undefined && 'dst' in changes && !passage.ctreply && !isKnown) passage.redirected = true
  if (hook === 'OUTPUT' && wasTurned(connection, passage.ctreply)) passage.routeAgain = true
}
