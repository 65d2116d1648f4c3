import { expect, test } from 'vitest'
import { answerZoneReach } from '#answers/zone-reach-answer.ts'
import { isRefusal } from '#model/answer.ts'
import { readPath } from '#snapshots/live.ts'
import { textSnapshot } from '#snapshots/read-snapshot.ts'
import type { Snapshot } from '#model/snapshot.ts'

function reach(snapshot: Snapshot, from: string, to: string, zones: readonly string[] = []) {
  const found = answerZoneReach(snapshot, { from, to, zones })
  if (isRefusal(found)) return found.message.id
  const parts = found.doors
    .filter(({ family }) => family === 'ipv4')
    .flatMap((door) =>
      door.parts.map(({ state, from: of, example }) => `${state} ${of.join(' ')} ${example?.confirmed}`),
    )
  return { verdict: found.verdict, whole: found.whole, parts }
}

async function rules(...lines: readonly string[]): Promise<Snapshot> {
  const { facts } = await readPath('test/cases/hosts/redis-20.10.24')
  const text = ['*filter', ':INPUT DROP', ':FORWARD DROP', ':OUTPUT ACCEPT', ...lines, 'COMMIT', ''].join('\n')
  return { ...textSnapshot('rules', text), facts: { ...facts, sockets: undefined, ipsets: undefined } }
}

// Judge: the rules, by hand. Docker publishes the port for everybody.
test('every address of a network reaches a published port', async () => {
  const snapshot = await readPath('test/cases/hosts/redis-20.10.24')
  expect(reach(snapshot, '203.0.113.0/24', '10000')).toEqual({
    verdict: 'open',
    whole: true,
    parts: ['open 203.0.113.0/24 true'],
  })
  expect(reach(snapshot, '203.0.113.0/24', '10001')).toMatchObject({ verdict: 'closed', whole: true })
  expect(reach(snapshot, 'nobody', '10000')).toBe('exposure/no-zone')
  expect(reach(snapshot, 'internet', 'no such port')).toBe('zone-reach/no-door')
})

test('addresses that some rules drop and others accept before are told apart', async () => {
  const snapshot = await rules(
    '-A INPUT -p tcp -s 198.18.5.0/24 -j ACCEPT',
    '-A INPUT -p tcp -s 198.18.0.0/16 -j DROP',
    '-A INPUT -p tcp -m tcp --dport 80 -s 198.18.0.0/15 -j ACCEPT',
  )
  expect(reach(snapshot, 'z', '80', ['z=198.18.0.0/15'])).toEqual({
    verdict: 'open',
    whole: true,
    parts: ['open 198.18.5.0/24 198.19.0.0/16 true', 'closed 198.18.0.0-198.18.4.255 198.18.6.0-198.18.255.255 true'],
  })
  expect(reach(snapshot, 'z', '81', ['z=198.18.0.0/15'])).toMatchObject({
    parts: expect.arrayContaining(['open 198.18.5.0/24 true']),
  })
})

test('a rule that nobody can decide makes its addresses perhaps', async () => {
  const snapshot = await rules(
    '-A INPUT -s 198.18.7.0/24 -m string --algo bm --string x -j DROP',
    '-A INPUT -s 198.18.8.0/24 -m limit --limit 1/second -j ACCEPT',
    '-A INPUT -s 198.18.7.0/24 -j ACCEPT',
  )
  const found = reach(snapshot, 'z', '80', ['z=198.18.0.0/16'])
  expect(found).toMatchObject({ verdict: 'perhaps', whole: true })
  expect(found).toMatchObject({
    parts: expect.arrayContaining(['perhaps 198.18.7.0/24 true', 'limited 198.18.8.0/24 true']),
  })
})

test('a rule with a set whose members are not known is said to leave it open', async () => {
  const found = reach(await rules('-A INPUT -m set --match-set office src -j ACCEPT'), 'z', '80', ['z=198.18.0.0/16'])
  expect(found).toMatchObject({ verdict: 'perhaps', whole: false })
})
