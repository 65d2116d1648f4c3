import { nftStatus } from '#compare/nft-status.ts'
import { settleNft } from '#compare/settle-nft.ts'
import { readKnownOptions } from '#docker/engines/daemon-options.ts'
import { readEngineVersion } from '#docker/engines/engine-version.ts'
import { type Refusal, refusal } from '#model/answer.ts'
import { type DaemonConfig, unknownOption } from '#model/daemon.ts'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { RepairPlan } from '#model/repair.ts'
import { findChain } from '#model/ruleset.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { nativeSteps } from '#plan/repair-native.ts'
import { ownersOf } from './owners-answer.ts'
import type { Predicted } from './predict-answer.ts'

interface NativeRepair {
  readonly engine: string
  readonly plans: readonly RepairPlan[]
  readonly unknown: readonly Message[]
  readonly notes: readonly Message[]
  readonly isOff: boolean
}

/** Holds the tables of an engine with the nftables backend against what it would write, and plans what puts them right. */
export function answerNativeRepair(
  snapshot: Snapshot,
  told: DaemonConfig,
  predicted: Predicted,
  { prune = false }: { readonly prune?: boolean },
): NativeRepair | Refusal {
  const { docker, native } = snapshot
  const version = readEngineVersion(docker?.version ?? '')
  if (native === undefined || docker === undefined || version === undefined)
    return refusal('status/no-nftables', { source: snapshot.name })
  const owners = ownersOf(snapshot)
  const settled = settleNft(version, docker, told, native)
  const isDoubtful = docker.unread !== undefined || predicted.refused.length > 0
  const known = readKnownOptions(version, told)
  // A rule for marked packets hangs on an option alone.
  const isMarked = (text: string) =>
    known.bridgeAcceptFwmark === unknownOption && text.endsWith('comment "ALLOW FW MARK"')
  const notes: Message[] = []
  const plans = settled.families.map(({ family, book, unknown, isOpen }): RepairPlan => {
    const status = nftStatus(family, book, native, owners)
    const rules = status.rules.map((rule) =>
      isOpen || (rule.standing === 'stale' && (isDoubtful || isMarked(rule.text)))
        ? { ...rule, standing: 'unknown' as const }
        : rule,
    )
    const place = (chain: string) => `${book.family}/docker-bridges/${chain}`
    for (const { name, isRepoliced, base } of status.chains)
      if (isRepoliced)
        notes.push(message('repair/native-policy-left', { place: place(name), policy: base?.policy ?? '' }))
    if (status.isDormant) notes.push(message('status/table-dormant', { table: `${book.family} docker-bridges` }))
    const steps = isOpen ? [] : nativeSteps(book.family, status, prune && !isDoubtful)
    return { family, variant: undefined, backend: 'nftables', rules: [...rules, ...unknown], steps, policiesLeft: [] }
  })
  const marked = plans.some(({ rules }) => rules.some(({ standing, text }) => standing === 'unknown' && isMarked(text)))
  const names = [...settled.options, ...(marked ? ['bridge-accept-fwmark'] : [])]
  const options = names.map((name) => `--${name}`)
  const isOff = known.iptables === false
  return {
    engine: docker.version,
    isOff,
    plans,
    unknown: [
      ...(told.problems ?? []),
      ...(options.length === 0 ? [] : [message('status/options-unknown', { options: options.join(', ') })]),
      ...predicted.refused,
      ...(docker.unread ?? []).map((what) => message('status/inventory-unread', { what })),
    ],
    notes: [
      ...(isOff ? [message('status/iptables-off', {})] : []),
      ...predicted.notes,
      ...notes,
      ...closedForwarding(snapshot),
    ],
  }
}

/** Where iptables drops what is forwarded, as an engine with the iptables backend may have left it: that kills published ports. */
function closedForwarding({ rulesets }: Snapshot): readonly Message[] {
  return rulesets.flatMap((ruleset) => {
    const isClosed = findChain(ruleset, 'filter', 'FORWARD')?.policy === 'DROP'
    return isClosed ? [message('status/forward-drop-left', { place: `${ruleset.family}/filter/FORWARD` })] : []
  })
}
