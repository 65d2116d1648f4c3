import { writeAddress } from '#base/prefix.ts'
import type { Host } from '#host/host.ts'
import { Fault } from '#model/fault.ts'
import type { StayingOpen } from '#model/policy-plan.ts'

/**
 * Makes the kernel forget connections: their next packets are new ones, which the rules refuse. Returns how many it forgot; one that has ended
 * meanwhile is none. Faults: tool-missing, tool-failed.
 */
export async function cutConnections(host: Host, connections: readonly StayingOpen[]): Promise<number> {
  let count = 0
  for (const { family, protocol, source, destination, port } of connections) {
    const ports = port === undefined ? [] : ['--orig-port-dst', String(port)]
    const ends = ['--orig-src', writeAddress(source), '--orig-dst', writeAddress(destination)]
    const argv = ['conntrack', '-D', '-f', family, '-p', String(protocol), ...ends, ...ports]
    const { status, stderr } = await host.run(argv, { timeoutMs: 60_000 })
    // Status 1 with a count of 0: there was none any more. Source: conntrack(8) 1.4.7.
    const forgotten = /(\d+) flow entries have been deleted/.exec(stderr)?.[1]
    if (forgotten === undefined)
      throw new Fault('host/tool-failed', { command: 'conntrack -D', status, said: stderr.trim() })
    count += Number(forgotten)
  }
  return count
}
