import type { AddressNumber } from '#base/address.ts'
import { type Condition, ctStates } from '#model/condition.ts'
import type { Family } from '#model/family.ts'
import type { Connection, Hook, Packet } from '#model/packet.ts'
import type { Doubt, End, Step } from '#model/trace.ts'
import type { Clause, LoweredRule } from '#model/lowered.ts'
import type { Sieve } from './sieve.ts'
import type { Cursor, WalkChain, WalkRule } from './walk.ts'

/** 0: no, 1: yes, 2: perhaps. */
export type Answer = 0 | 1 | 2

/** Whether a packet is what a condition asks for. Leaves the first open question in `passage.doubt`. */
export type Test = (passage: PacketState) => Answer

/** A part of a rule, prepared for many packets. */
export interface CompiledRule extends WalkRule {
  readonly id: string
  readonly rule: Pick<LoweredRule, 'origin' | 'start' | 'end' | 'written'>
  readonly chain: MetChain
  readonly test: Test
  /** The clauses one by one, for whoever wants to know which of them failed. */
  readonly clauses: readonly { readonly clause: Clause; readonly test: Test }[]
  /** What the whole rule asks, of which this may be one of several parts. */
  readonly shown: CompiledRule['clauses']
  /** What it asks at least, for the sieve. */
  readonly condition: Condition
  /** Whether the rule counts as having taken the packet: what comes after the first part belongs to it. */
  readonly counts: boolean
  /** Whether a packet that it does not take goes on to the next rule. */
  readonly isLast: boolean
  readonly target: MetChain | undefined
  /** Not a rule but a line that could not be read. */
  readonly unread: Doubt | undefined
}

/** A chain prepared for many packets. `path`: FAMILY/TABLE/CHAIN. */
export interface MetChain extends WalkChain<CompiledRule> {
  readonly path: string
  readonly rules: readonly CompiledRule[]
  readonly sieve: Sieve
  /** The place of a rule, from `start` on; infinity where it is not among the rules there. */
  nextOf(id: string, start: number): number
}

/** What one way of a packet has become so far: where it is, what it looks like now, and what was taken for granted. */
export class PacketState {
  readonly packet: Packet
  readonly family: Family
  /** '' where there is none; undefined where it is not known. */
  in: string | undefined
  out: string | undefined
  physin: string | undefined
  physout: string | undefined
  src: AddressNumber | undefined
  dst: AddressNumber | undefined
  readonly protocol: number
  /** null: a packet of this kind has none. */
  sport: number | undefined | null
  dport: number | undefined | null
  fragment: 0 | 1
  ttl: number | undefined
  tos: number | undefined
  tcpmss: number | undefined | null
  mark: number
  /** The interface that routing chose; `out` shows it from the next hook on. */
  leaving: string | undefined
  /** The next router, where routing names one. */
  hop: AddressNumber | undefined
  /** Whether the socket that sent it is still attached. */
  owned: boolean
  /** It travels as a frame of a bridge, not routed. */
  bridged = false
  /** It came in by a bridge that shows its frames to iptables. */
  fromBridge = false
  /** REDIRECT turned it to this host, by whatever address. */
  redirected = false
  /** It has gone out by `lo` and came in there. */
  looped = false

  /** A bit of `ctStates`: INVALID until conntrack has seen it. */
  ctstate: number = ctStates.INVALID
  ctreply = false
  connection: Connection | undefined
  /** In the table of connections; nat is over for it. */
  confirmed = false

  hook: Hook | undefined
  /** The next step of the hook, and where in a chain it stands if it stands in one. */
  step = 0
  cursor: Cursor<CompiledRule> | undefined
  /** Which of the nat chains of the hook is being asked. */
  natChain = 0
  /** The rule that made a mapping, until the packet is rewritten. */
  mapper: string | undefined
  /** A packet of the host must be routed anew before the next step. */
  routeAgain = false
  end: End | undefined

  /** Answers taken for granted, by question. */
  assumed: Map<string, boolean> | undefined
  /** Those of them that hold for one rule only, because the question has another answer each time. */
  once: string[] = []
  /** The first question of the last condition that had no answer. */
  doubt: Doubt | undefined
  /** The number of this way, and the fork that it began with. */
  way = 0
  origin: { readonly way: number; readonly doubt: Doubt; readonly shared: number } | undefined
  /** It has just begun at a rule that it is about to be asked again; 'next': it was. */
  newcomer: 'no' | 'now' | 'next' = 'no'

  /** Rules that took it, in order; undefined: nobody wants to know. */
  matched: CompiledRule[] | undefined
  log: Step[] | undefined
  /** The rule or policy that decided in the filter table, or dropped. */
  by: string | undefined
  /** The hook at which a rule decided, not a policy. */
  byRule: Hook | undefined

  constructor(packet: Packet) {
    this.packet = packet
    this.family = packet.family
    this.in = packet.local ? '' : packet.in
    this.out = ''
    this.physin = ''
    this.physout = ''
    this.src = packet.src
    this.dst = packet.dst
    this.protocol = packet.protocol
    this.fragment = packet.fragment
    this.sport = portOf(packet, packet.sport)
    this.dport = portOf(packet, packet.dport)
    this.ttl = packet.ttl
    this.tos = packet.tos
    this.tcpmss = packet.tcpmss
    this.mark = packet.mark
    this.owned = packet.local
  }

  /** Conntrack puts fragments together: the rest of its way it is the whole packet. */
  reassemble(): void {
    this.fragment = 0
    this.sport = hasPorts(this.protocol) ? this.packet.sport : null
    this.dport = hasPorts(this.protocol) ? this.packet.dport : null
  }

  /** Another way of the same packet, from here on. */
  fork(): PacketState {
    const twin = Object.assign(Object.create(PacketState.prototype) as PacketState, this)
    twin.cursor = this.cursor === undefined ? undefined : { ...this.cursor }
    twin.assumed = new Map(this.assumed)
    twin.once = [...this.once]
    twin.newcomer = 'now'
    twin.matched = this.matched?.slice()
    twin.log = this.log?.slice()
    return twin
  }
}

const portProtocols: ReadonlySet<number> = new Set([6, 17, 33, 132, 136])

/** Whether packets of the protocol have ports. */
export function hasPorts(protocol: number): boolean {
  return portProtocols.has(protocol)
}

function portOf(packet: Packet, port: number | undefined): number | undefined | null {
  return packet.fragment === 1 || !hasPorts(packet.protocol) ? null : port
}
