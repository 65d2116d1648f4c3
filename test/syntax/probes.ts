import { existsSync, readFileSync } from 'node:fs'
import type { Diagnostic } from '#model/diagnostic.ts'
import type { Dialect, Family, Variant, Version } from '#model/family.ts'
import type { Source } from '#model/source.ts'
import { printRule } from '#syntax/print-rule.ts'
import { readSave } from '#syntax/read-save.ts'

/** One recorded answer of a real iptables: the arguments it was given, its exit code and what it saved. */
export interface Probe {
  readonly table: string
  readonly chain: string
  readonly args: string
  readonly rc: number
  readonly err: readonly string[]
  readonly save: readonly string[]
  readonly nL: readonly string[]
  readonly nvL: readonly string[]
}

const folder = new URL('../cases/iptables/probes/', import.meta.url)

/** The probes of one tool; empty where it was not asked. */
export function readProbes(set: string, version: Version, variant: Variant): readonly Probe[] {
  const file = new URL(`${set}.${version}.${variant}.jsonl`, folder)
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Probe)
}

/** What we print for the probe, or the faults we find in it. */
export function answer(
  probe: Pick<Probe, 'table' | 'chain' | 'args'>,
  family: Family,
  dialect: Dialect,
): { lines: readonly string[]; faults: readonly Diagnostic[] } {
  const text = `*${probe.table}\n-A ${probe.chain} ${probe.args}\nCOMMIT\n`
  const origin: Source = { name: 'probe', text }
  const diagnostics: Diagnostic[] = []
  const statements = readSave({ origin, family, dialect, diagnostics }, 0, text.length)
  const lines = statements.flatMap((statement) =>
    statement.kind === 'rule'
      ? statement.rules.map((rule) => `-A ${statement.chain}${printRule(rule, family, dialect)}`)
      : [],
  )
  return { lines, faults: diagnostics.filter(({ severity }) => severity === 'error') }
}
