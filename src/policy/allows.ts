import type { AddressNumber } from '#base/address.ts'
import { liesIn } from '#base/network.ts'
import type { Grant, Policy, PolicyZone, Service, Who } from '#model/policy.ts'

/** Somebody who asks: an address, the interface by which its packets come in, and the network of Docker that it is in. */
export interface Sender {
  readonly address: AddressNumber
  readonly device: string | undefined
  readonly network: string | undefined
}

/** Whether the text of a policy lets a sender reach a port, of the host or of a container. It is read as written, apart from any rules. `now`: seconds since 1970. */
export function allows(
  policy: Policy,
  sender: Sender,
  protocol: string,
  port: number,
  now: number,
): readonly Grant[] | 'trusted' | undefined {
  const zone = sender.network === undefined ? zoneOf(policy, sender) : undefined
  const isMeant = (who: Who) => isSender(who, sender, zone?.name, policy)
  if (policy.trust.some(({ who }) => who.kind === 'internet' || isMeant(who))) return 'trusted'
  const found = policy.grants.filter(
    ({ from, service, expires }) =>
      isPort(service, protocol, port) &&
      (expires === undefined || Date.parse(`${expires}T00:00:00Z`) / 1000 + 86_400 > now) &&
      from.some((who) => who.kind === 'internet' || isMeant(who)),
  )
  return found.length === 0 ? undefined : found
}

/** The zone that a packet belongs to: the first that it fits. */
function zoneOf({ zones }: Policy, { address, device }: Sender): PolicyZone | undefined {
  return zones.find(
    ({ name, prefixes, interfaces }) =>
      name !== 'internet' &&
      (prefixes.some((prefix) => liesIn(address, prefix)) ||
        interfaces.some((text) => device !== undefined && fitsInterface(device, text))),
  )
}

/** Whether an interface has a name, or begins as one that ends in `*`. */
export function fitsInterface(device: string, text: string): boolean {
  return text.endsWith('*') ? device.startsWith(text.slice(0, -1)) : device === text
}

function isSender(who: Who, { address, network }: Sender, zone: string | undefined, policy: Policy): boolean {
  switch (who.kind) {
    case 'internet':
      return zone === undefined && network === undefined
    case 'containers':
      return network !== undefined
    case 'network':
      return network === who.name
    case 'zone':
      return zone === who.name || (who.name === 'internet' && zone === undefined && network === undefined)
    case 'set': {
      const set = policy.sets.find(({ name }) => name === who.name)
      return (set?.prefixes ?? []).some((prefix) => liesIn(address, prefix))
    }
    case 'addresses':
      return who.prefixes.some((prefix) => liesIn(address, prefix))
  }
}

function isPort(service: Service, protocol: string, port: number): boolean {
  return (
    service.kind === 'ports' &&
    service.protocol === protocol &&
    service.ports.some(([first, last]) => port >= first && port <= last)
  )
}
