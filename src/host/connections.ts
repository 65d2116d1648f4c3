import type { ConntrackEntry } from '#model/conntrack-entry.ts'
import { Fault } from '#model/fault.ts'
import { readConntrack } from './facts/read-conntrack.ts'
import type { Host } from './host.ts'

/** More than so many are not read: a busy router has hundreds of thousands. */
const most = 50_000

/** The connections that the kernel remembers, by /proc or else by conntrack(8); undefined: they cannot be read here, or are too many. */
export async function readConnections(host: Host): Promise<readonly ConntrackEntry[] | undefined> {
  try {
    const count = await host.read('/proc/sys/net/netfilter/nf_conntrack_count')
    // Without the file nothing is tracked; to ask conntrack(8) would load the module.
    if (count === undefined) return []
    if (Number(count) > most) return undefined
    const text = await host.read('/proc/net/nf_conntrack')
    if (text !== undefined) return readConntrack(text)
    const four = await host.run(['conntrack', '-L', '-o', 'extended'])
    const six = await host.run(['conntrack', '-L', '-f', 'ipv6', '-o', 'extended'])
    return four.status === 0 && six.status === 0 ? readConntrack(`${four.stdout}\n${six.stdout}`) : undefined
  } catch (error) {
    if (error instanceof Fault) return undefined
    throw error
  }
}
