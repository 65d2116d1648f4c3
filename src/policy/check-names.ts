import { writePrefix } from '#base/prefix.ts'
import { nearest } from '#base/nearest.ts'
import type { Policy, PolicyPlace, PolicyZone, Who } from '#model/policy.ts'
import { meant, type Problems } from './problems.ts'
import { overlap, writeWho } from './read-words.ts'

/** Reports names that lead nowhere, names given twice, and zones that share senders. */
export function checkNames(policy: Policy, problems: Problems): void {
  const zones = policy.zones.map(({ name }) => name)
  const sets = policy.sets.map(({ name }) => name)
  checkTwice(policy.zones, problems)
  checkTwice(policy.sets, problems)
  for (const { who, place } of mentioned(policy)) {
    if (who.kind === 'zone' && !zones.includes(who.name)) {
      const help = meant(nearest(who.name, [...zones, 'internet', 'containers']))
      problems.add(place.source, place.span, 'policy/no-zone', { name: who.name }, help)
    }
    if (who.kind === 'set' && !sets.includes(who.name))
      problems.add(place.source, place.span, 'policy/no-set', { name: who.name }, meant(nearest(who.name, sets)))
  }
  checkOverlaps(policy.zones, problems)
}

function checkTwice(named: readonly { readonly name: string; readonly place: PolicyPlace }[], problems: Problems) {
  const seen = new Set<string>()
  for (const { name, place } of named) {
    if (seen.has(name)) problems.add(place.source, place.span, 'policy/twice', { name })
    seen.add(name)
  }
}

/** Every sender and receiver that a policy names, with where it does. */
function mentioned(policy: Policy): readonly { readonly who: Who; readonly place: PolicyPlace }[] {
  return [
    ...policy.trust.flatMap(({ who, place }) => (place === undefined ? [] : [{ who, place }])),
    ...policy.grants.flatMap(({ from, place }) => from.map((who) => ({ who, place }))),
    ...policy.egress.flatMap(({ targets, place }) =>
      targets.flatMap((target) => (target.kind === 'who' ? [{ who: target.who, place }] : [])),
    ),
    ...policy.routes.flatMap((route) =>
      route.kind === 'way' ? [route.from, route.to].map((who) => ({ who, place: route.place })) : [],
    ),
    ...policy.expectations.map(({ from, place }) => ({ who: from, place })),
  ]
}

function checkOverlaps(zones: readonly PolicyZone[], problems: Problems): void {
  zones.forEach((zone, index) => {
    for (const earlier of zones.slice(0, index)) {
      const device = zone.interfaces.find((name) => earlier.interfaces.includes(name))
      const shared = zone.prefixes.find((prefix) => earlier.prefixes.some((other) => overlap(prefix, other)))
      const what = device ?? (shared === undefined ? undefined : writePrefix(shared))
      if (what !== undefined)
        problems.warn(zone.place, 'policy/overlap', { zone: zone.name, earlier: earlier.name, what })
    }
  })
}

/** What a sender is called in messages. */
export function whoText(who: Who): string {
  return writeWho(who, writePrefix)
}
