import { describe, expect, it } from 'vitest'
import type { Ruleset, Table } from '#model/ruleset.ts'
import { buildRuleset } from '#syntax/restore/build-ruleset.ts'
import { printRuleset } from '#syntax/print/print-ruleset.ts'
import { read } from '../laws/dumps.ts'
import { apply } from './restore-replay.ts'

// Templates that people keep for hosts with Docker. What they come to was asked of iptables 1.8.9, nft and legacy.
const host = `*filter
:INPUT ACCEPT [0:0]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
:DOCKER - [0:0]
:DOCKER-ISOLATION-STAGE-1 - [0:0]
:DOCKER-USER - [0:0]
-A FORWARD -j DOCKER-USER
-A FORWARD -o docker0 -j DOCKER
-A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT
-A DOCKER-USER -j RETURN
COMMIT
`
const whole = `*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:DOCKER - [0:0]
:DOCKER-USER - [0:0]
-A FORWARD -j DOCKER-USER
-A FORWARD -o docker0 -j DOCKER
-A DOCKER-USER -j RETURN
COMMIT
`
const inline = `*filter
#========
-P INPUT ACCEPT
-F INPUT
-P FORWARD DROP
-F FORWARD
-A FORWARD -i ens33 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -o ens33 -j ACCEPT
-P OUTPUT ACCEPT
-N DOCKER
-N DOCKER-ILOSATION-STAGE-1
-N DOCKER-USER
COMMIT
*mangle
-F PREROUTING
*raw
-F PREROUTING
`

const ruleset = (text: string) => buildRuleset(read('host', text).statements, { family: 'ipv4', variant: 'nft' })
const lines = (tables: readonly Table[], table: string) =>
  printRuleset(
    { family: 'ipv4', variant: 'nft', tables: tables.filter(({ name }) => name === table) },
    { dialect: { version: '1.8.9', variant: 'nft' } },
  ).split('\n')

const load = (before: Ruleset, text: string, variant: 'nft' | 'legacy') =>
  apply(before, text, { noflush: true, counters: false, dialect: { version: '1.8.9', variant } })

describe.for(['nft', 'legacy'] as const)('templates loaded with --noflush (%s)', (variant) => {
  it('a whole dump empties DOCKER, doubles FORWARD and opens its policy', () => {
    const { error, ruleset: after } = load(ruleset(host), whole, variant)
    const filter = lines(after.tables, 'filter')
    expect(error).toBeUndefined()
    expect(filter).toContain(':FORWARD ACCEPT [0:0]')
    expect(filter.filter((line) => line.startsWith('-A DOCKER '))).toEqual([])
    expect(filter.filter((line) => line === '-A FORWARD -o docker0 -j DOCKER')).toHaveLength(2)
  })

  it('-N of a chain that Docker has made stops the load, and nothing is changed', () => {
    const { error, ruleset: after } = load(ruleset(host), inline, variant)
    expect(error).toMatchObject({ exitCode: 1, line: 10, reportedLine: 10, message: { id: 'restore/chain-exists' } })
    expect(lines(after.tables, 'filter').join('\n')).toBe(host)
  })

  it('on an empty host filter is loaded, and the missing COMMIT keeps mangle and raw out', () => {
    const { error, ruleset: after } = load({ family: 'ipv4', variant, tables: [] }, inline, variant)
    expect(error).toMatchObject({ exitCode: 2, line: 16, table: 'mangle', message: { id: 'syntax/table-in-table' } })
    expect(lines(after.tables, 'filter')).toContain('-A FORWARD -o ens33 -j ACCEPT')
  })
})

describe('a template with -P, -F and -N lines', () => {
  const { statements, diagnostics, origin } = read('template', inline)
  const found = diagnostics.map(({ id, severity, span, help, labels }) => ({
    id,
    severity,
    at: origin.text.slice(span.start, span.end),
    ...(help && { help: help.args }),
    ...(labels && { labels: labels.map((label) => origin.text.slice(label.span.start, label.span.end)) }),
  }))

  it('is told of each fault by itself, and of the misspelt chain', () => {
    expect(found).toEqual([
      {
        id: 'syntax/near-docker-chain',
        severity: 'warning',
        at: 'DOCKER-ILOSATION-STAGE-1',
        help: { word: 'DOCKER-ISOLATION-STAGE-1' },
      },
      { id: 'syntax/table-in-table', severity: 'error', at: '*raw', labels: ['*mangle'] },
      { id: 'syntax/missing-commit', severity: 'error', at: '*raw' },
    ])
  })

  it('is read all the same', () => {
    const { tables } = buildRuleset(statements, { family: 'ipv4', variant: undefined })
    expect(tables.map(({ name }) => name)).toEqual(['filter', 'mangle', 'raw'])
    expect(lines(tables, 'filter')).toEqual([
      '*filter',
      ':INPUT ACCEPT [0:0]',
      ':FORWARD DROP [0:0]',
      ':OUTPUT ACCEPT [0:0]',
      ':DOCKER - [0:0]',
      ':DOCKER-ILOSATION-STAGE-1 - [0:0]',
      ':DOCKER-USER - [0:0]',
      '-A FORWARD -i ens33 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
      '-A FORWARD -o ens33 -j ACCEPT',
      'COMMIT',
      '',
    ])
  })
})
