import type { NearMiss, PacketView, Step, Trace } from '#model/trace.ts'
import type { TraceView } from '#model/trace-view.ts'
import { ownershipJson } from './json.ts'
import { addressText, protocolText } from './packet-text.ts'

/** The one-line answer for a packet of a batch. */
export function verdictJson({ verdict, by, rules, final, perhaps }: Trace) {
  return {
    verdict,
    by: by ?? null,
    rules,
    final: viewJson(final),
    perhaps: perhaps.map(({ cause, key }) => ({ cause, key })),
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

/** The answer of `trace --json`; its schema is `schemas/trace.schema.json`. */
export function traceJson(view: TraceView, nearMisses: readonly NearMiss[]) {
  const { trace, rules, ending } = view
  const { packet } = trace
  return {
    kind: 'trace',
    schemaVersion: 1,
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
    ...verdictJson(trace),
    container: ending ?? null,
    presumed: trace.presumed,
    nearMisses,
    ways: trace.ways.map(({ verdict, by, end, steps, shared, from }) => ({
      verdict,
      by: by ?? null,
      end,
      from: from ?? null,
      shared,
      steps: steps.map(stepJson),
    })),
    ruleTexts: Object.fromEntries(
      [...rules].map(([id, { text, ownership }]) => [id, { text, ...ownershipJson(ownership) }]),
    ),
  }
}

function stepJson(step: Step) {
  switch (step.kind) {
    case 'rule': {
      const { id, matched, clauses, effect, rule } = step
      const shown = clauses.map(({ answer, has, start, end }) => ({
        text: rule.origin.text.slice(start, end),
        answer,
        has: has === undefined ? null : typeof has === 'bigint' ? String(has) : has,
      }))
      return { kind: 'rule', id, matched, clauses: shown, effect: effect.kind }
    }
    case 'hook':
      return { kind: 'hook', hook: step.hook, looped: step.looped, packet: viewJson(step.packet) }
    case 'rewrite':
      return { ...step, from: plain(step.from), to: plain(step.to) }
    case 'route':
      return { ...step, device: step.device ?? null, hop: step.hop === undefined ? null : addressText(step.hop) }
    case 'chain':
    case 'nat-skipped':
    case 'return':
    case 'policy':
    case 'conntrack':
    case 'assume':
      return step
  }
}

function plain(value: number | bigint | undefined | null): number | string | null {
  return typeof value === 'bigint' ? String(value) : (value ?? null)
}
