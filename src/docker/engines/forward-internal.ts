import { filterOfNetwork, forwardStage, internalNetwork, jumpsOfNetwork, startForward } from './forward-stage.ts'
import { natOfNetwork } from './isolation.ts'
import type { BridgeNetwork, Engine, Layout } from './layout.ts'
import { readMark, spec } from './spec.ts'

/** Packets that the administrator marked go before everything. */
function markAccept({ book, daemon }: Engine): void {
  const found = /^(\w+)(?:\/(\w+))?$/.exec(daemon.bridgeAcceptFwmark ?? '')
  if (found === null) return
  const mark = readMark(found[1] ?? '')
  const mask = found[2] === undefined ? '' : readMark(found[2])
  if (mark === undefined || mask === undefined) return
  book.insert('filter', 'DOCKER-FORWARD', spec`-m mark --mark ${mark}${mask === '' ? '' : spec`/${mask}`} -j ACCEPT`)
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
  start(engine) {
    engine.book.chain('filter', 'DOCKER-INTERNAL')
    startForward(engine, 'DOCKER-INTERNAL')
  },
  network: forwardInternalNetwork,
}
