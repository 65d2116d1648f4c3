import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { answerConntrack } from '#answers/conntrack-answer.ts'
import { isConntrackLine, readConntrack } from '#host/facts/read-conntrack.ts'
import { publishedConnections } from '#snapshots/published-connections.ts'
import { readPath } from '#snapshots/live.ts'
import { readSnapshot } from '#snapshots/read-snapshot.ts'
import { writeSnapshotFile } from '#snapshots/capture.ts'
import type { SnapshotFile } from '#model/snapshot-file.ts'
import { factsToJson } from '#snapshots/facts-json.ts'
import { redact } from '#redact/redact.ts'

const path = (name: string) => fileURLToPath(new URL(`../cases/${name}`, import.meta.url))
const listed = readFileSync(path('connections/conntrack-L.txt'), 'utf8')
const host = () => readPath(path('hosts/redis-20.10.24'))

// As conntrack 1.4.7 and /proc/net/nf_conntrack printed them on kernel 6.18, for a DNAT of port 10000 to 172.17.0.2:6379.
const established =
  'tcp      6 431997 ESTABLISHED src=203.0.113.9 dst=192.0.2.10 sport=51694 dport=10000 src=172.17.0.2 dst=203.0.113.9 sport=6379 dport=51694 [ASSURED] mark=0 use=1'

describe('a line of conntrack', () => {
  test.each([
    established,
    `ipv4     2 ${established.replace('mark=0 use=1', 'mark=0 zone=0 use=2')}`,
    `${established} id=440253646`,
    `[1700000000.123456]\t [UPDATE] ${established}`,
  ])('is read in each of its forms: %s', (line) => {
    expect(isConntrackLine(line)).toBe(true)
    expect(readConntrack(line)).toMatchObject([
      {
        ...{ family: 'ipv4', protocol: 6, timeout: 431997, state: 'ESTABLISHED', flags: ['ASSURED'] },
        original: { sport: 51694, dport: 10000 },
        reply: { sport: 6379, dport: 51694 },
      },
    ])
  })

  test('is read for protocols without ports and without states', () => {
    expect(readConntrack(listed).map(({ protocol, state, flags }) => `${protocol} ${state} ${flags}`)).toEqual([
      '6 CLOSE ASSURED',
      '6 TIME_WAIT ASSURED',
      '17 undefined UNREPLIED',
      '2 undefined UNREPLIED',
      '6 CLOSE_WAIT ASSURED',
      '6 ESTABLISHED ASSURED',
    ])
  })

  test.each(['tcp dpt:80', 'tcp 6 src=1.2.3.4', 'tcp 6 9 CLOSE src=x dst=y sport=1 dport=2 src=y dst=x', ''])(
    'is not this: %s',
    (line) => {
      expect(readConntrack(line)).toEqual([])
    },
  )
})

describe('a connection that exists', () => {
  test('was led on by the rule that does the same for a new one', async () => {
    const [answer] = answerConntrack(readConntrack(established), await host())
    expect(answer).toMatchObject({
      ...{ dnat: true, snat: false, server: 'redis', dnatBy: 'ipv4/nat/DOCKER#2' },
      now: { kind: 'same', to: 'redis' },
    })
  })

  // Judge: by hand; conntrack asks nat for the first packet only.
  test('stays where it was led to, when a new one would be led elsewhere', async () => {
    const snapshot = await host()
    const old = established.replace('src=172.17.0.2', 'src=172.17.0.9')
    const [answer] = answerConntrack(readConntrack(old), snapshot)
    expect(answer).toMatchObject({
      dnat: true,
      server: undefined,
      dnatBy: undefined,
      now: { kind: 'elsewhere', to: 'redis' },
    })
  })

  test('of a container to the outside was masqueraded by the rule of its network', async () => {
    const line =
      'udp      17 28 src=172.17.0.2 dst=198.51.100.7 sport=40000 dport=53 src=198.51.100.7 dst=192.0.2.10 sport=53 dport=40000 mark=0 use=1'
    const [answer] = answerConntrack(readConntrack(line), await host())
    expect(answer).toMatchObject({ dnat: false, snat: true, client: 'redis', snatBy: 'ipv4/nat/POSTROUTING#1' })
  })
})

describe('a capture', () => {
  test('keeps the connections of published ports and containers, and redacts them', async () => {
    const snapshot = await host()
    const ssh = established.replaceAll('10000', '22').replace('src=172.17.0.2', 'src=192.0.2.10').replace('6379', '22')
    const lines = `${ssh}\n${established}`.replaceAll('203.0.113.9', '81.2.69.163')
    const connections = publishedConnections(readConntrack(lines), snapshot.docker)
    expect(connections?.map(({ original }) => original.dport)).toEqual([10000])
    const file: SnapshotFile = {
      ...{ kind: 'seawall-snapshot', schemaVersion: 1, redacted: false, rules: [], persistence: [], notes: [] },
      facts: factsToJson({ ...snapshot.facts, connections }),
    }
    const text = writeSnapshotFile(redact([file])[0] ?? file)
    expect(text).not.toContain('81.2.69.163')
    expect((await readSnapshot('x', text)).facts.connections).toMatchObject([
      { state: 'ESTABLISHED', flags: ['ASSURED'] },
    ])
  })

  test('is not what a page needs: connections beside rules are facts of the host', async () => {
    const rules = readFileSync(path('hosts/redis-20.10.24/iptables-save.txt'), 'utf8')
    expect((await readSnapshot('page', `${rules}\n${listed}`)).facts.connections?.length).toBe(6)
  })
})
