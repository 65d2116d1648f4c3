import type { Packet } from '#model/packet.ts'
import { ctStates } from '#model/condition.ts'
import { confirm, type KnownConnections, track } from './conntrack.ts'
import { askBase } from './ask-base.ts'
import type { NearWatch } from './near-watch.ts'
import { PacketState } from './packet-state.ts'
import type { HookStep, Program, UnreadDoubt } from './program.ts'
import { PacketReading } from './reading.ts'
import { Run } from './run.ts'
import { goOn, leave } from './stages.ts'
import { translate } from './translate.ts'
import { meetUnread } from './meet-unread.ts'

/** How much of the way is kept: nothing, the rules that took the packet, or everything. */
export type Detail = 'verdict' | 'rules' | 'steps'

/** What a packet is followed with. */
export interface Following {
  /** Connections that exist already. */
  readonly known?: KnownConnections | undefined
  /** Of the rules that do not take the packet, only those that may be near misses are among the steps. */
  readonly watch?: NearWatch | undefined
}

/** Follows a packet on all its ways to their ends. */
export function follow(packet: Packet, program: Program, detail: Detail, { known, watch }: Following = {}): Run {
  const run = new Run(program, known)
  const reading = new PacketReading(run, watch)
  const first = new PacketState(packet)
  if (detail !== 'verdict') first.matched = []
  if (detail === 'steps') first.log = []
  if (program.options.assume !== undefined) first.assumed = new Map(Object.entries(program.options.assume))
  for (let passage: PacketState | undefined = first; passage !== undefined; passage = run.next()) {
    while (passage.end === undefined) advance(run, reading, passage)
    run.done.push(passage)
  }
  return run
}

function advance(run: Run, reading: PacketReading, passage: PacketState): void {
  if (passage.routeAgain) {
    leave(run, passage, true)
    passage.routeAgain = false
    return
  }
  const steps = passage.hook === undefined ? [] : run.program.hooks[passage.family][passage.hook]
  const step = steps[passage.step]
  if (step === undefined) {
    if (passage.hook === 'INPUT' || passage.hook === 'POSTROUTING') confirm(passage)
    return goOn(run, passage)
  }
  takeStep(run, reading, passage, step)
}

function takeStep(run: Run, reading: PacketReading, passage: PacketState, step: HookStep): void {
  switch (step.kind) {
    case 'chain': {
      const before = routedBy(passage)
      askBase(run, reading, passage, step.base)
      if (passage.end !== undefined) return
      passage.step++
      passage.routeAgain = step.base.kind === 'route' && before !== routedBy(passage)
      return
    }
    case 'conntrack':
      seeConnection(run, passage)
      passage.step++
      return
    case 'unread':
      for (const doubt of step.doubts)
        if (concerns(doubt.on, passage)) meetUnread(run, passage, `${passage.family}#unread`, doubt)
      passage.step++
      return
    case 'nat':
      return translate(run, reading, passage, step.chains)
  }
}

function concerns(on: UnreadDoubt['on'], passage: PacketState): boolean {
  const { hook, in: device, out, bridged, fromBridge } = passage
  if (on === undefined) return true
  if (on === 'bridge') return bridged || fromBridge
  if (on === 'host') return hook === 'INPUT' && passage.packet.tracked === undefined
  return hook === 'POSTROUTING' ? out === on.device : hook === 'PREROUTING' && device === on.device
}

function routedBy({ src, dst, mark, tos }: PacketState): string {
  return `${src} ${dst} ${mark} ${tos}`
}

function seeConnection(run: Run, passage: PacketState): void {
  const { tracking, world } = run.program
  const untouched = passage.connection === undefined && passage.ctstate !== ctStates.UNTRACKED
  if (!tracking[passage.family] || !untouched) return
  const state = track(passage, world, run.known, () => run.decide(passage, { cause: 'packet', key: 'ctstate NEW' }))
  passage.log?.push({ kind: 'conntrack', state, direction: passage.ctreply ? 'REPLY' : 'ORIGINAL' })
}
