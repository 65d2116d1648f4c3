import { allOf, type Condition, unknown } from '#model/condition.ts'
import { append } from '#base/lists.ts'
import type { Effect } from '#model/effect.ts'
import type { Family } from '#model/family.ts'
import type { Clause } from '#model/lowered.ts'
import type { Json, NftRule } from '#model/nft.ts'
import { ofFamily } from './known-family.ts'
import type { Branch } from './nft-branch.ts'
import { branchesOf } from './nft-effect.ts'
import { memberOf, oneOf } from './nft-key.ts'
import { matchCondition } from './nft-match.ts'
import { joinedCondition, joinedQuestions } from './nft-joined.ts'
import type { Sets } from './nft-sets.ts'

/** A part of a rule whose jump is not yet resolved. */
export interface NativePart {
  readonly clauses: readonly Clause[]
  readonly effect: Effect
  readonly next: number
  readonly otherwise: number
}

/** A rule of nftables as meant: what it asks first, and its parts. */
export interface NativeMeaning {
  readonly clauses: readonly Clause[]
  readonly parts: readonly NativePart[]
}

interface Group {
  readonly clauses: readonly Clause[]
  readonly branches: readonly { readonly asks: readonly Clause[]; readonly effect: Effect }[]
}

/** What a rule of nftables means. What we do not understand is unknown: as a question, or as what it does. */
export function nativeMeaning(
  { statements, printed }: NftRule,
  sets: Sets,
  families: readonly Family[],
  version?: string,
): NativeMeaning {
  const draft = new Draft()
  const joined = joinedQuestions(statements)
  const [family, ...others] = families
  const known = (condition: Condition) =>
    family === undefined || others.length > 0 ? condition : ofFamily(condition, family)
  for (const [index, statement] of statements.entries()) {
    const { start = 0, end = 0 } = printed.spans[index] ?? {}
    const text = printed.origin.text.slice(start, end)
    const clause = (condition: Condition): Clause => ({ condition: known(condition), start, end, match: undefined })
    const group = joined.find((indexes) => indexes.includes(index))
    if (group !== undefined && group[0] !== index) continue
    const asked =
      group === undefined
        ? questionOf(statement, sets, text)
        : joinedCondition(
            group.map((each) => questionOf(statements[each] ?? null, sets, text) ?? unknown('packet', text)),
            printed.origin.text.slice(start, printed.spans[group.at(-1) ?? index]?.end ?? end),
            version,
          )
    if (asked !== undefined) {
      draft.ask(clause(asked))
      if (memberOf(statement, 'set') === undefined) continue
    }
    draft.add(branchesOf(statement, sets, text) ?? [unknownBranch(text)], clause)
    if (draft.ended) break
  }
  return flatten(draft.close())
}

/** The groups of a rule, while its statements are read. */
class Draft {
  readonly #groups: Group[] = []
  #pending: Clause[] = []
  /** What counts or logs and is not yet part of a group. */
  #quiet: Effect | undefined
  ended = false

