import { lastAttempt } from '#apply/attempt.ts'
import { type ConfirmRequest, confirmRules } from '#apply/confirm-rules.ts'
import { cutConnections } from '#apply/cut-connections.ts'
import { type LoadRequest, loadRules } from '#apply/load-rules.ts'
import { currentFolder, hostPlaces } from '#apply/places.ts'
import { policyState } from '#apply/policy-state.ts'
import { isPolicyLost, putBack } from '#apply/put-back.ts'
import { removeOurs } from '#apply/remove-ours.ts'
import { rollBack } from '#apply/roll-back.ts'
import type { ApplyEnd, Attempt, ConfirmEnd, PolicyState, RollbackEnd } from '#model/applied.ts'
import { Fault } from '#model/fault.ts'
import type { StayingOpen } from '#model/policy-plan.ts'
import type { Message } from '#model/diagnostic.ts'
import { currentLogin } from '#host/login.ts'
import { readNameservers } from '#host/nameservers.ts'
import { liveHost } from '#snapshots/live.ts'
import type { HostNeeds } from './plan-checks.ts'

/** What a policy must leave to this machine: the login that asks, and its servers of names. */
export async function hostNeedsLive(): Promise<HostNeeds> {
  const host = liveHost({})
  return { session: (await currentLogin(host)).ssh, nameservers: await readNameservers(host) }
}

/** Loads rules on this machine, with an undo. */
export function applyLive(request: LoadRequest): Promise<ApplyEnd> {
  return loadRules(liveHost({}), hostPlaces, request)
}

/** Ends connections of this machine. */
export function cutLive(connections: readonly StayingOpen[]): Promise<number> {
  return cutConnections(liveHost({}), connections)
}

/** The rules of this machine that were confirmed and that its kernel has; undefined: there are none. */
export async function rulesInUseLive(): Promise<string | undefined> {
  const host = liveHost({})
  try {
    return (await isPolicyLost(host, hostPlaces))
      ? undefined
      : await host.read(`${currentFolder(hostPlaces)}/rules.nft`)
  } catch (error) {
    // Without nft or rights it is not known.
    if (error instanceof Fault) return undefined
    throw error
  }
}

/** Confirms what was loaded on this machine. */
export function confirmLive(request: ConfirmRequest): Promise<ConfirmEnd> {
  return confirmRules(liveHost({}), hostPlaces, request)
}

/** Brings back what was there before the last apply on this machine. */
export function rollBackLive(): Promise<RollbackEnd> {
  return rollBack(liveHost({}), hostPlaces)
}

/** Takes everything of a policy out of this machine; why it could not. */
export function removeLive(): Promise<Message | undefined> {
  return removeOurs(liveHost({}), hostPlaces)
}

/** Whether the kernel of this machine has lost the policy that was confirmed last. */
export function isPolicyLostLive(): Promise<boolean> {
  return isPolicyLost(liveHost({}), hostPlaces)
}

/** Loads the confirmed policy of this machine again; why it could not. */
export function putBackLive(): Promise<Message | undefined> {
  return putBack(liveHost({}), hostPlaces)
}

/** What this machine knows about its policy. */
export function policyStateLive(): Promise<PolicyState | undefined> {
  return policyState(liveHost({}), hostPlaces)
}

/** The last attempt on this machine. */
export function attemptLive(): Promise<Attempt | undefined> {
  return lastAttempt(liveHost({}), hostPlaces)
}
