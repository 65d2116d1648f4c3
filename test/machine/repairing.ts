import { isRefusal } from '#model/answer.ts'
import { answerRepair, type RepairAnswer } from '#answers/repair-answer.ts'
import { type RepairRun, runRepair } from '#answers/repair-run.ts'
import type { Host } from '#host/host.ts'
import { readEndpoint } from '#host/docker-endpoint.ts'
import type { Placed } from '#model/repair.ts'
import { capture } from '#snapshots/capture.ts'
import { daemonOfHost } from '#snapshots/daemon-of-host.ts'
import { snapshotFromFile } from '#snapshots/snapshot-from-file.ts'

/** Repairs with the functions that the command calls: `looked` at is one host, `loaded` into may be another that is interfered with. */
export async function repairOn(engine: string, looked: Host, loaded: Host = looked): Promise<RepairRun> {
  const told = await daemonOfHost(looked, readEndpoint(engine))
  const look = async (placed: Placed): Promise<RepairAnswer> => {
    const file = await capture(looked, { dockerHost: engine, quick: true })
    const answer = answerRepair(snapshotFromFile(file, 'live'), told, { placed })
    if (isRefusal(answer)) throw new Error(answer.message.id)
    return answer
  }
  return runRepair(loaded, await look(new Set()), look)
}
