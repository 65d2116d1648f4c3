import { say } from '#i18n/catalogue.ts'
import type { Difference } from '#model/difference.ts'
import { describe, expect, test } from 'vitest'
import { answerDiff } from '#answers/diff-answer.ts'
import { diffPage } from '#report/diff-page.ts'
import { previewPage } from '#report/preview-page.ts'
import { renderText } from '#report/text.ts'
import { textSnapshot } from '#snapshots/read-snapshot.ts'

const filter = (forward: string, rules: readonly string[]) =>
  textSnapshot(
    '-',
    [
      '*filter',
      ':INPUT ACCEPT [0:0]',
      `:FORWARD ${forward} [0:0]`,
      ':DOCKER - [0:0]',
      ':DOCKER-USER - [0:0]',
      ...rules,
      'COMMIT',
      '',
    ].join('\n'),
  )

const jump = '-A FORWARD -j DOCKER-USER'
const bridge = '-A FORWARD -o docker0 -j DOCKER'
const port = '-A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT'
const mine = '-A INPUT -s 192.0.2.1/32 -j DROP'

describe('the groups of a comparison', () => {
  test("come as a reader asks: one's own changes, the engine's, those of networks, those of ports", () => {
    const { groups } = answerDiff(filter('ACCEPT', []), filter('DROP', [port, bridge, jump, mine]))
    expect(groups.map(({ cause }) => `${cause.kind} ${cause.owner}`)).toEqual([
      'owner user',
      'engine docker',
      'network docker',
      'port docker',
    ])
  })

  test('policies stand before all groups, and make none', () => {
    const page = diffPage(say, answerDiff(filter('ACCEPT', []), filter('DROP', [])), 'normal')
    expect(renderText(page, { width: 80, color: false })).toBe(
      '1 policy changed; 0 rules unchanged.\n  ~ policy of ipv4/filter/FORWARD: ACCEPT -> DROP  docker\n',
    )
  })

  test('a rule that comes a second time names the first', () => {
    const { groups } = answerDiff(filter('DROP', [jump, bridge]), filter('DROP', [jump, bridge, jump, mine]))
    const rules = groups.flatMap((group) => group.rules)
    expect(rules.map(({ id, sameAs }) => [id, sameAs])).toEqual([
      ['ipv4/filter/INPUT#1', undefined],
      ['ipv4/filter/FORWARD#3', 1],
    ])
  })
})

const shown = (difference: Difference) => ({
  difference,
  reach: [],
  notAsked: 0,
  lostDrops: [],
  unreached: [],
  tested: undefined,
  stops: false,
})

describe('the screen of a preview', () => {
  test('says first which published ports lose their rules, and what would be there twice', () => {
    const before = filter('DROP', [jump, bridge, port])
    const page = previewPage(say, shown(answerDiff(before, filter('DROP', [jump, bridge, jump]))), 'normal')
    expect(renderText(page, { width: 80, color: false }).split('\n').slice(0, 3)).toEqual([
      '! It removes rules of 1 published port: the container at 172.17.0.2, port',
      '  80/tcp',
      '! 1 rule would exist twice.',
    ])
  })

  test('says nothing of the kind where a script only adds', () => {
    const page = previewPage(say, shown(answerDiff(filter('DROP', [jump]), filter('DROP', [jump, mine]))), 'normal')
    expect(renderText(page, { width: 80, color: false })).not.toContain('!')
  })
})
