import { atLeast } from './engine-version.ts'
import { betweenContainers, forwardOfNetwork, internalDrops, isolation, natOfNetwork } from './isolation.ts'
import type { BridgeNetwork, Engine, Layout } from './layout.ts'
import { spec } from './spec.ts'

/** The chains of isolation in two stages, with the RETURN that ends them up to 27. */
export function stageChains({ book }: Engine, returns: boolean): void {
  for (const chain of ['DOCKER-ISOLATION-STAGE-1', 'DOCKER-ISOLATION-STAGE-2']) {
    book.chain('filter', chain)
    if (returns) book.append('filter', chain, spec`-j RETURN`)
  }
}

function isolate({ book }: Engine, { bridge, id }: BridgeNetwork): void {
  book.insert('filter', 'DOCKER-ISOLATION-STAGE-1', spec`-i ${bridge} ! -o ${bridge} -j DOCKER-ISOLATION-STAGE-2`, {
    network: id,
  })
  book.insert('filter', 'DOCKER-ISOLATION-STAGE-2', spec`-o ${bridge} -j DROP`, { network: id })
}

function stageNetwork(engine: Engine, network: BridgeNetwork): void {
  const { book, version } = engine
  if (network.subnet === undefined) {
    if (!network.internal) isolate(engine, network)
    return
  }
  if (network.internal) {
    internalDrops(engine, 'DOCKER-ISOLATION-STAGE-1', network)
    betweenContainers(engine, network)
  } else {
    natOfNetwork(engine, network, network.masquerade && (!atLeast(version, 27) || network.mode !== 'routed'))
    forwardOfNetwork(engine, network)
    isolate(engine, network)
  }
  book.top('filter', 'FORWARD', spec`-j DOCKER-ISOLATION-STAGE-1`)
}

/** 18.03.1, and 18.05 to 27: isolation in two stages, linear in the number of networks. */
export const stage: Layout = {
  ...isolation,
  name: 'stage',
  start(engine) {
    engine.book.chain('nat', 'DOCKER')
    engine.book.chain('filter', 'DOCKER')
    stageChains(engine, true)
  },
  network: stageNetwork,
}
