import type { AddressNumber } from '#base/address.ts'
import type { Hook } from '#model/packet.ts'
import type { Doubt, End, RoutingDeath } from '#model/trace.ts'
import { arrivalOf, isForNeighbour, portToward, showsFrames } from './bridge.ts'
import { localDoubt } from './local-doubt.ts'
import { packetType } from './fields.ts'
import { lostBeforeRules } from './martians.ts'
import type { PacketState } from './packet-state.ts'
import { change, viewOf } from './record.ts'
import { type AskLocal, onward, routeIn, routeOut } from './routing.ts'
import type { Run } from './run.ts'
import { socketFor } from './sockets.ts'
import type { World } from './world.ts'

/** Puts the packet before the first step of a hook. */
function enterHook(passage: PacketState, hook: Hook): void {
  passage.hook = hook
  passage.step = 0
  passage.cursor = undefined
  passage.log?.push({ kind: 'hook', hook, packet: viewOf(passage), looped: passage.looped })
}

function die(passage: PacketState, why: RoutingDeath): void {
  passage.end = { kind: 'dead', why }
}

// The way on which the answer is no comes back to the same stage, so that a stage asks before it changes anything.
function asker(run: Run, passage: PacketState): AskLocal {
  return (address: AddressNumber) => run.decide(passage, localDoubt(address))
}

/** The first thing that happens to a packet. */
export function begin(run: Run, passage: PacketState): void {
  if (passage.packet.local) return leave(run, passage, false)
  const { world } = run.program
  if (passage.packet.pkttype === 3 && passage.packet.bridged !== true) return die(passage, 'not-for-us')
  const { device, port, onBridge } = arrivalOf(passage.packet.in, world)
  passage.in = device
  if (onBridge && device !== undefined) {
    passage.bridged = isForNeighbour(passage, device, world)
    passage.fromBridge = showsFrames(passage, world) ?? run.decide(passage, framesDoubt(passage))
    if (passage.fromBridge) passage.physin = port
    else if (passage.bridged) return endOnBridge(passage)
  }
  if (!passage.fromBridge && isLost(passage)) return
  defragment(run, passage)
  enterHook(passage, 'PREROUTING')
}

// Conntrack puts fragments together before any chain sees them, the ones of raw included. Source: NF_IP_PRI_CONNTRACK_DEFRAG.
function defragment(run: Run, passage: PacketState): void {
  if (passage.fragment === 1 && run.program.tracking[passage.family]) passage.reassemble()
}

// The protocol looks at addresses before any rule; a bridge shows frames to the rules before that.
function isLost(passage: PacketState): boolean {
  const lost = passage.dst === undefined ? undefined : lostBeforeRules(passage.src, passage.dst)
  if (lost !== undefined) die(passage, lost)
  return lost !== undefined
}

function framesDoubt({ family }: PacketState): Doubt {
  return { cause: 'fact', key: `net.bridge.bridge-nf-call-${family === 'ipv4' ? 'iptables' : 'ip6tables'}=1` }
}

function endOnBridge(passage: PacketState): void {
  passage.end = { kind: 'out', device: passage.in, bridged: true, hop: undefined }
}

/** What comes after the last step of a hook. */
export function goOn(run: Run, passage: PacketState): void {
  switch (passage.hook) {
    case 'PREROUTING':
      return passage.looped ? enterInput(passage) : afterPrerouting(run, passage)
    case 'INPUT':
      passage.end = hostEnd(run, passage)
      return
    case 'FORWARD':
      // The last hook of a bridge is told where a frame leaves, not where it came in. Source: br_nf_post_routing().
      if (passage.bridged) passage.in = ''
      return enterHook(passage, 'POSTROUTING')
    case 'OUTPUT':
      passage.out = passage.leaving
      return enterHook(passage, 'POSTROUTING')
    case 'POSTROUTING':
      return depart(passage)
    case undefined:
      return begin(run, passage)
  }
}

function hostEnd(run: Run, passage: PacketState): End {
  return { kind: 'host', ...socketFor(passage, run.program.world) }
}

function afterPrerouting(run: Run, passage: PacketState): void {
  if (passage.fromBridge && stays(run, passage)) return forwardOnBridge(run, passage)
  passage.bridged = false
  if (passage.fromBridge && isLost(passage)) return
  const decision = routeIn(passage, run.program.world, asker(run, passage))
  switch (decision.kind) {
    case 'dead':
      return die(passage, decision.why)
    case 'host':
      passage.log?.push({ kind: 'route', to: 'host', device: undefined, hop: undefined, again: false })
      return enterInput(passage)
    case 'forward':
      return forward(passage, decision.device, decision.hop, run.program.world)
  }
}

