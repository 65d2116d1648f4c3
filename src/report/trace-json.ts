import type { Say } from '#i18n/catalogue.ts'
import type { AddressNumber } from '#base/address.ts'
import { fieldOf } from '#model/condition.ts'
import type { ConversationVerdict } from '#model/conversation.ts'
import type { End, NearMiss, PacketView, Step, Trace } from '#model/trace.ts'
import type { TraceView } from '#model/trace-view.ts'
import { ownershipJson } from './json.ts'
import { addressText, protocolText } from './packet-text.ts'

/** The one-line answer for a packet of a batch. */
export function verdictJson({ verdict, by, rules, final, perhaps, cut }: Trace) {
  return {
    verdict,
    by: by ?? null,
    rules,
    final: viewJson(final),
    perhaps: perhaps.map(({ cause, key }) => ({ cause, key })),
    cut,
  }
}

function viewJson({ src, sport, dst, dport, in: arrived, out }: PacketView) {
  return {
    src: src === undefined ? null : addressText(src),
    sport: sport ?? null,
    dst: dst === undefined ? null : addressText(dst),
    dport: dport ?? null,
    in: arrived === '' ? null : (arrived ?? null),
    out: out === '' ? null : (out ?? null),
  }
}

/** An expectation that was held against the rules. */
export interface TriedCase {
  readonly line: number
  readonly name: string | undefined
  readonly passed: boolean
  readonly expected: string
  readonly verdict: ConversationVerdict | undefined
  readonly by: string | undefined
  /** What an UNKNOWN depends on. */
  readonly perhaps: Trace['perhaps']
  readonly error: string | undefined
}

/** The answer of `trace --cases --json`. */
export function casesJson(cases: readonly TriedCase[]) {
  const passed = cases.filter((one) => one.passed).length
  return {
    kind: 'trace-cases',
    schemaVersion: 1,
    passed,
    failed: cases.length - passed,
    cases: cases.map(({ name, verdict, by, error, perhaps, ...rest }) => ({
      ...rest,
      name: name ?? null,
      verdict: verdict ?? null,
      by: by ?? null,
      perhaps: perhaps.map(({ cause, key }) => ({ cause, key })),
      error: error ?? null,
    })),
  }
}

/** The answer of `trace --json`; its schema is `schemas/trace.schema.json`. */
export function traceJson(say: Say, view: TraceView, nearMisses: readonly NearMiss[]) {
  const { trace, rules, ending } = view
  const { packet } = trace
  const { cut, ...verdict } = verdictJson(trace)
  return {
    kind: 'trace',
    schemaVersion: 1,
    cut,
    packet: {
      family: packet.family,
      proto: protocolText(packet.protocol),
      src: packet.src === undefined ? null : addressText(packet.src),
      sport: packet.sport ?? null,
      dst: addressText(packet.dst),
      dport: packet.dport ?? null,
      in: packet.local ? null : (packet.in ?? null),
      local: packet.local,
    },
    ...verdict,
    container: ending ?? null,
    cures: view.cures ?? null,
    presumed: trace.presumed,
    nearMisses: nearMisses.map(({ id, wanted, has, since, was, fix, publishedOn, hook, with: other, would }) => ({
      id,
      wanted,
      has,
      since: since ?? null,
      was: was ?? null,
      fix: fix ?? null,
      publishedOn: publishedOn ?? null,
      hook: hook ?? null,
      with: other ?? null,
      would,
    })),
    ways: trace.ways.map(({ verdict, by, end, steps, shared, from }) => ({
      verdict,
      by: by ?? null,
      end: endJson(end),
      from: from ?? null,
      shared,
      steps: steps.map(stepJson),
    })),
    ruleTexts: Object.fromEntries(
      [...rules].map(([id, { text, ownership }]) => [id, { text, ...ownershipJson(say, ownership) }]),
    ),
  }
}

function stepJson(step: Step) {
  switch (step.kind) {
    case 'rule': {
      const { id, matched, clauses, effect, rule } = step
      const shown = clauses.map(({ answer, has, start, end, condition }) => ({
        text: rule.origin.text.slice(start, end),
        answer,
        has: valueJson(fieldOf(condition), has),
      }))
      return { kind: 'rule', id, matched, clauses: shown, effect: effect.kind }
    }
    case 'hook':
      return { kind: 'hook', hook: step.hook, looped: step.looped, packet: viewJson(step.packet) }
    case 'rewrite':
      return { ...step, from: valueJson(step.field, step.from), to: valueJson(step.field, step.to) }
    case 'route':
      return { ...step, device: step.device ?? null, hop: step.hop === undefined ? null : addressText(step.hop) }
    case 'assume':
      return { ...step, rule: step.rule ?? null }
    case 'chain':
      return { ...step, variant: step.variant ?? null }
    case 'unread':
    case 'nat-skipped':
    case 'return':
    case 'policy':
    case 'conntrack':
      return step
  }
}

function endJson(end: End) {
  switch (end.kind) {
    case 'out':
      return { ...end, device: end.device ?? null, hop: end.hop === undefined ? null : addressText(end.hop) }
    case 'host':
      return { ...end, listens: end.listens ?? null, process: end.process ?? null }
    case 'dropped':
    case 'rejected':
    case 'dead':
    case 'unknown':
    case 'joins':
      return end
  }
}

const addressFields: ReadonlySet<string> = new Set(['src', 'dst', 'ctorigsrc', 'ctorigdst', 'ctreplsrc', 'ctrepldst'])

// Addresses are written as such, other numbers stay numbers as long as JSON can hold them.
function valueJson(
  field: string | undefined,
  value: AddressNumber | string | undefined | null,
): number | string | null {
  if (value === undefined || value === null || typeof value === 'string') return value ?? null
  if (field !== undefined && addressFields.has(field)) return addressText(value)
  return typeof value === 'bigint' ? String(value) : value
}
