import { networkOf } from '#base/network.ts'
import { type Prefix, writePrefix } from '#base/prefix.ts'
import { isRefusal } from '#model/answer.ts'
import { type Door, targetText } from '#model/exposure.ts'
import type { InitialEntry, InitialPolicy } from '#model/initial-policy.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { answerExposure } from './exposure-answer.ts'
import { lanNeighbour } from './zones.ts'

// These always pass: DHCP and DHCPv6.
const always: readonly string[] = ['udp 68', 'udp 546']

/** What a policy must open so that everybody outside reaches what they reach now. Ports that only containers and the host itself reach are left out. */
export function initialPolicy(snapshot: Snapshot): InitialPolicy {
  const exposure = answerExposure(snapshot, { zones: [], to: undefined, from: undefined, all: true })
  if (isRefusal(exposure)) return { source: snapshot.name, lan: [], entries: [], closed: [], assumed: [] }
  const place = (name: string) => exposure.zones.findIndex((zone) => zone.name === name)
  const [internet, lan] = [place('internet'), place('lan')]
  const reaches = ({ cells }: Door, index: number) => index >= 0 && (cells[index]?.state ?? 'closed') !== 'closed'
  const entries: InitialEntry[] = []
  const closed: InitialEntry[] = []
  for (const door of exposure.doors) {
    if (door.kind === 'direct' || always.includes(`${door.protocol} ${door.port}`)) continue
    const { protocol, port, address, kind, target } = door
    const from = reaches(door, internet) ? 'internet' : reaches(door, lan) ? 'lan' : undefined
    const entry = { protocol, port, address, kind, target: targetText(target), from: from ?? 'internet' } as const
    const list = from === undefined ? closed : entries
    const known = list.findIndex((one) => one.protocol === protocol && one.port === port && one.address === address)
    if (known < 0) list.push(entry)
    else if (from === 'internet') list[known] = entry
  }
  const byPort = (a: InitialEntry, b: InitialEntry) => a.port - b.port
  const usesLan = entries.some(({ from }) => from === 'lan')
  const isOpen = ({ protocol, port, address }: InitialEntry) =>
    entries.some((one) => one.protocol === protocol && one.port === port && one.address === address)
  return {
    source: snapshot.name,
    lan: usesLan ? lanNetworks(snapshot) : [],
    entries: entries.toSorted(byPort),
    closed: closed.filter((one) => !isOpen(one)).toSorted(byPort),
    assumed: exposure.assumed,
  }
}

/** The networks that the neighbors of this host are in. */
function lanNetworks(snapshot: Snapshot): readonly string[] {
  const links = snapshot.facts.interfaces ?? []
  return (['ipv4', 'ipv6'] as const).flatMap((family) => {
    const near = lanNeighbour(snapshot, family)
    const found = links
      .filter(({ name }) => name === near?.device)
      .flatMap(({ addresses }) => addresses.filter(({ address }) => address === near?.own))
    return found.map(({ address, length }): string => {
      const prefix: Prefix = { address: networkOf(address, length), length }
      return writePrefix(prefix)
    })
  })
}