// Whoever tracks connections or not: IPv4 puts fragments together for its own host before INPUT. Source: ip_local_deliver().
function enterInput(passage: PacketState): void {
  if (passage.fragment === 1 && passage.family === 'ipv4') passage.reassemble()
  enterHook(passage, 'INPUT')
}

// A frame stays on its bridge unless DNAT turned it to another network; one to the bridge itself that DNAT turns to the same
// bridge never comes to routing either. Source: br_nf_pre_routing_finish() in net/bridge/br_netfilter_hooks.c.
function stays(run: Run, passage: PacketState): boolean {
  if (passage.dst === passage.packet.dst) return passage.bridged
  const found = routeIn(passage, run.program.world, asker(run, passage))
  // IPv6 looks up a way also where the host forwards nothing; IPv4 finds none then. Source: ip6_route_input(), ip_route_input_slow().
  const isOff = passage.family === 'ipv6' && found.kind === 'dead' && found.why === 'forwarding-off'
  const decision = isOff && passage.dst !== undefined ? onward(passage, passage.dst, run.program.world) : found
  return decision.kind === 'forward' && decision.device === passage.in
}

function forwardOnBridge(run: Run, passage: PacketState): void {
  if (!mayLeave(run, passage)) return die(passage, 'hairpin')
  passage.bridged = true
  passage.out = passage.in
  passage.leaving = passage.in
  passage.physout = portToward(passage, passage.dst, run.program.world)
  passage.log?.push({ kind: 'route', to: 'bridge', device: passage.in, hop: undefined, again: false })
  enterHook(passage, 'FORWARD')
}

// A station that is turned to itself is behind the port that the frame came in by.
function mayLeave(run: Run, passage: PacketState): boolean {
  const { dst, physin, packet } = passage
  if (dst === undefined || dst !== packet.src || dst === packet.dst) return true
  const known = hairpinOf(physin, passage.in, run.program.world)
  return known ?? run.decide(passage, { cause: 'fact', key: `hairpin ${physin ?? passage.in}` })
}

// Where the port is not known, what all ports of the bridge have in common.
function hairpinOf(
  port: string | undefined,
  bridge: string | undefined,
  { facts, interfaces }: World,
): boolean | undefined {
  if (port !== undefined) return interfaces.get(port)?.hairpin
  const all = new Set(facts.interfaces?.filter((one) => one.bridge === bridge).map(({ hairpin }) => hairpin))
  return all.size === 1 ? [...all][0] : undefined
}

function forward(passage: PacketState, device: string | undefined, hop: AddressNumber | undefined, world: World): void {
  // Nobody forwards what came as a broadcast or multicast, even if DNAT has turned it to one host.
  if ((packetType(passage, world) ?? 0) !== 0) return die(passage, 'not-for-us')
  if (passage.ttl !== undefined && passage.ttl <= 1) return die(passage, 'ttl')
  if (passage.ttl !== undefined) change(passage, 'ttl', passage.ttl - 1, 'forward')
  passage.out = device
  passage.leaving = device
  passage.hop = hop
  passage.log?.push({ kind: 'route', to: 'forward', device, hop, again: false })
  enterHook(passage, 'FORWARD')
}

/** Routes a packet of the host: at the start, and `again` when a rule has changed what the route depends on. */
export function leave(run: Run, passage: PacketState, again: boolean): void {
  const leaving = routeOut(passage, run.program.world, asker(run, passage), again)
  if (leaving.kind === 'dead') return die(passage, leaving.why)
  passage.src = leaving.src
  passage.leaving = leaving.device
  passage.hop = leaving.hop
  passage.log?.push({ kind: 'route', to: 'out', device: leaving.device, hop: leaving.hop, again })
  if (again) return
  passage.out = leaving.device
  enterHook(passage, 'OUTPUT')
}

function depart(passage: PacketState): void {
  const { out, bridged, hop } = passage
  if (bridged) passage.in = out
  if (out !== 'lo' || passage.looped) {
    passage.end = { kind: 'out', device: out, bridged, hop }
    return
  }
  passage.in = 'lo'
  passage.out = ''
  passage.looped = true
  passage.owned = false
  enterHook(passage, 'PREROUTING')
}