  ask(clause: Clause): void {
    this.#settle()
    append(this.#pending, apart(clause))
  }

  add(branches: readonly Branch[], clause: (asked: Condition) => Clause): void {
    const [only, ...more] = branches
    if (only?.effect.kind === 'continue' && only.condition === undefined) {
      // A log says more than a counter.
      if (this.#quiet?.kind !== 'continue' || this.#quiet.does === 'count') this.#quiet = only.effect
      return
    }
    const asks = branches.some(({ condition }) => condition !== undefined && apart(clause(condition)).length > 0)
    if (more.length > 0 || asks) this.#settle()
    this.#push(groupOf(this.#pending, branches, clause))
    this.ended = branches.every(({ effect }) => ends(effect))
  }

  close(): readonly Group[] {
    if (this.#groups.length === 0) this.#push(this.#quietGroup())
    return this.#groups
  }

  // A counter counts also what later questions of the rule let go.
  #settle(): void {
    if (this.#quiet !== undefined) this.#push(this.#quietGroup())
  }

  #quietGroup(): Group {
    const effect = this.#quiet ?? { kind: 'continue' as const, does: 'count' }
    return { clauses: this.#pending, branches: [{ asks: [], effect }] }
  }

  #push(group: Group): void {
    this.#groups.push(group)
    this.#pending = []
    this.#quiet = undefined
  }
}

// `tcp dport 22` asks for a protocol and for a port: whoever wants to know which of them failed asks one by one.
function apart(clause: Clause): readonly Clause[] {
  const { condition } = clause
  return condition.kind === 'all' ? condition.of.map((one) => ({ ...clause, condition: one })) : [clause]
}

function groupOf(clauses: readonly Clause[], branches: readonly Branch[], clause: (asked: Condition) => Clause): Group {
  return {
    clauses,
    branches: branches.map(({ condition, effect }) => ({
      asks: condition === undefined ? [] : apart(clause(condition)),
      effect,
    })),
  }
}

// What comes after a verdict is never done.
function ends({ kind }: Effect): boolean {
  return kind === 'verdict' || kind === 'jump' || kind === 'return' || kind === 'nat' || kind === 'queue'
}

function unknownBranch(target: string): Branch {
  return { condition: undefined, effect: { kind: 'unknown', target } }
}

/** What a statement asks; undefined: it asks nothing. Limits and the like depend on what came before. */
function questionOf(statement: Json, sets: Sets, text: string): Condition | undefined {
  const match = memberOf(statement, 'match')
  if (match !== undefined) return matchCondition(match, sets, text)
  if (!asksSomething(statement)) return undefined
  return unknown(memberOf(statement, 'xt') === undefined ? 'history' : 'extension', text)
}

const askingStatements = ['match', 'limit', 'quota', 'ct count', 'connlimit', 'meter']

/** Whether a statement can end its rule: a rule takes a packet where all of these hold. */
export function asksSomething(statement: Json): boolean {
  if (askingStatements.some((name) => memberOf(statement, name) !== undefined)) return true
  if (memberOf(memberOf(statement, 'xt') ?? null, 'type') === 'match') return true
  // An element with a limit of its own: where that is exceeded the rule ends.
  return memberOf(memberOf(statement, 'set') ?? null, 'stmt') !== undefined
}

function flatten(groups: readonly Group[]): NativeMeaning {
  const total = groups.reduce((sum, { branches }) => sum + Math.max(1, branches.length), 0)
  const parts: NativePart[] = []
  for (const { clauses, branches } of groups) {
    const first = parts.length
    const next = first + Math.max(1, branches.length)
    branches.forEach(({ asks, effect }, index) => {
      const otherwise = index < branches.length - 1 ? first + index + 1 : total
      parts.push({ clauses: asks.length === 0 ? clauses : [...clauses, ...asks], effect, next, otherwise })
    })
    // A map without elements leads nowhere.
    if (branches.length === 0) parts.push(nowhere(clauses, next, total))
  }
  return { clauses: firstClauses(groups[0], parts[0]), parts }
}

function nowhere(clauses: readonly Clause[], next: number, otherwise: number): NativePart {
  const never: Clause = { condition: { kind: 'any', of: [] }, start: 0, end: 0, match: undefined }
  return { clauses: [...clauses, never], effect: { kind: 'continue', does: 'count' }, next, otherwise }
}

// A map asks for any of its elements.
function firstClauses(group: Group | undefined, part: NativePart | undefined): readonly Clause[] {
  if (group === undefined || group.branches.length < 2) return part?.clauses ?? []
  const asks = group.branches.map((branch) => allOf(branch.asks.map(({ condition }) => condition)))
  const [first] = group.branches[0]?.asks ?? []
  return first === undefined ? group.clauses : [...group.clauses, { ...first, condition: oneOf(asks) }]
}
