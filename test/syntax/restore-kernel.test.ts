import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Family, Variant } from '#model/family.ts'
import { builtinChains } from '#model/builtin-chains.ts'
import { apply } from './restore-replay.ts'

interface Recorded {
  readonly family: Family
  readonly rule: string
  readonly nft: Readonly<Record<string, number>>
  readonly legacy: Readonly<Record<string, number>>
}

const lines = readFileSync(new URL('../cases/restore/kernel-places.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
const records = lines.slice(1).map((line) => JSON.parse(line) as Recorded)
const protocols = [
  'tcp',
  'udp',
  'icmp',
  'sctp',
  'dccp',
  'esp',
  'ah',
  'udplite',
  'ipcomp',
  'mobility-header',
  'ipv6-icmp',
]

function exitCode(family: Family, variant: Variant, table: string, line: string): number {
  const dialect = { version: '1.8.9', variant } as const
  const options = { noflush: true, counters: false, dialect }
  return apply({ family, variant, tables: [] }, `*${table}\n${line}\nCOMMIT\n`, options).error?.exitCode ?? 0
}

// Code 2 is the parser's affair: what it refuses, and what it refuses in this place, is judged by the probes.
test.for(['nft', 'legacy'] as const)('the kernel refuses %s the rules that it refused when asked', (variant) => {
  const wrong: string[] = []
  for (const record of records) {
    const { family, rule } = record
    const compare = (place: string, ours: number) => {
      const theirs = record[variant][place] ?? 0
      if (theirs !== 2 && ours !== 2 && ours !== theirs)
        wrong.push(`${family} ${place}: ${rule}: ${ours}, not ${theirs}`)
    }
    for (const [table, chains] of Object.entries(builtinChains)) {
      for (const chain of chains) compare(`${table}/${chain}`, exitCode(family, variant, table, `-A ${chain} ${rule}`))
    }
    if (rule.startsWith('-p')) continue
    for (const before of [...protocols.map((name) => `-p ${name}`), '! -p tcp']) {
      compare(before, exitCode(family, variant, 'mangle', `-A FORWARD ${before} ${rule}`))
    }
  }
  expect(wrong.join('\n')).toBe('')
})
