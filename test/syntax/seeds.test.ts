import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it, type TestContext } from 'vitest'
import type { Rule } from '#model/ruleset.ts'
import type { RuleStatement } from '#model/statement.ts'
import type { ReadSegment } from '#syntax/text/compose-rulesets.ts'
import { readText } from '#syntax/text/read-text.ts'
import type { TextForm } from '#syntax/text/text-segment.ts'

const folder = new URL('../../../shared/seeds/', import.meta.url)

function readSeed(ctx: TestContext, number: string) {
  const name = existsSync(folder) ? readdirSync(folder).find((file) => file.startsWith(number)) : undefined
  if (name === undefined) return ctx.skip('../shared/seeds is not there')
  const text = readFileSync(new URL(name, folder), 'utf8')
  const read = readText({ name, text })
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length
  return { ...read, text, lineOf }
}

function rulesOf({ statements }: ReadSegment): readonly RuleStatement[] {
  return statements.filter((statement) => statement.kind === 'rule')
}

/** How many rules each chain has, in the order of the chains; a chain without rules is there with 0. */
function counts(segment: ReadSegment): Readonly<Record<string, number>> {
  const found: Record<string, number> = {}
  for (const statement of segment.statements) {
    if (statement.kind === 'chain') found[statement.chain] ??= 0
    if (statement.kind === 'rule') found[statement.chain] = (found[statement.chain] ?? 0) + statement.rules.length
  }
  return found
}

function ofForm(segments: readonly ReadSegment[], form: TextForm): readonly ReadSegment[] {
  return segments.filter((segment) => segment.form === form)
}

function hiddenOf(segment: ReadSegment): readonly string[] {
  const rules: readonly Rule[] = rulesOf(segment).flatMap((statement) => statement.rules)
  return [...new Set(rules.flatMap((rule) => rule.hidden))].sort()
}

