import { answerRepair } from '#answers/repair-answer.ts'
import { runRepair } from '#answers/repair-run.ts'
import type { Host } from '#host/host.ts'
import { readEndpoint } from '#host/docker-endpoint.ts'
import { netnsHost } from '#host/netns-host.ts'
import { nodeHost } from '#host/node-host.ts'
import { isRefusal } from '#model/answer.ts'
import { Fault } from '#model/fault.ts'
import type { Placed } from '#model/repair.ts'
import { capture } from '#snapshots/capture.ts'
import { daemonOfHost } from '#snapshots/daemon-of-host.ts'
import { snapshotFromFile } from '#snapshots/snapshot-from-file.ts'
import type { Engine } from './engine.ts'
import type { Scene } from './scene.ts'

/** Repairs a scene's host as `seawall repair` does; `left`: changes still to do. Faults: those of a repair. */
export async function repairScene(
  scene: Scene,
  engine: Engine,
): Promise<{ readonly rounds: number; readonly left: number }> {
  const machine = withTools(nodeHost, engine)
  const host = netnsHost(machine, scene.host.name)
  const told = await daemonOfHost(host, readEndpoint(engine.host))
  const look = async (placed: Placed) => {
    const file = await capture(host, { dockerHost: engine.host, quick: true })
    const answer = answerRepair(snapshotFromFile(file, 'live'), told, { placed })
    if (isRefusal(answer))
      throw new Fault('host/docker-unreachable', { endpoint: engine.host, said: answer.message.id })
    return answer
  }
  const { rounds, left } = await runRepair(host, await look(new Set()), look)
  return { rounds, left: left.plans.flatMap(({ steps }) => steps).length }
}

// The tools that the engine finds.
function withTools(host: Host, { env }: Engine): Host {
  return { ...host, run: (argv, options) => host.run(argv, { ...options, env: { ...env, ...options?.env } }) }
}
