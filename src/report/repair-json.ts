import type { Say } from '#i18n/catalogue.ts'
import type { PublishedPort } from '#model/docker.ts'
import type { Family } from '#model/family.ts'
import type { PolicyState } from '#model/applied.ts'
import type { LostRule } from '#model/repair.ts'
import { isAnyAddress, type Outcome, type ServiceState } from '#model/service.ts'
import { answerSchemaVersion, ownershipJson } from './json.ts'
import { policyStateJson } from './policy-state-page.ts'
import type { StatusView } from './status-page.ts'

/** Status as data; its schema is `schemas/status.schema.json`. */
export function statusJson(say: Say, view: StatusView, policy: PolicyState | undefined) {
  return {
    kind: 'status' as const,
    ...fields(say, view),
    policy: policy === undefined ? null : policyStateJson(policy),
  }
}

/** What a repair did, where one was made. `left`: changes still to do; `after`: the status then. */
export interface RepairDone {
  readonly rounds: number
  readonly left: number
  readonly after: StatusView
  readonly kept: readonly string[]
}

/** What a repair did with a policy that the kernel had lost; `lost`: nothing yet. */
export type PolicyRepair = 'lost' | 'put-back' | 'failed'

/** Repair as data; its schema is `schemas/repair.schema.json`. `done`, `lost`: undefined where nobody asked for it. */
export function repairJson(
  say: Say,
  view: StatusView,
  done: RepairDone | undefined,
  lost: readonly LostRule[] | undefined,
  policy: PolicyRepair | undefined,
) {
  return {
    kind: 'repair' as const,
    ...fields(say, view),
    rounds: done?.rounds ?? null,
    left: done?.left ?? null,
    reach: done === undefined ? null : reachJson(view.services, done.after.services),
    kept: done?.kept ?? null,
    policy: policy ?? null,
    after:
      done === undefined
        ? null
        : { verdict: done.after.verdict, services: servicesJson(say, done.after), failed: done.after.failed },
    lost: lost?.map(({ ownership, ...rule }) => ({ ...rule, ...ownershipJson(say, ownership) })) ?? null,
  }
}

function fields(say: Say, view: StatusView) {
  const { engine, verdict, plans, unknown, notes } = view
  return {
    schemaVersion: answerSchemaVersion,
    engine,
    verdict,
    services: servicesJson(say, view),
    failed: view.failed,
    families: plans.map(({ family, variant, rules, steps }) => ({
      family,
      variant: variant ?? null,
      rules: rules.map(({ reason, ...rule }) => ({
        ...rule,
        position: rule.position ?? null,
        ...(reason === undefined ? {} : { reason: say(reason) }),
      })),
      steps,
    })),
    unknown: unknown.map((one) => ({ code: one.id, message: say(one) })),
    notes: notes.map((note) => ({ code: note.id, message: say(note) })),
  }
}

function servicesJson(say: Say, { services }: StatusView) {
  return services.map((service: ServiceState) => ({
    ...service,
    checks: service.checks.map(({ outcome, ...check }) => ({ ...check, outcome: outcomeJson(say, outcome) })),
  }))
}

function outcomeJson(say: Say, outcome: Outcome) {
  switch (outcome.kind) {
    case 'works':
    case 'elsewhere':
      return outcome
    case 'unknown': {
      const { why, ...rest } = outcome
      return why === undefined ? rest : { ...rest, code: why.id, message: say(why) }
    }
    case 'stopped':
      return { ...outcome, owner: outcome.owner ?? null }
    case 'dead': {
      const { kind, why, cure } = outcome
      return { kind, code: why.id, message: say(why), cure: cure ?? null }
    }
  }
}

/** A port by its first client outside, or by a process of the host where nobody outside is meant to reach it. */
function reachJson(before: readonly ServiceState[], after: readonly ServiceState[]) {
  return after.flatMap((service) => {
    if (service.kind !== 'port') return []
    const { container, port } = service
    const then = before.find((one) => one.kind === 'port' && one.container === container && isSamePort(one.port, port))
    return [...new Set(service.checks.map(({ family }) => family))].map((family) => {
      const check = clientOf(service, family)
      const { hostAddress, ...rest } = port
      return {
        ...{ family, container, ...rest, hostAddress: isAnyAddress(hostAddress) ? '' : hostAddress },
        client: check?.from === 'host' ? 'host' : 'outside',
        before: arrivalJson(clientOf(then ?? service, family)?.outcome),
        after: arrivalJson(check?.outcome),
      }
    })
  })
}

function isSamePort(one: PublishedPort, other: PublishedPort): boolean {
  return one.protocol === other.protocol && one.hostPort === other.hostPort && one.hostAddress === other.hostAddress
}

function clientOf({ checks }: ServiceState, family: Family) {
  const own = checks.filter((check) => check.family === family)
  return own.find(({ from }) => from !== 'host') ?? own[0]
}

function arrivalJson(outcome: Outcome | undefined) {
  switch (outcome?.kind) {
    case 'works':
      return { kind: outcome.by === 'docker-proxy' ? 'proxy' : 'container' }
    case 'stopped':
      return { kind: 'stopped', by: outcome.by }
    case 'elsewhere':
    case 'dead':
      return { kind: 'astray' }
    case 'unknown':
    case undefined:
      return { kind: 'unknown' }
  }
}
