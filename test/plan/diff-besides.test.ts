import { expect, test } from 'vitest'
import { answerDiff } from '#answers/diff-answer.ts'
import { say } from '#i18n/catalogue.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { diffPage } from '#report/diff-page.ts'
import { renderText } from '#report/text.ts'
import { textSnapshot } from '#snapshots/read-snapshot.ts'

const host = (forward: string, sysctls: Readonly<Record<string, string>> | undefined): Snapshot => {
  const text = `*nat\n:POSTROUTING ACCEPT [0:0]\n-A POSTROUTING -o eth0 -j MASQUERADE\nCOMMIT\n*filter\n:FORWARD ${forward} [0:0]\nCOMMIT\n`
  const snapshot = textSnapshot('host', text)
  return { ...snapshot, facts: { ...snapshot.facts, sysctls } }
}
const shown = (before: Snapshot, after: Snapshot) =>
  renderText(diffPage(say, answerDiff(before, after), 'normal'), { width: 80, color: false })

// Judge: by hand.
test('a comparison names tables without a change, and settings that both sides have with other values', () => {
  const before = host('ACCEPT', { 'net.ipv4.ip_forward': '0', 'net.ipv4.conf.all.rp_filter': '2' })
  const after = host('DROP', {
    'net.ipv4.ip_forward': '1',
    'net.ipv4.conf.all.rp_filter': '2',
    'net.ipv4.conf.docker0.rp_filter': '2',
  })
  const { same, sysctls } = answerDiff(before, after)
  expect(same.map(({ table }) => table)).toEqual(['nat'])
  expect(sysctls).toEqual([{ name: 'net.ipv4.ip_forward', before: '0', after: '1' }])
  expect(shown(before, after)).toContain('~ net.ipv4.ip_forward: 0 -> 1\n')
  expect(shown(before, after)).toContain('Tables without a change: ipv4/nat')
})

test('settings that one side did not read are no difference, and without one nothing is said of them', () => {
  const before = host('DROP', { 'net.ipv4.ip_forward': '0' })
  expect(answerDiff(before, host('DROP', undefined)).sysctls).toEqual([])
  expect(shown(before, before)).toBe('No difference: 1 rule on both sides.\n')
  expect(shown(before, host('DROP', { 'net.ipv4.ip_forward': '1' }))).toBe(
    'No rule differs: 1 rule on both sides.\n  ~ net.ipv4.ip_forward: 0 -> 1\n',
  )
})
