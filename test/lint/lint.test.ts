import { describe, expect, test } from 'vitest'
import { answerCheck } from '../../src/answers/check-answer.ts'
import { checkInput } from '../../src/answers/check-sources.ts'
import { severityOf, type Found } from '../../src/lint/rule.ts'
import { message } from '../../src/model/diagnostic.ts'

async function check(texts: Readonly<Record<string, string>>, today = '2026-01-01') {
  const inputs = await Promise.all(Object.entries(texts).map(([name, text]) => checkInput(name, text)))
  return answerCheck(inputs, { today })
}

const drop = 'iptables -A DOCKER-USER -i eth0 -j DROP\n'
const allowed = (comment: string) => `#!/bin/sh\n${comment}\n${drop}`

describe('how bad a finding is', () => {
  const found = (own: Partial<Found>): Found => {
    const said = message('lint/useless-allowance', { rule: '', why: '', date: '' })
    const source = { name: 'a', text: 'a' }
    const places: Found['places'] = [{ source, span: { start: 0, end: 1 } }]
    return { said, fails: 'open', who: 'internet', places, evidence: [], ...own }
  }

  test.each([
    ['open to the internet', {}, 'error'],
    ['cut off from the internet', { fails: 'closed' }, 'error'],
    ['open to the LAN', { who: 'zone' }, 'warning'],
    ['open to containers', { who: 'container' }, 'warning'],
    ['open, and it is not known to which hosts', { who: 'unknown' }, 'warning'],
    ['open to no host', { who: 'nobody' }, 'note'],
    ['without any effect', { fails: 'neither' }, 'note'],
    ['one less where something was not read', { conditional: true }, 'warning'],
    ['a note at least', { conditional: true, who: 'unknown' }, 'note'],
    ['as bad as its rule allows', { most: 'warning' }, 'warning'],
  ] as const)('%s', (_, own, severity) => {
    expect(severityOf(found(own))).toBe(severity)
  })
})

describe('a comment that allows a finding', () => {
  test('takes it out of the findings, and its reason is kept', async () => {
    const { findings, allowed: kept } = await check({
      'a.sh': allowed('# seawall: allow lint/drop-before-established containers only answer'),
    })
    expect(findings).toEqual([])
    expect(kept.map(({ finding, reason }) => [finding.rule, reason])).toEqual([
      ['lint/drop-before-established', 'containers only answer'],
    ])
  })

  test.each([
    ['without a reason', '# seawall: allow lint/drop-before-established', 'reason'],
    ['after its date', '# seawall: allow lint/drop-before-established old host expires 2025-12-31', 'expired'],
    ['for a rule that does not exist', '# seawall: allow lint/no-such-rule because', 'unknown'],
  ])('does nothing %s, and that is said', async (_, comment, why) => {
    const { findings } = await check({ 'a.sh': allowed(comment) })
    expect(findings.map(({ rule, args }) => [rule, args.why])).toEqual([
      ['lint/drop-before-established', undefined],
      ['lint/useless-allowance', why],
    ])
  })

  test('holds until the day that it names', async () => {
    const comment = '# seawall: allow lint/drop-before-established old host expires 2026-01-01'
    expect((await check({ 'a.sh': allowed(comment) }, '2026-01-01')).findings).toEqual([])
    expect((await check({ 'a.sh': allowed(comment) }, '2026-01-02')).findings).toHaveLength(2)
  })

  test('is about the next line only', async () => {
    const text = allowed('# seawall: allow lint/drop-before-established a')
    const { findings } = await check({ 'a.sh': text.replace(`\n${drop}`, `\niptables -N X\n${drop}`) })
    expect(findings.map(({ rule }) => rule)).toEqual(['lint/drop-before-established', 'lint/useless-allowance'])
  })
})

describe('sources that are checked together', () => {
  test('a fault that is in the loaded rules and in a file is one finding with both places', async () => {
    const rules = `*filter\n:FORWARD DROP [0:0]\n:DOCKER-USER - [0:0]\n-A FORWARD -j DOCKER-USER\n-A DOCKER-USER -i eth0 -j DROP\nCOMMIT\n`
    const { findings } = await check({ 'dump.txt': rules, 'a.rules': rules })
    const own = findings.filter(({ rule }) => rule === 'lint/drop-before-established')
    expect(own.map(({ places }) => places.map(({ source }) => source.name))).toEqual([['dump.txt', 'a.rules']])
  })

  test('the unit that loads a file tells whether it flushes', async () => {
    const file = '*filter\n:DOCKER - [0:0]\nCOMMIT\n'
    const unit = (options: string) => `[Service]\nExecStart=/sbin/iptables-restore ${options}/etc/fw.rules\n`
    const rules = async (options: string) =>
      (await check({ 'fw.rules': file, 'fw.service': unit(options) })).findings.map(({ rule }) => rule)
    expect(await rules('-n ')).toEqual(['lint/declaration-empties-chain'])
    expect(await rules('')).toEqual(['lint/restore-flushes-docker'])
  })

  test('what could not be read is named', async () => {
    const { unread } = await check({
      'a.rules': '*filter\n-A INPUT --no-such-option\nCOMMIT\n',
      'b.rules': '*filter\nCOMMIT\n',
      'daemon.json': '{"iptables": fals',
      'etc/docker/daemon.json': '{"iptables": true}',
    })
    expect(unread).toEqual(['a.rules', 'daemon.json'])
  })

  test('a firewall without Docker is not told to mind Docker', async () => {
    const script = 'iptables -F\niptables -P INPUT ACCEPT\niptables -A INPUT -i lo -j ACCEPT\n'
    expect((await check({ 'a.sh': script })).findings).toEqual([])
  })
})
