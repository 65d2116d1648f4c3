import { expect, test } from 'vitest'
import type { Variant } from '#model/family.ts'
import type { Ruleset } from '#model/ruleset.ts'
import { buildRuleset } from '#syntax/restore/build-ruleset.ts'
import { printRuleset } from '#syntax/print/print-ruleset.ts'
import { read } from '../laws/dumps.ts'
import { apply } from '../syntax/restore-replay.ts'
import type { Namespace } from './namespace.ts'
import { createNamespace, requireMachine } from './namespace.ts'

const base = `*filter
:INPUT ACCEPT [5:50]
:FORWARD DROP [6:60]
:OUTPUT ACCEPT [7:70]
:A - [0:0]
:B - [0:0]
[1:2] -A INPUT -j A
[7:8] -A INPUT -j DROP
[3:4] -A A -s 1.1.1.1/32 -j DROP
[5:6] -A A -s 2.2.2.2/32 -j DROP
COMMIT
`
const rules = [
  '-j ACCEPT',
  '-s 1.1.1.1 -j DROP',
  '-s 2.2.2.2,3.3.3.3 -j DROP',
  '-j A',
  '-j B',
  '-j C',
  '-g B',
  '-j NONE',
]
const refused = [
  '-p tcp --dport 80 -j ACCEPT',
  '-j REJECT --reject-with tcp-reset',
  '-m owner --uid-owner 0',
  '-j INPUT',
]
const chains = ['A', 'A', 'B', 'C', 'INPUT', 'INPUT', 'FORWARD']
const odd = [
  '',
  '# note',
  '   ',
  '-6 -A INPUT -j DROP',
  '-A INPUT --bogus',
  '-w -A INPUT',
  ':OWN ACCEPT [0:0]',
  '-A A -t nat',
  '*nat',
]

/** A random number below the limit, the same for every run (mulberry32). */
function dice(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
}

function randomLine(below: (limit: number) => number): string {
  const pick = (from: readonly string[]) => from[below(from.length)] ?? ''
  const rule = () => pick(below(5) === 0 ? refused : rules)
  const counters = below(5) === 0 ? `[${below(9)}:${below(9)}] ` : ''
  const lines = [
    () => `${counters}-A ${pick(chains)} ${rule()}`,
    () => `${counters}-A ${pick(chains)} ${rule()}`,
    () => `${counters}-I ${pick(chains)} ${below(2) === 0 ? '' : 1 + below(3)} ${rule()}`,
    () => `-D ${pick(chains)} ${below(2) === 0 ? 1 + below(2) : rule()}`,
    () => `${counters}-R ${pick(chains)} ${1 + below(2)} ${rule()}`,
    () => `-C ${pick(chains)} ${rule()}`,
    () => `:${pick(['A', 'B', 'C', 'D'])} - [0:0]`,
    () => `:${pick(['INPUT', 'FORWARD'])} ${pick(['ACCEPT', 'DROP', '-', 'QUEUE'])}${below(6) === 0 ? '' : ' [3:7]'}`,
    () => `-N ${pick(['A', 'C', 'D'])}`,
    () => `-F ${pick(chains)}`,
    () => `-X ${pick(['', 'A', 'B', 'C'])}`,
    () => `-E ${pick(['A', 'B', 'C'])} ${pick(['D', 'E', 'B'])}`,
    () => `-P ${pick(chains)} ${pick(['ACCEPT', 'DROP', 'RETURN'])}`,
    () => `-Z ${pick(['', ...chains])}`,
    () => pick(odd),
  ]
  return (lines[below(lines.length)] ?? lines[0])?.() ?? ''
}

const tables = (text: string) =>
  text
    .replaceAll(/^#.*\n/gm, '')
    .split(/(?=^\*)/m)
    // A table that holds nothing may be there or not.
    .filter((table) => !/^\*\w+\n(:\w+ ACCEPT \[0:0\]\n)*COMMIT\n$/.test(table))
    .sort()

async function compare(host: Namespace, variant: Variant, seed: number): Promise<string | undefined> {
  const below = dice(seed)
  const script = `*filter\n${Array.from({ length: 1 + below(5) }, () => `${randomLine(below)}\n`).join('')}${below(30) === 0 ? '' : 'COMMIT\n'}`
  const noflush = below(3) > 0
  const counters = below(3) === 0
  await host.run([`iptables-${variant}-restore`, '-c'], { stdin: base })
  const before: Ruleset = buildRuleset(read('base', base).statements, { family: 'ipv4', variant })
  const options = [...(noflush ? ['-n'] : []), ...(counters ? ['-c'] : [])]
  const { code } = await host.run([`iptables-${variant}-restore`, ...options], { stdin: script, mayFail: true })
  const { stdout } = await host.run([`iptables-${variant}-save`, '-c'])
  const dialect = { version: '1.8.9', variant } as const
  const ours = apply(before, script, { noflush, counters, dialect })
  const saved = printRuleset(ours.ruleset, { dialect, counters: true })
  const same = (ours.error?.exitCode ?? 0) === code && tables(saved).join() === tables(stdout).join()
  return same
    ? undefined
    : `seed ${seed} ${options.join(' ')}\n${script}they end with ${code}, we with ${ours.error?.exitCode ?? 0}`
}

test.for(['nft', 'legacy'] as const)(
  'random scripts come to what the real iptables-%s-restore makes of them',
  async (variant, ctx) => {
    await requireMachine(ctx, `iptables-${variant}-restore`, `iptables-${variant}-save`)
    const { stdout } = await (await createNamespace('version')).run([`iptables-${variant}-restore`, '--version'])
    if (!stdout.includes('v1.8.9')) ctx.skip(`this is ${stdout.trim()}, and the answers are those of 1.8.9`)
    const host = await createNamespace()
    const wrong: string[] = []
    for (let seed = 1; seed <= 120; seed++) {
      const difference = await compare(host, variant, seed)
      if (difference !== undefined) wrong.push(difference)
    }
    expect(wrong.join('\n\n')).toBe('')
  },
)
