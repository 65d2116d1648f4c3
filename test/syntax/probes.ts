import { readdirSync, readFileSync } from 'node:fs'
import type { Diagnostic } from '#model/diagnostic.ts'
import type { Dialect, Family, Variant, Version } from '#model/family.ts'
import type { Source } from '#model/source.ts'
import { finishLine } from '#syntax/line/finish-line.ts'
import { readLine } from '#syntax/line/line-reader.ts'
import type { LineContext } from '#syntax/line/line-state.ts'
import { printRule } from '#syntax/print/print-rule.ts'
import { shellWords } from './shell-words.ts'

/** What a real iptables made of a command: its exit code, what it saved, what it said. */
export interface Answer {
  readonly rc: number
  readonly save: readonly string[]
  readonly err: string
}

/** A command line behind `iptables -t TABLE -A CHAIN`, in a shell's quoting. */
export interface Probe {
  readonly table: string
  readonly chain: string
  readonly args: string
}

/** The recorded answers of one tool to one file of commands. */
export interface ProbeSet {
  readonly name: string
  readonly family: Family
  readonly dialect: Dialect
  readonly probes: readonly (Probe & Answer)[]
}

const cases = new URL('../cases/', import.meta.url)

/** Every recorded answer: test/cases/iptables/probes, one tool a file, and test/cases/extensions, in either form. */
export function readProbeSets(): readonly ProbeSet[] {
  return ['iptables/probes/', 'extensions/'].flatMap((folder) =>
    readdirSync(new URL(folder, cases))
      .filter((file) => file.endsWith('.jsonl'))
      .flatMap((file) => readFile(folder, file)),
  )
}

// `NAME[.FAMILY][.VERSION].VARIANT.jsonl` holds the answers of one tool, `NAME.FAMILY.jsonl` those of several.
function readFile(folder: string, file: string): readonly ProbeSet[] {
  const lines = readFileSync(new URL(folder + file, cases), 'utf8').split('\n')
  const records = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Recorded)
  const [name = file, ...rest] = file.split('.')
  const family: Family = rest.includes('ipv6') || name === 'probes6' ? 'ipv6' : 'ipv4'
  const variant = /\.(nft|legacy)\.jsonl$/.exec(file)?.[1] as Variant | undefined
  if (variant === undefined) return severalTools(name, family, records)
  const version = (/1\.8\.\d+/.exec(file)?.[0] ?? '1.8.9') as Version
  return [
    {
      name,
      family,
      dialect: { version, variant },
      probes: records.map((record) => ({ ...record, ...place(record), ...said(record) })),
    },
  ]
}

interface Recorded extends Partial<Probe>, Said {
  readonly args: string
  readonly said?: readonly Said[]
}

interface Said {
  readonly by?: readonly string[]
  readonly rc?: number
  readonly save?: readonly string[]
  readonly err?: string | readonly string[]
}

function place({ table = 'filter', chain = 'INPUT', args }: Recorded): Probe {
  return { table, chain, args }
}

function said({ rc = 0, save = [], err = '' }: Said): Answer {
  return { rc, save: save.map((line) => line.trimEnd()), err: typeof err === 'string' ? err : err.join(' ') }
}

const severalVersions = ['1.8.9 nft', '1.8.9 legacy', '1.8.11 nft', '1.8.11 legacy']

function severalTools(name: string, family: Family, records: readonly Recorded[]): readonly ProbeSet[] {
  return severalVersions.map((tool) => {
    const [version, variant] = tool.split(' ') as [Version, Variant]
    const probes = records.flatMap((record) => {
      const answer = record.said?.find(({ by }) => by === undefined || by.includes(tool))
      return answer === undefined ? [] : [{ ...place(record), ...said(answer) }]
    })
    return { name, family, dialect: { version, variant }, probes }
  })
}

/** What we print for the command, and what we find in it. */
export function answer(
  { table, chain, args }: Probe,
  family: Family,
  dialect: Dialect,
): { lines: readonly string[]; faults: readonly Diagnostic[]; warnings: readonly Diagnostic[] } {
  const text = `-t ${table} -A ${chain} ${args}`
  const origin: Source = { name: 'probe', text }
  const diagnostics: Diagnostic[] = []
  const context: LineContext = { origin, family, dialect, diagnostics, chains: new Set(['USER1']) }
  const line = readLine(shellWords(text), 0, context)
  const statement = finishLine(line, { start: 0, end: text.length }, undefined, context)
  const rules = statement?.kind === 'rule' ? statement.rules : []
  const lines = rules.map((rule) => `-A ${chain}${printRule(rule, family, dialect)}`)
  return {
    lines,
    faults: diagnostics.filter(({ severity }) => severity === 'error'),
    warnings: diagnostics.filter(({ severity }) => severity !== 'error'),
  }
}
