import type { Prefix } from '#base/prefix.ts'
import type { Policy } from '#model/policy.ts'
import type { PolicyPlan } from '#model/policy-plan.ts'
import type { PolicyRules } from '#model/policy-rules.ts'
import type { Source } from '#model/source.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { decide } from '#policy/decide.ts'
import type { Decisions } from '#policy/decisions.ts'
import { nftRules, policyTable } from '#policy/nft-backend.ts'
import { Problems } from '#policy/problems.ts'
import { readPolicy } from '#policy/read-policy.ts'
import type { SetText } from '#policy/read-zones.ts'
import { readNftText } from '#syntax/nft/text/read-nft-text.ts'
import { fitsInterface } from '#policy/allows.ts'
import { assumptionsOf } from './exposure-answer.ts'
import { type AskedZone, withUsualZones, zoneAt } from './exposure-zones.ts'
import { type HostNeeds, planChecks } from './plan-checks.ts'
import { planRemarks, stayingOpen } from './plan-remarks.ts'
import { plannedCells } from './planned-cells.ts'

/** What a plan is made of. `sources`: the files of the policy; `now`: seconds since 1970. */
export interface PlanRequest extends HostNeeds {
  readonly sources: readonly Source[]
  readonly setText: SetText
  readonly now: number
}

/** The rules of a policy for a host, and who can reach what with them. A policy with errors has no rules. */
export function policyPlan(snapshot: Snapshot, { sources, setText, now, ...needs }: PlanRequest): PolicyPlan {
  const { policy, findings } = readPolicy(sources, setText)
  const plan = {
    source: snapshot.name,
    files: sources.map(({ name }) => name),
    observe: policy.mode === 'observe',
    assumed: assumptionsOf(snapshot),
  }
  if (findings.some(({ severity }) => severity === 'error')) return { ...plan, findings, ...nothing }
  const problems = new Problems()
  const decisions = decide(policy, snapshot, now, problems)
  if (problems.areErrors) return { ...plan, findings: [...findings, ...problems.found], ...nothing }
  const asked = plannedZones(policy, snapshot)
  const after = withPolicy(snapshot, nftRules(judged(decisions)))
  const cells = plannedCells(snapshot, after, asked)
  return {
    ...plan,
    findings: [...findings, ...problems.found],
    rules: nftRules(decisions),
    zones: asked.map(({ zone }) => zone),
    cells,
    checks: planChecks({ before: snapshot, after, policy, zones: asked, cells, now, ...needs }),
    remarks: planRemarks(policy, asked, cells, now),
    staying: stayingOpen(snapshot, after),
  }
}

const nothing = { rules: undefined, zones: [], cells: [], checks: [], remarks: [], staying: undefined }

// What is refused is asked for, whether it is only counted at first; and what has an end holds today.
function judged(decisions: Decisions): Decisions {
  return {
    ...decisions,
    observe: false,
    permits: decisions.permits.map((permit) => ({ ...permit, until: undefined })),
  }
}

/** The host with the rules of a policy in place of those that it has. */
export function withPolicy(snapshot: Snapshot, { scripts }: PolicyRules): Snapshot {
  const { family, name } = policyTable
  const others = (snapshot.native ?? []).filter((table) => table.family !== family || table.name !== name)
  const own = scripts
    .filter(({ program }) => program === 'nft')
    .flatMap(({ text }) => readNftText({ name: 'policy', text }).tables)
  return { ...snapshot, native: [...others, ...own] }
}

/** The zones of a policy beside the usual ones. A zone without a way to this host is left out. */
function plannedZones(policy: Policy, snapshot: Snapshot): readonly AskedZone[] {
  const links = (snapshot.facts.interfaces ?? []).map((link) => link.name)
  const own = policy.zones
    .filter(({ name }) => name !== 'internet')
    .map(({ name, prefixes, interfaces }) => {
      const devices = interfaces.flatMap((text) => links.find((link) => fitsInterface(link, text)) ?? [])
      const places = [
        ...(prefixes.length === 0 ? [] : [{ devices: [], prefixes }]),
        ...(devices.length === 0 ? [] : [{ devices, prefixes: [] }]),
      ]
      return zoneAt(name, places, snapshot)
    })
    .filter(({ clients }) => Object.keys(clients).length > 0)
  return withUsualZones(snapshot, own, takenBy(policy)).filter(({ zone }) => zone.kind !== 'host')
}

// Addresses that the policy treats in a way of their own do not stand for the internet.
function takenBy({ zones, sets, grants, trust }: Policy): readonly Prefix[] {
  const senders = [...trust.map(({ who }) => who), ...grants.flatMap(({ from }) => from)]
  return [
    ...zones.flatMap(({ prefixes }) => prefixes),
    ...sets.flatMap(({ prefixes }) => prefixes ?? []),
    ...senders.flatMap((who) => (who.kind === 'addresses' ? who.prefixes : [])),
  ]
}
