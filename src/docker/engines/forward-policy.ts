import type { ForwardingBefore } from '#model/daemon.ts'
import { atLeast } from './engine-version.ts'
import type { BridgeNetwork, Engine } from './layout.ts'

/** Sets FORWARD to DROP where the engine does so: when it is the one that turns forwarding on (and, up to 27, always for IPv6). */
export function forwardPolicy(engine: Engine, networks: readonly BridgeNetwork[], before: ForwardingBefore): void {
  const { version, daemon, family, book } = engine
  if (!daemon.ipForward) return
  const wasOff = before[family] !== true
  if (atLeast(version, 28)) {
    const needed = networks.some(({ subnet }) => subnet !== undefined)
    if (needed && wasOff && !daemon.ipForwardNoDrop) book.drop('filter', 'FORWARD')
  } else if (family === 'ipv6' || wasOff) book.drop('filter', 'FORWARD')
}
