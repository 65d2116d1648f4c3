import { filterOfNetwork, forwardStage, internalNetwork, isolate28, returns28 } from './forward-stage.ts'
import { ingressChains, natJumps, natOfNetwork, userTop } from './isolation.ts'
import type { BridgeNetwork, Engine, Layout } from './layout.ts'
import { stageChains } from './stage.ts'
import { type Spec, spec } from './spec.ts'

/** The set that holds the subnets of all networks that are not internal. */
function bridgeSet({ family }: Engine): Spec {
  return spec`-m set --match-set docker-ext-bridges-${family === 'ipv6' ? 'v6' : 'v4'} dst`
}

function ipsetNetwork(engine: Engine, network: BridgeNetwork): void {
  if (network.subnet === undefined) {
    if (!network.internal) isolate28(engine, { ...network, mode: 'nat' })
    return
  }
  if (network.internal) return internalNetwork(engine, network, 'DOCKER-ISOLATION-STAGE-1', 'FORWARD')
  natOfNetwork(engine, network, returns28(engine, network))
  filterOfNetwork(engine, network, 'FORWARD')
  isolate28(engine, network)
}

/** 28.0.0 alone: replies and ports of all bridges by one ipset. */
export const ipset: Layout = {
  ...forwardStage,
  name: 'ipset',
  start(engine) {
    const { book } = engine
    stageChains(engine, false)
    book.chain('nat', 'DOCKER')
    book.chain('filter', 'DOCKER')
    natJumps(engine)
    book.top('filter', 'FORWARD', spec`${bridgeSet(engine)} -j DOCKER`)
    book.top('filter', 'FORWARD', spec`-j DOCKER-ISOLATION-STAGE-1`)
    book.top('filter', 'FORWARD', spec`${bridgeSet(engine)} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`)
    userTop(engine)
  },
  network: ipsetNetwork,
  ingress(engine) {
    ingressChains(engine, 'FORWARD')
    userTop(engine)
  },
}
