import { kernelRefusal } from '#extensions/kernel/kernel-refusal.ts'
import type { Variant } from '#model/family.ts'
import type { Rule } from '#model/ruleset.ts'
import type { Batch } from './batch.ts'
import { applyRenames, dropGhosts } from './batch.ts'
import { chainSources } from './chain-sources.ts'
import type { DraftTable } from './draft.ts'
import type { DraftChain } from './draft-chain.ts'
import { jumpOf } from './draft.ts'
import type { RestoreRefusal } from './restore-error.ts'
import { refuse } from './restore-error.ts'
import { walkedRules } from './walked-rules.ts'

// How many chains of one's own nft lets follow one another (NFT_JUMP_STACK_SIZE less the built-in chain).
const deepest = 15

/** What the kernel says to the whole of a batch at COMMIT; undefined: it takes it. */
export function checkBatch(batch: Batch): RestoreRefusal | undefined {
  const nft = batch.options.dialect.variant === 'nft'
  const crash = batch.pending.find(({ refusal }) => refusal.exitCode === 139)
  const early = (crash ?? batch.pending[0])?.refusal ?? applyRenames(batch)
  dropGhosts(batch)
  if (early !== undefined) return early
  const refused = findRefusedRule(batch)
  if (refused !== undefined) return refused
  const wrong = findDeepPath(batch.draft, batch.options.dialect.variant)
  if (wrong === undefined) return undefined
  const id = wrong.loop ? 'restore/loop' : 'restore/too-deep'
  return refuse(id, blame(batch, wrong.rules), nft ? 4 : 1, { chain: wrong.chain, deepest })
}

/** The first rule with a match or target that the kernel does not take in its place. */
function findRefusedRule({ draft, made, opened, options }: Batch): RestoreRefusal | undefined {
  const { family, dialect, origin } = options
  const { variant } = dialect
  const sources = chainSources(draft, variant)
  // Rules that were there before can only be reached from elsewhere by jumps that are new.
  const jumps = [...made].some((item) => 'origin' in item && jumpOf(draft, item) !== undefined)
  for (const chain of draft.chains.values()) {
    const place = { family, variant, table: draft.name, chains: sources.get(chain) ?? new Set<string>() }
    const walked = walkedRules(chain, variant).length
    for (const [index, rule] of chain.rules.entries()) {
      if (!jumps && !made.has(rule)) continue
      const extension = kernelRefusal(rule, index < walked ? place : { ...place, chains: new Set() })
      if (extension === undefined) continue
      const span = rule.origin === origin ? rule : opened
      return refuse('restore/kernel-refuses', span, variant === 'nft' ? 4 : 1, { extension, chain: chain.name })
    }
  }
  return undefined
}

interface DeepPath {
  readonly loop: boolean
  readonly chain: string
  /** The jumps that lead there. */
  readonly rules: readonly Rule[]
}

/** A way from a built-in chain that comes back to a chain it has passed, or is longer than the kernel walks. */
function findDeepPath(table: DraftTable, variant: Variant): DeepPath | undefined {
  const most = variant === 'nft' ? deepest : Number.POSITIVE_INFINITY
  const levels = new Map<DraftChain, number>()
  const open = new Set<DraftChain>()
  const path: { readonly chain: DraftChain; readonly jumps: readonly Rule[]; next: number; via: Rule | undefined }[] =
    []
  const enter = (chain: DraftChain, via: Rule | undefined) => {
    levels.set(chain, path.length)
    open.add(chain)
    path.push({
      chain,
      jumps: walkedRules(chain, variant).filter((rule) => jumpOf(table, rule) !== undefined),
      next: 0,
      via,
    })
  }
  const way = (last: Rule) => [...path.flatMap(({ via }) => via ?? []), last]
  for (const base of table.chains.values()) {
    if (base.policy === undefined) continue
    enter(base, undefined)
    while (path.length > 0) {
      const here = path[path.length - 1]
      const rule = here?.jumps[here.next++]
      if (here === undefined || rule === undefined) {
        if (here !== undefined) open.delete(here.chain)
        path.pop()
        continue
      }
      const to = jumpOf(table, rule)
      if (to === undefined) continue
      if (open.has(to)) return { loop: true, chain: to.name, rules: way(rule) }
      if (path.length > most) return { loop: false, chain: to.name, rules: way(rule) }
      // Reached before by a way as long as this one: nothing new lies behind it.
      const before = levels.get(to)
      if (before === undefined || (before < path.length && most === deepest)) enter(to, rule)
    }
  }
  return undefined
}

// The last line of this script that had a part in it.
function blame(batch: Batch, rules: readonly Rule[]): { readonly start: number; readonly end: number } {
  const ours = rules.filter((rule) => rule.origin === batch.options.origin).sort((a, b) => a.start - b.start)
  return ours.at(-1) ?? batch.opened
}
