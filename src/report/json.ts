import { lineStarts, rowOf } from '#base/line-starts.ts'
import type { Say } from '#i18n/catalogue.ts'
import { JsonList } from '#base/json-text.ts'
import { partMessage } from '#model/part-message.ts'
import { type Diagnostic, type Message, message } from '#model/diagnostic.ts'
import type { Cause, ChainChange, Difference, ObjectChange, RuleChange } from '#model/difference.ts'
import type {
  ChainExplanation,
  Explanation,
  Phrase,
  Reach,
  RuleExplanation,
  SetExplanation,
} from '#model/explanation.ts'
import type { Ownership } from '#model/owner.ts'
import type { ReadText } from '#model/snapshot.ts'
import { causeText } from './diff-page.ts'
import { phraseText } from './phrase-text.ts'

/** The version of all JSON answers; it grows when a field changes its meaning or goes away. */
export const answerSchemaVersion = 1

/** The answer of `explain --json`; its schema is `schemas/explain.schema.json`. */
export function explainJson(say: Say, explanation: Explanation, texts: readonly ReadText[]) {
  const chains = explanation.rulesets.flatMap((ruleset) => ruleset.chains)
  return {
    kind: 'explain',
    schemaVersion: answerSchemaVersion,
    source: explanation.source,
    asked: explanation.asked,
    conclusion: explanation.conclusion.map((phrase) => phraseText(say, phrase)),
    rulesets: explanation.rulesets.map(({ family, variant, layout }) => ({
      family,
      variant: variant ?? null,
      dockerLayout: layout?.name ?? null,
      dockerVersions: layout === undefined ? null : say(message('explain/versions', { versions: layout.versions })),
    })),
    chains: chains.map((one) => chainJson(say, one)),
    sets: explanation.rulesets.flatMap(({ sets }) => sets.map((one) => setJson(say, one))),
    rules: new JsonList(() => ruleJsons(say, chains)),
    diagnostics: diagnosticsJson(say, texts),
  }
}

function* ruleJsons(say: Say, chains: readonly ChainExplanation[]) {
  for (const { rules } of chains) for (const rule of rules) yield ruleJson(say, rule)
}

function chainJson(say: Say, chain: ChainExplanation) {
  return {
    id: chain.id,
    family: chain.family,
    variant: chain.variant ?? null,
    table: chain.table,
    chain: chain.chain,
    policy: chain.policy ?? null,
    ...ownershipJson(say, chain.ownership),
    reachedFrom: chain.reachedFrom.map((one) => reachJson(say, one)),
    ruleCount: chain.rules.length,
  }
}

function setJson(say: Say, { ownership, elements, ...set }: SetExplanation) {
  return { ...set, elements: elements ?? null, ...ownershipJson(say, ownership) }
}

function ruleJson(say: Say, rule: RuleExplanation) {
  return {
    id: rule.id,
    family: rule.family,
    variant: rule.variant ?? null,
    table: rule.table,
    chain: rule.chain,
    position: rule.position,
    text: rule.text,
    ...ownershipJson(say, rule.ownership),
    matches: rule.clauses.map(({ text, phrase }) => ({ text, ...phraseJson(say, phrase) })),
    target: rule.effectText === '' ? null : rule.effectText,
    effect: phraseJson(say, rule.effect),
    notes: rule.notes.map((one) => phraseJson(say, one)),
    counters:
      rule.counters === undefined
        ? null
        : { packets: String(rule.counters.packets), bytes: String(rule.counters.bytes) },
    hidden: rule.hidden,
  }
}

/** Whose it is, with the texts that go with it. */
export function ownershipJson(say: Say, ownership: Ownership) {
  const { owner, part, args } = ownership
  return {
    owner,
    part,
    about: args,
    title: say(partMessage('part', ownership)),
    purpose: say(partMessage('purpose', ownership)),
    breaks: say(partMessage('breaks', ownership)),
  }
}

function phraseJson(say: Say, phrase: Phrase) {
  return { id: phrase.id, words: phraseText(say, phrase) }
}

function reachJson(say: Say, reach: Reach) {
  if (reach.kind === 'hook') return { kind: 'hook', hook: reach.hook }
  return { kind: 'rule', id: reach.id, goto: reach.goto, when: reach.when.map((phrase) => phraseText(say, phrase)) }
}

/** Diagnostics with their place counted in lines and columns from 1, and offsets in UTF-16 units. */
export function diagnosticsJson(say: Say, texts: readonly ReadText[]) {
  return texts.flatMap(({ source, diagnostics }) => {
    const starts = lineStarts(source.text)
    return diagnostics.map((diagnostic) => ({ source: source.name, ...diagnosticJson(say, diagnostic, starts) }))
  })
}

function diagnosticJson(say: Say, { severity, id, args, span, help }: Diagnostic, starts: readonly number[]) {
  const row = rowOf(starts, span.start)
  return {
    severity,
    code: id,
    args,
    message: say({ id, args }),
    line: row + 1,
    column: span.start - (starts[row] ?? 0) + 1,
    start: span.start,
    end: span.end,
    help: help === undefined ? null : say(help),
  }
}

/** The answer of `diff --json`; its schema is `schemas/diff.schema.json`. */
export function diffJson(say: Say, difference: Difference) {
  return {
    kind: 'diff',
    schemaVersion: answerSchemaVersion,
    before: difference.before,
    after: difference.after,
    groups: difference.groups.map(({ cause, chains, objects, rules }) => ({
      cause: causeJson(say, cause),
      chains: chains.map((one) => chainChangeJson(say, one)),
      objects: objects.map((one) => objectChangeJson(say, one)),
      rules: rules.map((one) => ruleChangeJson(say, one)),
    })),
    onlyBefore: difference.onlyBefore.map(({ family, variant, table }) => ({
      family,
      variant: variant ?? null,
      table,
    })),
    onlyAfter: difference.onlyAfter.map(({ family, variant, table }) => ({ family, variant: variant ?? null, table })),
    same: difference.same.map(({ family, variant, table }) => ({ family, variant: variant ?? null, table })),
    sysctls: difference.sysctls,
    unchanged: difference.unchanged,
    ignored: difference.ignored,
  }
}

function causeJson(say: Say, cause: Cause) {
  return { kind: cause.kind, owner: cause.owner, about: cause.args, words: causeText(say, cause) }
}

function chainChangeJson(say: Say, change: ChainChange) {
  return {
    kind: change.kind,
    family: change.family,
    table: change.table,
    chain: change.chain,
    before: change.before ?? null,
    after: change.after ?? null,
    ...ownershipJson(say, change.ownership),
  }
}

function objectChangeJson(say: Say, change: ObjectChange) {
  return {
    kind: change.kind,
    what: change.what,
    id: change.id,
    before: change.before ?? null,
    after: change.after ?? null,
    added: change.added,
    removed: change.removed,
    ...ownershipJson(say, change.ownership),
  }
}

function ruleChangeJson(say: Say, change: RuleChange) {
  return {
    kind: change.kind,
    id: change.id,
    family: change.family,
    table: change.table,
    chain: change.chain,
    text: change.text,
    positionBefore: change.positionBefore ?? null,
    positionAfter: change.positionAfter ?? null,
    sameAs: change.sameAs ?? null,
    standing: change.standing,
    ...ownershipJson(say, change.ownership),
  }
}

/** A refusal as JSON: the same shape for every command. */
export function errorJson(say: Say, error: Message) {
  return { kind: 'error', schemaVersion: answerSchemaVersion, code: error.id, message: say(error), args: error.args }
}
