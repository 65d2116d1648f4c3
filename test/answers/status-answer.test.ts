import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isRefusal } from '#model/answer.ts'
import { answerLostRules } from '#answers/lost-rules-answer.ts'
import { answerStatus, type StatusAnswer } from '#answers/status-answer.ts'
import { nodeHost } from '#host/node-host.ts'
import { plainDaemon } from '#model/daemon.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { readSnapshotAt, textSnapshot } from '#snapshots/read-snapshot.ts'

// A captured engine of 20.10.24 that publishes redis on :10000. What a real client meets after each of these changes is judged by
// test/machine/services.test.ts; here the kernel's documentation is (ip-sysctl.rst: ip_forward; iptables(8): the first rule decides).
const folder = 'test/cases/hosts/redis-20.10.24'
const rules = readFileSync(`${folder}/iptables-save.txt`, 'utf8')

const captured = () => readSnapshotAt(nodeHost, folder)

function judge(snapshot: Snapshot): StatusAnswer {
  const answer = answerStatus(snapshot, { ...plainDaemon, before: { ipv4: false, ipv6: false } })
  if (isRefusal(answer)) throw new Error(answer.message.id)
  return answer
}

async function withRules(change: (text: string) => string): Promise<Snapshot> {
  const host = await captured()
  const { rulesets } = textSnapshot('rules', change(rules), {})
  return { ...host, rulesets: [...rulesets, ...host.rulesets.filter(({ family }) => family === 'ipv6')] }
}

const port = ({ services }: StatusAnswer) => services.find(({ kind }) => kind === 'port')
const fromInternet = (answer: StatusAnswer) =>
  port(answer)?.checks.find(({ from, family }) => from === 'internet' && family === 'ipv4')?.outcome

describe('what Docker publishes', () => {
  test('works where nothing is disturbed', async () => {
    const answer = judge(await captured())
    expect([answer.verdict, fromInternet(answer)]).toEqual(['ok', { kind: 'works', by: 'dnat' }])
  })

  test('is dead where the kernel does not forward, with the command that helps', async () => {
    const host = await captured()
    const sysctls = { ...host.facts.sysctls, 'net.ipv4.ip_forward': '0' }
    const answer = judge({ ...host, facts: { ...host.facts, sysctls } })
    expect(answer.verdict).toBe('dead')
    expect(fromInternet(answer)).toMatchObject({
      why: { id: 'service/forwarding-off', args: { setting: 'net.ipv4.ip_forward' } },
      cure: 'sysctl -w net.ipv4.ip_forward=1',
    })
  })

  test('leads to another address where a rule before the right one says so, and the right one is moved before it', async () => {
    const right = /^-A DOCKER ! -i docker0 .*--dport 10000 .*$/m
    const answer = judge(
      await withRules((text) => text.replace(right, (rule) => `${rule.replace('172.17.0.2', '172.17.0.7')}\n${rule}`)),
    )
    expect(fromInternet(answer)).toEqual({ kind: 'elsewhere', to: '172.17.0.7:6379', by: 'ipv4/nat/DOCKER#2' })
    const nat = answer.plans[0]?.rules.filter(({ chain, table }) => table === 'nat' && chain === 'DOCKER')
    expect(nat?.find(({ standing }) => standing === 'out-of-place')?.reason).toEqual({
      id: 'status/why-behind',
      args: { position: 2 },
    })
    expect(answer.plans[0]?.steps.filter(({ table }) => table === 'nat')).toMatchObject([
      { kind: 'delete', position: 3 },
      { kind: 'insert', position: 2 },
    ])
  })

  test('that a rule of the user closes to the internet and not to the LAN is limited, not dead', async () => {
    const answer = judge(
      await withRules((text) =>
        text.replace(/^(-A DOCKER-USER -j RETURN)$/m, '-A DOCKER-USER -s 198.51.100.0/24 -j DROP\n$1'),
      ),
    )
    expect([answer.verdict, port(answer)?.state]).toEqual(['dead', 'limited'])
    expect(fromInternet(answer)).toEqual({ kind: 'stopped', by: 'ipv4/filter/DOCKER-USER#1', owner: 'user' })
  })
})

test('a DNAT rule in a chain of Docker for a port that nobody published is the user’s, and is told of when it is lost', async () => {
  const mine = '-A DOCKER ! -i docker0 -p tcp -m tcp --dport 9999 -j DNAT --to-destination 172.17.0.2:99'
  const before = textSnapshot('before', rules.replace(/^(-A DOCKER ! -i docker0 .*)$/m, `$1\n${mine}`), {})
  expect(answerLostRules(before, await captured()).map(({ text }) => text)).toEqual([mine])
})