// The numbers were counted by hand in the documents.
describe('the first document: a template, a bad template, and sdiff pages of listings', () => {
  it('both templates are read, with what is wrong in the second', (ctx) => {
    const { segments, diagnostics, lineOf } = readSeed(ctx, '000')
    const [template] = ofForm(segments, 'save')
    expect(lineOf(template?.start ?? 0)).toBe(40)
    expect(rulesOf(template as ReadSegment)).toHaveLength(11 + 4 + 2 + 1)
    const verbs = template?.statements.flatMap((each) => (each.kind === 'chain-verb' ? [each.verb] : []))
    expect(verbs?.filter((verb) => verb === 'policy')).toHaveLength(3)
    expect(verbs?.filter((verb) => verb === 'flush')).toHaveLength(2 + 6 + 2)
    expect(verbs?.filter((verb) => verb === 'new-chain')).toHaveLength(4)
    const faults = diagnostics.filter(({ severity }) => severity === 'error').map(({ id }) => id)
    expect(faults).toEqual(['syntax/table-in-table', 'syntax/missing-commit'])
    const near = diagnostics.filter(({ id }) => id === 'syntax/near-docker-chain').map(({ args }) => args.chain)
    expect(near).toEqual(['DOCKER-ILOSATION-STAGE-1', 'DOCKER-ILOSATION-STAGE-2'])
  })

  it('commands with a prompt are read, and the listings below them', (ctx) => {
    const { segments } = readSeed(ctx, '000')
    const [first, second] = ofForm(segments, 'listing')
    expect([first?.table, counts(first as ReadSegment), hiddenOf(first as ReadSegment)]).toEqual([
      'filter',
      { FORWARD: 1 },
      [],
    ])
    expect([second?.table, counts(second as ReadSegment), hiddenOf(second as ReadSegment)]).toEqual([
      'nat',
      { POSTROUTING: 1 },
      [],
    ])
  })

  it('the pipes through xargs are unrolled: twenty policies, four flushes, four deletions', (ctx) => {
    const { segments } = readSeed(ctx, '000')
    const verbs = ofForm(segments, 'command').flatMap(({ statements }) => statements)
    const of = (verb: string) =>
      verbs.flatMap((each) => (each.kind === 'chain-verb' && each.verb === verb ? [each.table] : []))
    expect(of('policy')).toEqual(['filter', 'nat', 'mangle', 'raw'].flatMap((table) => Array(5).fill(table)))
    expect(of('flush')).toEqual(['filter', 'nat', 'mangle', 'raw'])
    expect(of('delete-chain')).toEqual(['filter', 'nat', 'mangle', 'raw'])
  })

  it('each sdiff page is two listings, and what the page cuts off is unknown', (ctx) => {
    const { segments } = readSeed(ctx, '000')
    const pages = ofForm(segments, 'listing').slice(2)
    expect(pages.map(({ table }) => table)).toEqual(
      [...Array(2)].flatMap(() => ['filter', 'nat', 'mangle', 'raw'].flatMap((table) => [table, table])),
    )
    const [emptyBefore, emptyAfter] = pages
    expect(counts(emptyBefore as ReadSegment)).toEqual({ INPUT: 0, FORWARD: 0, OUTPUT: 0 })
    expect(counts(emptyAfter as ReadSegment)).toEqual({
      INPUT: 0,
      FORWARD: 6,
      OUTPUT: 0,
      DOCKER: 0,
      'DOCKER-ISOLATION-STAGE-1': 2,
      'DOCKER-ISOLATION-STAGE-2': 2,
      'DOCKER-USER': 1,
    })
    const forward = rulesOf(emptyAfter as ReadSegment).flatMap(({ chain, rules }) => (chain === 'FORWARD' ? rules : []))
    expect(
      forward.map(({ target, in: from, out, hidden }) => [
        target?.name,
        from?.value,
        out?.value,
        out?.negated,
        hidden.join(' '),
      ]),
    ).toEqual([
      ['DOCKER-USER', undefined, undefined, undefined, '-d options'],
      ['DOCKER-ISOLATION-STAGE-1', undefined, undefined, undefined, '-s -d options'],
      ['ACCEPT', undefined, 'docker0', false, '-d options'],
      ['DOCKER', undefined, 'docker0', false, '-d options'],
      ['ACCEPT', 'docker0', 'docker0', true, '-d options'],
      ['ACCEPT', 'docker0', 'docker0', false, '-d options'],
    ])
    // `docker0 !docke` ends at the edge of the page: no interface is made of half a word.
    const stage1 = rulesOf(emptyAfter as ReadSegment).find(({ chain }) => chain === 'DOCKER-ISOLATION-STAGE-1')
      ?.rules[0]
    expect([stage1?.in?.value, stage1?.out, stage1?.hidden.join(' ')]).toEqual([
      'docker0',
      undefined,
      'out -s -d options',
    ])
    const filled = pages.slice(8)
    expect(filled.slice(0, 4).map(counts)).toEqual([
      { INPUT: 1, FORWARD: 1, OUTPUT: 1 },
      {
        INPUT: 1,
        FORWARD: 7,
        OUTPUT: 1,
        DOCKER: 0,
        'DOCKER-ISOLATION-STAGE-1': 2,
        'DOCKER-ISOLATION-STAGE-2': 2,
        'DOCKER-USER': 1,
      },
      { PREROUTING: 1, INPUT: 1, OUTPUT: 1, POSTROUTING: 1 },
      { PREROUTING: 2, INPUT: 1, OUTPUT: 2, POSTROUTING: 2, DOCKER: 1 },
    ])
    const masquerade = rulesOf(filled[3] as ReadSegment).find(({ chain }) => chain === 'POSTROUTING')?.rules[0]
    expect([masquerade?.target?.name, masquerade?.source, masquerade?.hidden.join(' ')]).toEqual([
      'MASQUERADE',
      undefined,
      '-s -d options',
    ])
  })

  it('the docker commands are noted', (ctx) => {
    const { diagnostics } = readSeed(ctx, '000')
    expect(diagnostics.filter(({ id }) => id === 'syntax/docker-command')).toHaveLength(3)
  })
})

describe('the second document: scripts, a here-document and three listings without interfaces', () => {
  it('every listing is read, and its interfaces are unknown', (ctx) => {
    const { segments } = readSeed(ctx, '001')
    const listings = ofForm(segments, 'listing')
    expect(listings.map(counts)).toEqual([
      { FORWARD: 6 },
      {
        INPUT: 3,
        FORWARD: 6,
        OUTPUT: 0,
        DOCKER: 3,
        'DOCKER-ISOLATION-STAGE-1': 2,
        'DOCKER-ISOLATION-STAGE-2': 2,
        'DOCKER-USER': 5,
      },
      {
        INPUT: 2,
        FORWARD: 6,
        OUTPUT: 0,
        DOCKER: 0,
        'DOCKER-ISOLATION-STAGE-1': 2,
        'DOCKER-ISOLATION-STAGE-2': 2,
        'DOCKER-USER': 2,
        FILTERS: 8,
      },
    ])
    expect(listings.map(hiddenOf)).toEqual([
      ['in', 'out'],
      ['in', 'out'],
      ['in', 'out'],
    ])
    expect(listings.map(({ toldTable }) => toldTable)).toEqual([false, true, true])
  })

  it('the script is nine and five commands, the here-document a restore file', (ctx) => {
    const { segments, diagnostics } = readSeed(ctx, '001')
    const commands = ofForm(segments, 'command').map(({ statements }) => statements.length)
    // The last is what a unit of systemd runs, which reads a file of its own.
    expect(commands).toEqual([9, 5, 1, 0])
    const [file] = ofForm(segments, 'save')
    expect(counts(file as ReadSegment)).toEqual({ INPUT: 2, FORWARD: 0, OUTPUT: 0, 'DOCKER-USER': 2, FILTERS: 8 })
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  })
})

