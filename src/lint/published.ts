import { onlyNumber } from '#explain/nat-index.ts'
import type { DockerState } from '#model/docker.ts'
import type { Family } from '#model/family.ts'
import type { LoweredRule } from '#model/lowered.ts'
import { isAnyAddress } from '#model/service.ts'
import { placeOf } from './places.ts'
import type { Published, View } from './subject.ts'

/** The ports that the engine says are published, and those that rules of nat lead elsewhere. */
export function publishedPorts(docker: DockerState | undefined, views: readonly View[]): readonly Published[] {
  const found = new Map<string, Published>()
  const add = (one: Published) => {
    const key = [one.family, one.protocol, one.hostAddress, one.hostPort].join(' ')
    const known = found.get(key)
    if (known === undefined) found.set(key, one)
    else if (known.place === undefined) found.set(key, { ...known, place: one.place })
  }
  for (const one of ofEngine(docker)) add(one)
  for (const view of views) for (const one of ofRules(view)) add(one)
  return [...found.values()]
}

function ofEngine(docker: DockerState | undefined): readonly Published[] {
  return (docker?.containers ?? [])
    .filter(({ running }) => running)
    .flatMap(({ name, ports }) =>
      ports
        .filter(({ hostPort }) => hostPort !== 0)
        .flatMap(({ protocol, hostPort, containerPort, hostAddress }) => {
          const address = isAnyAddress(hostAddress) ? '' : hostAddress
          const families: readonly Family[] = hostAddress === '' ? ['ipv4', 'ipv6'] : [familyOf(hostAddress)]
          return families.map((family): Published => {
            const ends = { protocol, hostPort, containerPort, hostAddress: address }
            return { family, ...ends, container: name, place: undefined }
          })
        }),
    )
}

function familyOf(address: string): Family {
  return address.includes(':') ? 'ipv6' : 'ipv4'
}

const protocols: Readonly<Record<number, Published['protocol']>> = { 6: 'tcp', 17: 'udp', 132: 'sctp' }

function ofRules({ lowered }: View): readonly Published[] {
  return lowered.tables
    .filter(({ name, written }) => name === 'nat' || written === undefined)
    .flatMap((table) =>
      [...table.chains.values()].flatMap(({ rules }) =>
        rules.flatMap((rule) => table.families.flatMap((family) => publishedBy(rule, family))),
      ),
    )
}

function publishedBy(rule: LoweredRule, family: Family): readonly Published[] {
  const { effect, clauses } = rule
  if (effect.kind !== 'nat' || effect.change !== 'dnat' || effect.range?.addresses === undefined) return []
  const conditions = clauses.map(({ condition }) => condition)
  const hostPort = onlyNumber(conditions, 'dport')
  const protocol = protocols[onlyNumber(conditions, 'protocol') ?? 0]
  if (hostPort === undefined || protocol === undefined) return []
  const containerPort = effect.range.ports?.from ?? hostPort
  return [{ family, protocol, hostPort, containerPort, hostAddress: '', container: '', place: placeOf(rule) }]
}
