import { liesIn } from '#base/network.ts'
import { readAddress, readPrefix, writeAddress } from '#base/prefix.ts'
import { groupBy } from '#base/lists.ts'
import type { Condition } from '#model/condition.ts'
import { message } from '#model/diagnostic.ts'
import type { DockerState } from '#model/docker.ts'
import type { LoweredRule } from '#model/lowered.ts'
import { placeOf } from '../places.ts'
import type { Found, LintRule } from '../rule.ts'
import type { View } from '../subject.ts'
import { rulesOfView } from '../view-rules.ts'

/** Rules for the address of a container that no container has any more. */
export const fossilContainerAddress: LintRule = {
  id: 'lint/fossil-container-address',
  about: message('lint-about/fossil-container-address'),
  check: ({ docker, views }) =>
    docker === undefined || docker.unread !== undefined ? [] : views.flatMap((view) => findIn(view, docker)),
}

interface Fossil {
  readonly rule: LoweredRule
  readonly address: string
  readonly network: string
}

function findIn(view: View, docker: DockerState): readonly Found[] {
  const known = addressesOf(docker)
  const all = rulesOfView(view).flatMap((rule): readonly Fossil[] => {
    if (rule.written === undefined || view.owners.ofRule(rule.written).owner === 'docker') return []
    const address = rule.clauses.flatMap(({ condition }) => singleAddress(condition))[0]
    const network = address === undefined || known.has(address) ? undefined : networkOf(address, docker)
    return address === undefined || network === undefined ? [] : [{ rule, address, network }]
  })
  return [...groupBy(all, ({ address }) => address).values()].map((group) => findingFor(group as [Fossil]))
}

function findingFor([{ rule, address, network }, ...others]: readonly [Fossil, ...Fossil[]]): Found {
  const { effect } = rule
  const opens = effect.kind === 'verdict' && effect.verdict === 'ACCEPT'
  return {
    said: message('lint/fossil-container-address', { address, network }),
    ...{ fails: opens ? 'open' : 'closed', who: 'unknown' },
    places: [placeOf(rule), ...others.slice(0, 2).map((one) => placeOf(one.rule))],
    help: message('lint-help/fossil-container-address'),
    evidence: [address, network],
  }
}

function singleAddress(condition: Condition): readonly string[] {
  if (condition.kind !== 'in' || (condition.field !== 'dst' && condition.field !== 'src')) return []
  const [only, ...more] = condition.set
  return only === undefined || more.length > 0 || only.from !== only.to ? [] : [writeAddress(only.from)]
}

function networkOf(address: string, { networks }: DockerState): string | undefined {
  const number = readAddress(address)
  if (number === undefined) return undefined
  return networks.find(
    ({ driver, subnets }) =>
      driver === 'bridge' &&
      subnets.some((text) => {
        const prefix = readPrefix(text)
        if (prefix === undefined || typeof prefix.address !== typeof number || !liesIn(number, prefix)) return false
        // The first address is the bridge's own, as a rule.
        return BigInt(number) > BigInt(prefix.address) + 1n
      }),
  )?.name
}

/** The addresses of containers that run, and of other members of networks. */
function addressesOf({ containers, networks }: DockerState): ReadonlySet<string> {
  const texts = [
    ...containers.flatMap(({ endpoints }) => endpoints.flatMap(({ ipv4 = '', ipv6 = '' }) => [ipv4, ipv6])),
    ...networks.flatMap(({ members }) => Object.values(members).flatMap(({ ipv4, ipv6 }) => [ipv4, ipv6])),
  ]
  return new Set(texts.map((text) => text.replace(/\/.*$/, '')))
}
