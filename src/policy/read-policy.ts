import { append } from '#base/lists.ts'
import { nearest } from '#base/nearest.ts'
import type {
  Egress,
  Expectation,
  Grant,
  Policy,
  PolicyFinding,
  PolicySet,
  PolicyZone,
  Route,
  Trusted,
} from '#model/policy.ts'
import type { Source } from '#model/source.ts'
import { type MapNode, readTree } from './policy-tree.ts'
import { meant, Problems } from './problems.ts'
import { checkNames } from './check-names.ts'
import { Section } from './section.ts'
import { readEgress } from './read-egress.ts'
import { readExpectations } from './read-expectations.ts'
import { readGrants } from './read-grants.ts'
import { readRoutes } from './read-routes.ts'
import { readSets, readZones, type SetText } from './read-zones.ts'

/** A policy, and what is wrong with its files. Nothing may be compiled of a policy with errors. */
export interface ReadPolicy {
  readonly policy: Policy
  readonly findings: readonly PolicyFinding[]
}

interface Draft {
  mode: Policy['mode']
  readonly zones: PolicyZone[]
  readonly sets: PolicySet[]
  trust: readonly Trusted[] | undefined
  readonly grants: Grant[]
  readonly egress: Egress[]
  readonly routes: Route[]
  readonly expectations: Expectation[]
}

type Reader = (draft: Draft, section: Section, setText: SetText) => void

const readers: Readonly<Record<string, Reader>> = {
  version: (_, section) => section.expectText(['1']),
  mode: (draft, section) => {
    if (section.expectText(['enforce', 'observe']) === 'observe') draft.mode = 'observe'
  },
  zones: (draft, section) => append(draft.zones, readZones(section)),
  sets: (draft, section, setText) => append(draft.sets, readSets(section, setText)),
  trust: (draft, section) => {
    const place = section.placeOf(section.tree)
    draft.trust = [...(draft.trust ?? []), ...section.whoList(section.tree).map((who) => ({ who, place }))]
  },
  in: (draft, section) => append(draft.grants, readGrants(section)),
  out: (draft, section) => append(draft.egress, readEgress(section)),
  route: (draft, section) => append(draft.routes, readRoutes(section)),
  expect: (draft, section) => append(draft.expectations, readExpectations(section)),
}

/** The keys of a policy file. */
export const policyKeys: readonly string[] = Object.keys(readers)

/**
 * Reads the files of a policy, together one policy: zones and sets of all are known to all. Errors of the language are findings;
 * nothing is thrown. Source: docs/policy.md.
 */
export function readPolicy(sources: readonly Source[], setText: SetText): ReadPolicy {
  const problems = new Problems()
  const draft: Draft = {
    mode: 'enforce',
    trust: undefined,
    ...{ zones: [], sets: [], grants: [], egress: [], routes: [], expectations: [] },
  }
  for (const source of sources) {
    const tree = readTree(source, problems)
    if (tree === undefined || tree.kind === 'empty') continue
    if (tree.kind === 'map') readKeys(draft, source, tree, setText, problems)
    else problems.add(source, tree.span, 'policy/not-a-map', { keys: policyKeys.join(', ') })
  }
  const policy: Policy = { ...draft, trust: draft.trust ?? [{ who: { kind: 'containers' }, place: undefined }] }
  checkNames(policy, problems)
  return { policy, findings: problems.found }
}

/** The files that the sets of a policy name. */
export function setFiles(sources: readonly Source[]): readonly string[] {
  const named: string[] = []
  readPolicy(sources, (file) => {
    named.push(file)
    return undefined
  })
  return [...new Set(named)]
}

function readKeys(draft: Draft, source: Source, tree: MapNode, setText: SetText, problems: Problems): void {
  for (const { key, value } of tree.entries) {
    const read = Object.hasOwn(readers, key.text) ? readers[key.text] : undefined
    if (read === undefined) {
      const help = meant(nearest(key.text, policyKeys))
      problems.add(source, key.span, 'policy/unknown-key', { key: key.text, keys: policyKeys.join(', ') }, help)
    } else if (value.kind !== 'empty') read(draft, new Section(source, value, problems), setText)
  }
}
