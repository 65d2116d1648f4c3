import type { Ruleset } from '#model/ruleset.ts'
import { defaultDialect } from '#model/family.ts'
import { printRuleset } from '#syntax/print/print-ruleset.ts'
import { readText } from '#syntax/text/read-text.ts'

/** What Docker leaves on a fresh host, as far as scripts speak of it. */
export const before = `*filter
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
export function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => /^[*:-]/.test(line))
    .map((line) => line.replace(/ \[\d+:\d+\]$/, ''))
}

/** Chains in the order of their names: the kernel lists them by age. */
export function byChain(lines: readonly string[]): readonly string[] {
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

/** The rules of IPv4 after a script, as we read it. */
export function readScript(name: string, script: string): readonly string[] {
  const on: readonly Ruleset[] = readText({ name: 'before', text: before }).rulesets
  const after = readText({ name, text: script }, { on }).rulesets.find(({ family }) => family === 'ipv4')
  return byChain(linesOf(after === undefined ? '' : printRuleset(after, { dialect: defaultDialect })))
}
