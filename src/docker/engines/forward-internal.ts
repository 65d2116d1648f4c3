import { filterOfNetwork, forwardStage, internalNetwork, jumpsOfNetwork, startForward } from './forward-stage.ts'
import { natOfNetwork } from './isolation.ts'
import type { BridgeNetwork, Engine, Layout } from './layout.ts'

/** Packets that the administrator marked go before everything. */
function markAccept({ book, daemon }: Engine): void {
  const found = /^(\w+)(?:\/(\w+))?$/.exec(daemon.bridgeAcceptFwmark ?? '')
  if (found === null) return
  const hex = (text: string) => `0x${Number(text).toString(16)}`
  const mask = found[2] === undefined ? '' : `/${hex(found[2])}`
  book.insert('filter', 'DOCKER-FORWARD', `-m mark --mark ${hex(found[1] ?? '0')}${mask} -j ACCEPT`)
}

function forwardInternalNetwork(engine: Engine, network: BridgeNetwork): void {
  if (network.subnet === undefined) return
  if (network.internal) return internalNetwork(engine, network, 'DOCKER-INTERNAL', 'DOCKER-FORWARD')
  markAccept(engine)
  natOfNetwork(engine, network, false)
  filterOfNetwork(engine, network, 'DOCKER-FORWARD')
  jumpsOfNetwork(engine, network)
}

/** 29 with the iptables backend: no isolation chains, no RETURN for the proxy. */
export const forwardInternal: Layout = {
  ...forwardStage,
  name: 'forward-internal',
  versions: '29.0 and later, iptables backend',
  start(engine) {
    engine.book.chain('filter', 'DOCKER-INTERNAL')
    startForward(engine, 'DOCKER-INTERNAL')
  },
  network: forwardInternalNetwork,
}
