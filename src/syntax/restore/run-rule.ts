import { replaceAt } from '#base/lists.ts'
import { kernelRefusal } from '#extensions/kernel/kernel-refusal.ts'
import type { ExtensionUse, Rule } from '#model/ruleset.ts'
import type { RuleStatement } from '#model/statement.ts'
import type { Batch } from './batch.ts'
import { change, refuseLater } from './batch.ts'
import { verdicts } from '../line/base-options.ts'
import type { DraftChain } from './draft-chain.ts'
import { jumpOf, noCounters } from './draft.ts'
import { findRule } from './find-rule.ts'
import { hasCounters } from './has-counters.ts'
import { preferChain } from './prefer-chain.ts'
import { removeRule } from './remove-rule.ts'
import type { RestoreRefusal } from './restore-error.ts'
import { refuse } from './restore-error.ts'

/** Adds, replaces, deletes or looks for the rules of a line. */
export function runRule(batch: Batch, statement: RuleStatement): RestoreRefusal | undefined {
  const { draft } = batch
  const rules = statement.rules.map((rule) => readied(batch, rule))
  const { verb } = statement
  const [first] = rules
  const refusal = first === undefined ? undefined : checkTarget(batch, first, statement)
  if (refusal !== undefined) return refusal
  const chain = draft.chains.get(statement.chain)
  if (chain === undefined) {
    if (verb === 'check') return refuse('restore/no-rule', statement, 1, { chain: statement.chain })
    return refuse('restore/no-chain', statement, 1, { chain: statement.chain })
  }
  if (verb !== 'delete' && verb !== 'check') askKernel(batch, rules, statement)
  switch (verb) {
    case 'append':
      return insert(batch, chain, chain.length, rules)
    case 'insert':
      return runInsert(batch, chain, rules, statement)
    case 'replace':
      return runReplace(batch, chain, rules, statement)
    case 'delete':
      return runDelete(batch, chain, rules, statement)
    case 'check':
      return rules.every((rule) => find(batch, chain, rule) >= 0)
        ? undefined
        : refuse('restore/no-rule', statement, 1, { chain: chain.name })
  }
}

// Counters before the line count with -c alone; those of the option -c always.
function readied({ draft, options }: Batch, rule: Rule): Rule {
  const counted = options.counters || !hasCounters(rule)
  const counters = (counted ? rule.counters : undefined) ?? noCounters
  const matches = options.unclosed.has(rule.end) ? rule.matches.map((use) => withNewline(use, rule.end)) : rule.matches
  return preferChain({ ...rule, matches, counters }, (name) => draft.chains.has(name))
}

// A quote that nothing closes takes in the end of the line too.
function withNewline(use: ExtensionUse, end: number): ExtensionUse {
  const options = use.options.map((option) =>
    option.end === end && typeof option.value === 'string' ? { ...option, value: `${option.value}\n` } : option,
  )
  return { ...use, options }
}

function checkTarget(batch: Batch, rule: Rule, statement: RuleStatement): RestoreRefusal | undefined {
  const { target } = rule
  if (target === undefined || target.known) return undefined
  const to = jumpOf(batch.draft, rule)
  const nft = batch.options.dialect.variant === 'nft'
  // With options it is the extension of somebody else, which the host may have.
  if (to === undefined) {
    const extension = !target.goto && target.words.length > 0
    return extension ? undefined : refuse('restore/no-target', target, 2, { target: target.name })
  }
  const { verb, chain } = statement
  if (to.policy === undefined || verdicts.has(to.name) || verb === 'delete' || verb === 'check') return undefined
  const refusal = refuse('restore/jump-to-built-in', statement, nft ? 4 : 1, { chain: to.name })
  if (!nft) return refusal
  refuseLater(batch, refusal, chain)
  return undefined
}

// nft hears of each rule as it comes, even if a later line takes it away; what depends on who jumps there waits for the end.
function askKernel(batch: Batch, rules: readonly Rule[], statement: RuleStatement): void {
  const { draft, options } = batch
  if (options.dialect.variant === 'legacy') return
  const place = { family: options.family, variant: 'nft', table: draft.name, chains: new Set<string>() } as const
  for (const rule of rules) {
    const extension = kernelRefusal(rule, place)
    if (extension === undefined) continue
    const { chain } = statement
    refuseLater(batch, refuse('restore/kernel-refuses', statement, 4, { extension, chain }), chain)
  }
}

function insert(batch: Batch, chain: DraftChain, at: number, rules: readonly Rule[]): undefined {
  change(batch)
  batch.absent.delete(chain.name)
  for (const rule of rules) batch.made.add(rule)
  chain.insert(at, rules)
}

function runInsert(
  batch: Batch,
  chain: DraftChain,
  rules: readonly Rule[],
  statement: RuleStatement,
): RestoreRefusal | undefined {
  const position = statement.position ?? 1
  if (position > chain.length + 1) return refuse('restore/no-rule-at', statement, 1, { chain: chain.name, position })
  return insert(batch, chain, position - 1, [...rules].reverse())
}

function runReplace(
  batch: Batch,
  chain: DraftChain,
  rules: readonly Rule[],
  statement: RuleStatement,
): RestoreRefusal | undefined {
  const position = statement.position ?? 1
  const old = chain.rules[position - 1]
  if (old === undefined) return refuse('restore/no-rule-at', statement, 1, { chain: chain.name, position })
  if (batch.options.dialect.variant === 'nft' && batch.made.has(old))
    refuseLater(batch, refuse('restore/crash', statement, 139, { chain: chain.name, position }), chain.name)
  else if (batch.ghosts.has(old))
    refuseLater(batch, refuse('restore/flushed-before', statement, 4, { chain: chain.name }), chain.name)
  change(batch)
  for (const rule of rules) batch.made.add(rule)
  replaceAt(chain.rules, position - 1, 1, rules)
  return undefined
}

function runDelete(
  batch: Batch,
  chain: DraftChain,
  rules: readonly Rule[],
  statement: RuleStatement,
): RestoreRefusal | undefined {
  for (const rule of rules) {
    const at = find(batch, chain, rule)
    if (at < 0) return refuse('restore/no-rule', statement, 1, { chain: chain.name })
    removeRule(batch, chain, at, statement)
  }
  return undefined
}

function find({ options }: Batch, chain: DraftChain, rule: Rule): number {
  return findRule(chain.rules, rule, options.family, options.dialect)
}