describe('the third document: listings of a terminal with line numbers and annotations', () => {
  it('every listing is read whole', (ctx) => {
    const { segments, diagnostics } = readSeed(ctx, '002')
    const listings = ofForm(segments, 'listing')
    expect(listings.map(({ table }) => table)).toEqual(['filter', 'nat', 'filter', 'filter', 'nat'])
    expect(listings.map(counts)).toEqual([
      { INPUT: 0, FORWARD: 6, OUTPUT: 0, DOCKER: 0, 'DOCKER-ISOLATION': 1, 'DOCKER-USER': 1 },
      { PREROUTING: 1, INPUT: 0, OUTPUT: 1, POSTROUTING: 1, DOCKER: 1 },
      { DOCKER: 1 },
      { '': 1 },
      { PREROUTING: 1, INPUT: 0, OUTPUT: 1, POSTROUTING: 2, DOCKER: 2 },
    ])
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('what is written behind a row is no part of the rule, and a rounded counter is said to be one', (ctx) => {
    const { segments } = readSeed(ctx, '002')
    const last = ofForm(segments, 'listing').at(-1) as ReadSegment
    const rules = rulesOf(last).flatMap((statement) => statement.rules)
    expect(rules.map(({ hidden }) => hidden.join(' '))).toEqual(['', 'counters', '', '', '', ''])
    expect(rules.map(({ matches }) => matches.map(({ name }) => name).join(' '))).toEqual([
      'addrtype',
      'addrtype',
      '',
      'tcp',
      '',
      'tcp',
    ])
    expect(rules[1]?.counters).toEqual({ packets: 2023n, bytes: 121_000n })
  })
})

describe('the fourth document: two listings and seven commands', () => {
  it('every rule and command is read, usage lines are not taken for commands', (ctx) => {
    const { segments, diagnostics } = readSeed(ctx, '003')
    const listings = ofForm(segments, 'listing')
    expect(listings.map(({ table }) => table)).toEqual(['nat', 'filter'])
    expect(listings.map(counts)).toEqual([{ PREROUTING: 3, POSTROUTING: 4, DOCKER: 2 }, { FORWARD: 4 }])
    expect(ofForm(segments, 'command').flatMap(rulesOf)).toHaveLength(7)
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  })
})

describe('the fifth document: dumps in prose, and their lines again one by one', () => {
  it('every dump is read, and its excerpts are not applied a second time', (ctx) => {
    const { segments, rulesets } = readSeed(ctx, '004')
    const dumps = ofForm(segments, 'save').map((segment) => rulesOf(segment).length)
    expect(dumps).toEqual([4, 11, 0, 0, 4, 11])
    expect(ofForm(segments, 'rules').flatMap(rulesOf)).toHaveLength(4 + 11)
    const chains = rulesets.flatMap(({ tables }) =>
      tables.flatMap((table) => table.chains.map(({ name, rules }) => [table.name, name, rules.length])),
    )
    expect(chains).toEqual([
      ['nat', 'PREROUTING', 1],
      ['nat', 'INPUT', 0],
      ['nat', 'OUTPUT', 1],
      ['nat', 'POSTROUTING', 1],
      ['nat', 'DOCKER', 1],
      ['filter', 'INPUT', 0],
      ['filter', 'FORWARD', 6],
      ['filter', 'OUTPUT', 0],
      ['filter', 'DOCKER', 0],
      ['filter', 'DOCKER-ISOLATION-STAGE-1', 2],
      ['filter', 'DOCKER-ISOLATION-STAGE-2', 2],
      ['filter', 'DOCKER-USER', 1],
    ])
  })

  it('a line of the nat dump that stands alone is of the nat table', (ctx) => {
    const { segments } = readSeed(ctx, '004')
    const tables = ofForm(segments, 'rules')
      .flatMap(rulesOf)
      .map(({ table }) => table)
    expect(tables).toEqual([...Array(4).fill('nat'), ...Array(11).fill('filter')])
  })
})
