import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { answerExplain } from '#answers/explain-answer.ts'
import { ownersOf } from '#answers/owners-answer.ts'
import { defaultDialect } from '#model/family.ts'
import type { Ruleset } from '#model/ruleset.ts'
import { printRule } from '#syntax/print/print-rule.ts'
import { readText } from '#syntax/text/read-text.ts'
import { readSnapshot } from '#snapshots/read-snapshot.ts'

// One ruleset of the kernel, listed by iptables-nft-save 1.8.9 and by nft 1.0.6, each with its own words.
const folder = new URL('../cases/nft-of-iptables/', import.meta.url)

function text(name: string): string {
  const file = new URL(name, folder)
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

function rulesOf(rulesets: readonly Ruleset[]): readonly string[] {
  return rulesets
    .flatMap(({ family, tables }) =>
      tables.flatMap((table) =>
        table.chains.flatMap(({ name, rules }) =>
          rules.map((rule) => `${family} ${table.name} ${name}${printRule(rule, family, defaultDialect)}`),
        ),
      ),
    )
    .sort()
}

async function ownersIn(page: string, family?: 'ipv4' | 'ipv6') {
  const snapshot = await readSnapshot('page', page, { family })
  const answer = answerExplain(snapshot, ownersOf(snapshot), {})
  if (!('rulesets' in answer)) return []
  const rules = answer.rulesets.flatMap(({ chains }) => chains.flatMap((chain) => chain.rules))
  return rules.map(({ id, ownership }) => `${id} ${ownership.owner} ${ownership.part}`)
}

describe.each(['28.5.2', '20.10.24'])('rules of Docker %s that nft lists', (engine) => {
  it.each(['nft.txt', 'nft.json'])('%s: each is whose it is in iptables-save', async (form) => {
    const expected = [
      ...(await ownersIn(text(`${engine}/iptables-save.txt`), 'ipv4')),
      ...(await ownersIn(text(`${engine}/ip6tables-save.txt`), 'ipv6')),
    ]
    const found = await ownersIn(text(`${engine}/${form}`))
    expect([...found].sort()).toEqual(expected.sort())
    expect(found.every((one) => one.includes(' docker '))).toBe(true)
  })

  it('are the rules that iptables-save prints, where nft hides nothing', () => {
    const { rulesets } = readText({ name: 'page', text: text(`${engine}/nft.txt`) })
    const saved = readText({ name: 'page', text: text(`${engine}/iptables-save.txt`) }, { family: 'ipv4' })
    expect(rulesOf(rulesets.filter(({ family }) => family === 'ipv4'))).toEqual(rulesOf(saved.rulesets))
  })
})

it('options of iptables are read back from what nft makes of them', () => {
  const { rulesets, diagnostics } = readText({ name: 'page', text: text('options/nft.txt') })
  expect(rulesOf(rulesets)).toEqual(
    rulesOf(readText({ name: 'page', text: text('options/iptables-save.txt') }).rulesets),
  )
  expect(diagnostics).toEqual([])
})

describe('a table of nft', () => {
  const table = (rules: string, chain = 'INPUT') =>
    `table ip filter {\n\tchain ${chain} {\n\t\ttype filter hook input priority filter; policy drop;\n${rules}\t}\n}\n`
  const read = (page: string) => readText({ name: 'page', text: page }).rulesets

  it('is no table of iptables-nft without counters, or with chains of other names', () => {
    expect(read(table('\t\ttcp dport 22 accept\n'))).toEqual([])
    expect(read(table('\t\ttcp dport 22 counter packets 0 bytes 0 accept\n', 'input'))).toEqual([])
  })

  it('stays as it is where iptables has no words for a rule and Docker is not in it', () => {
    expect(read(table('\t\tip saddr . tcp dport { 192.0.2.1 . 22 } counter packets 0 bytes 0 accept\n'))).toEqual([])
  })

  // Judge: ip6tables-nft -t nat -A POSTROUTING -j MASQUERADE, listed by nft 1.0.6 as `counter packets 0 bytes 0`.
  it('hides the NAT of IPv6: the target is unknown, not absent', () => {
    const page = `table ip6 nat {\n\tchain POSTROUTING {\n\t\ttype nat hook postrouting priority srcnat; policy accept;\n\t\toifname "eth0" counter packets 0 bytes 0\n\t}\n}\n`
    const rule = read(page)[0]?.tables[0]?.chains[0]?.rules[0]
    expect([rule?.target?.name, rule?.target?.known, rule?.hidden]).toEqual(['?', false, ['options']])
  })

  it('adds no line by the name of a chain', async () => {
    const rule = {
      family: 'ip',
      table: 'filter',
      chain: 'X\n-A INPUT -j ACCEPT',
      expr: [{ counter: { packets: 0, bytes: 0 } }],
    }
    const chain = { family: 'ip', table: 'filter', name: 'X\n-A INPUT -j ACCEPT' }
    const hostile = { nftables: [{ table: { family: 'ip', name: 'filter' } }, { chain }, { rule }] }
    expect((await readSnapshot('page', JSON.stringify(hostile))).rulesets).toEqual([])
  })
})
