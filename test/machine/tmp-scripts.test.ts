import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Ruleset } from '#model/ruleset.ts'
import { defaultDialect } from '#model/family.ts'
import { printRuleset } from '#syntax/print/print-ruleset.ts'
import { readText } from '#syntax/text/read-text.ts'
import { createNamespace, requireMachine } from './namespace.ts'

const folder = new URL('file:///tmp/paste/s/')

/** What Docker leaves on a fresh host, as far as scripts speak of it. */
const before = `*filter
:INPUT ACCEPT [0:0]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
:DOCKER - [0:0]
:DOCKER-USER - [0:0]
-A FORWARD -j DOCKER-USER
-A FORWARD -o docker0 -j DOCKER
-A DOCKER-USER -j RETURN
COMMIT
*nat
:PREROUTING ACCEPT [0:0]
:INPUT ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
COMMIT
`

/** Rules and policies without counters, each table's in its order. */
function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => /^[*:-]/.test(line))
    .map((line) => line.replace(/ \[\d+:\d+\]$/, ''))
}

/** Chains in the order of their names: the kernel lists them by age. */
function byChain(lines: readonly string[]): readonly string[] {
  const tables = lines.join('\n').split(/^(?=\*)/m)
  return tables.sort().flatMap((table) => {
    const [head = '', ...rest] = table.trim().split('\n')
    const chainOf = (line: string) => /^(?::|-A )(\S+)/.exec(line)?.[1] ?? ''
    return [
      head,
      ...rest
        .map((line, at) => ({ line, at }))
        .sort((a, b) => chainOf(a.line).localeCompare(chainOf(b.line)) || a.at - b.at)
        .map(({ line }) => line),
    ]
  })
}

for (const name of readdirSync(folder))
  for (const [shell, words] of [['what it does without arguments or with start', ['start']]] as const)
    test(`${name}: what we read is ${shell}, as iptables-save shows it`, async (ctx) => {
      await requireMachine(ctx, 'iptables-nft', 'bash')
      const host = await createNamespace()
      await host.run(['iptables-restore'], { stdin: before })
      const script = readFileSync(new URL(name, folder), 'utf8')
      const takes = /case "\$1"/.test(script) ? words : []
      await host.run(['bash', '-s', '--', ...takes], { stdin: script, mayFail: true })
      const { stdout } = await host.run(['iptables-save'])
      const on: readonly Ruleset[] = readText({ name: 'before', text: before }).rulesets
      const rd = readText({ name, text: script }, { on })
      const after = rd.rulesets.find((r) => r.family === 'ipv4')
      console.log(name, JSON.stringify(rd.diagnostics.map((d) => [d.severity, d.id, d.args]).slice(0, 8)))
      const ours = after === undefined ? '' : printRuleset(after, { dialect: defaultDialect })
      expect(byChain(linesOf(ours))).toEqual(byChain(linesOf(stdout)))
    })
