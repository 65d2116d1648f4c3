import { append } from '#base/lists.ts'
import type { Message } from '#model/diagnostic.ts'
import type { Family } from '#model/family.ts'
import type { KernelComparison, KernelRun, RuleCoverage, Verification } from '#model/kernel.ts'
import { eachRule, familyId, ruleId } from '#model/rule-id.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { Trace } from '#model/trace.ts'
import { missingIn } from './ask-kernel.ts'
import { askEach, type BatchDifference, sendBatch } from './batch.ts'
import { type Candidates, findCandidates } from './candidates.ts'
import { withDistinctRulesets } from './distinct-rulesets.ts'
import { followedTables } from './load-native.ts'
import { withNative } from './native-tables.ts'
import { rebuild, type RebuiltHost } from './rebuild.ts'
import { wordsOf } from './rule-words.ts'
import { containersOf, programOf } from './trace-on-kernel.ts'
import { usualPackets } from './usual-packets.ts'

/** A verification of one family's rules. */
interface FamilyVerification {
  readonly run: KernelRun
  readonly packets: number
  readonly rules: readonly RuleCoverage[]
  readonly differences: readonly KernelComparison[]
  readonly together: readonly string[]
}

/**
 * Sends packets that reach every rule they can to a kernel with the snapshot's rules, and compares what it counts with what we
 * say. Faults: kernel/no-namespaces, kernel/no-tool, kernel/rules-refused.
 */
export async function verifyOnKernel(asked: Snapshot): Promise<Verification> {
  const start = performance.now()
  const { snapshot, leftOut } = withDistinctRulesets(asked)
  const families = (['ipv4', 'ipv6'] as const).filter((family) => hasRules(snapshot, family))
  const parts: FamilyVerification[] = []
  for (const family of families) parts.push(await verifyFamily(snapshot, family, leftOut))
  return {
    runs: parts.map(({ run }) => run),
    packets: parts.reduce((sum, { packets }) => sum + packets, 0),
    milliseconds: performance.now() - start,
    rules: onceEach(parts.flatMap(({ rules }) => rules)),
    differences: parts.flatMap(({ differences }) => differences),
    together: parts.flatMap(({ together }) => together),
  }
}

function hasRules(snapshot: Snapshot, family: Family): boolean {
  const { rulesets } = snapshot
  const isThere = rulesets.some((one) => one.family === family && one.tables.some(({ chains }) => chains.length > 0))
  return isThere || followedTables(snapshot, family).some(({ chains }) => chains.some(({ base }) => base !== undefined))
}

async function verifyFamily(
  snapshot: Snapshot,
  family: Family,
  leftOut: readonly Message[],
): Promise<FamilyVerification> {
  const host = await rebuildFor(snapshot, family)
  try {
    const candidates = candidatesFor(snapshot, family, host)
    const missing = missingIn(host)
    const stages = stagesOf(candidates, missing)
    const packets = stages.reduce((sum, stage) => sum + stage.length, 0)
    const batches: BatchDifference[] = []
    for (const stage of stages.slice(0, 3)) append(batches, await sendBatch(host, stage))
    // What can go several ways is asked about one by one: the kernel must go one of them.
    const open = await askEach(host, stages[3] ?? [])
    const found = batches.length === 0 ? [] : await findPackets(snapshot, family, suspects(stages.slice(0, 3), batches))
    const unexplained = batches.length > 0 && found.length === 0 ? batches.map(({ id }) => id) : []
    return {
      run: withNative(host.run, snapshot, family, ofFamily(leftOut, family)),
      packets,
      rules: coverageOf(snapshot, family, candidates, host),
      differences: [...found, ...open],
      together: unexplained,
    }
  } finally {
    await host.close()
  }
}

// A rule of a table that sees both families is reached by packets of one of them.
function onceEach(rules: readonly RuleCoverage[]): readonly RuleCoverage[] {
  const known = new Map<string, RuleCoverage>()
  for (const one of rules) if (known.get(one.id)?.kind !== 'reached') known.set(one.id, one)
  return [...known.values()]
}

function ofFamily(messages: readonly Message[], family: Family): readonly Message[] {
  return messages.filter(({ args }) => args.family === family)
}

function rebuildFor(snapshot: Snapshot, family: Family): Promise<RebuiltHost> {
  return rebuild({ facts: snapshot.facts, rules: snapshot, family, packets: [], hosts: containersOf(snapshot) })
}

function candidatesFor(snapshot: Snapshot, family: Family, host: RebuiltHost): Candidates {
  return findCandidates({
    rules: { rulesets: snapshot.rulesets, native: host.native.tables },
    family,
    facts: host.facts,
    program: programOf(host, snapshot),
    links: host.links,
    users: host.sandbox.users,
    hosts: [...containersOf(snapshot), ...wordsOf(snapshot, family).hosts],
    usual: (places) => usualPackets(snapshot.docker, places),
  })
}

const mostOpen = 60

// First packets, answers, what follows them: each stage needs the one before. What is open comes last.
function stagesOf({ first, answers, next }: Candidates, missing: ReadonlySet<string>): readonly (readonly Trace[])[] {
  const isPlain = ({ ways, rules }: Trace) => ways.length === 1 && !rules.some((id) => missing.has(id))
  const open = first.filter(({ ways }) => ways.length > 1).slice(0, mostOpen)
  return [first.filter(isPlain), answers.filter(isPlain), next.filter(isPlain), open]
}

const mostSuspects = 150

// Packets that meet a rule of which the sums differ, or may have missed it; each with those of its connection.
function suspects(
  stages: readonly (readonly Trace[])[],
  batches: readonly BatchDifference[],
): readonly (readonly Trace[])[] {
  const ids = new Set(batches.map(({ id }) => id))
  const meets = ({ rules }: Trace) => rules.some((id) => ids.has(id))
  const [first = [], ...later] = stages
  const ordered = first.toSorted((a, b) => Number(meets(b)) - Number(meets(a))).slice(0, mostSuspects)
  const ports = new Set(ordered.map(({ packet }) => packet.sport))
  const belongs = ({ packet: { sport, dport } }: Trace) => ports.has(sport) || ports.has(dport)
  return [ordered, ...later.map((stage) => stage.filter(belongs))]
}

/** Sends the packets once more, to a host that has not seen them, one by one. */
async function findPackets(
  snapshot: Snapshot,
  family: Family,
  stages: readonly (readonly Trace[])[],
): Promise<readonly KernelComparison[]> {
  const host = await rebuildFor(snapshot, family)
  try {
    const found: KernelComparison[] = []
    for (const stage of stages) append(found, await askEach(host, stage))
    return found
  } finally {
    await host.close()
  }
}

function coverageOf(
  { rulesets }: Snapshot,
  family: Family,
  { rules }: Candidates,
  host: RebuiltHost,
): readonly RuleCoverage[] {
  const missing = missingIn(host)
  const coverage: RuleCoverage[] = []
  const add = (id: string) => {
    const found = rules.get(id)
    if (missing.has(id)) coverage.push({ kind: 'left-out', id })
    else if (found?.reached === true) coverage.push({ kind: 'reached', id })
    else coverage.push({ kind: 'not-reached', id, by: found?.by })
  }
  for (const ruleset of rulesets.filter((one) => one.family === family)) {
    const prefix = familyId(ruleset, rulesets)
    eachRule(ruleset, (_rule, table, chain, position) => {
      add(ruleId(prefix, table, chain, position))
    })
  }
  for (const { family: own, name, chains } of host.native.counted)
    for (const chain of chains) for (const index of chain.rules.keys()) add(ruleId(own, name, chain.name, index + 1))
  return coverage
}
