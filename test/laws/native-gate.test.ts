import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { answerVerdict, prepare } from '#answers/trace-answer.ts'
import { packet } from '#model/packet.ts'
import { readSnapshot } from '#snapshots/read-snapshot.ts'
import { isBuilt, seawall } from '../cli/run.ts'
import { ip } from '../netfilter/hosts.ts'

// A judge of its own. Each chain of INPUT has one content; what it does to the packet is written beside it by hand. MAYBE: it drops
// the packet, or lets it go on; UNREAD: it may do anything.
type Outcome = 'ACCEPT' | 'DROP' | 'REJECT' | 'MAYBE' | 'UNREAD'

const contents: readonly (readonly [Outcome, string])[] = [
  ['ACCEPT', 'accept'],
  ['ACCEPT', 'tcp dport 23 drop'],
  ['ACCEPT', 'ip saddr 192.0.2.0/24 frobnicate'],
  ['ACCEPT', 'accept; frobnicate'],
  ['ACCEPT', 'tcp dport { 22, 80 } accept; drop'],
  ['ACCEPT', 'tcp dport vmap { 22 : accept, 80 : drop }'],
  ['ACCEPT', 'udp dport 22 jump elsewhere'],
  ['DROP', 'tcp dport 22 drop'],
  ['REJECT', 'ip saddr 198.51.100.0/24 reject'],
  ['DROP', 'ct state new tcp dport vmap { 80 : accept, 22 : drop }'],
  ['MAYBE', 'ip saddr @nowhere drop'],
  ['MAYBE', 'limit rate 4/second drop'],
  ['MAYBE', 'update @seen { ip saddr limit rate 1/second } drop'],
  ['MAYBE', 'xt match "recent" drop'],
  ['UNREAD', 'frobnicate'],
  ['UNREAD', 'tcp dport 22 frobnicate the packet'],
  ['UNREAD', 'tcp dport $nowhere drop'],
  ['UNREAD', 'meta mark set 3 frobnicate drop'],
  ['UNREAD', 'tcp dport 22 counter xt target "TARPIT"'],
  ['UNREAD', 'tcp dport vmap @nowhere'],
  ['UNREAD', 'ip saddr 198.51.100.7 goto hidden'],
]

/** What the trace must say: one verdict only where nothing else can be. */
function wantedOf(outcomes: readonly Outcome[]): string {
  const possible = new Set<string>()
  for (const outcome of outcomes) {
    if (outcome === 'UNREAD') return 'UNKNOWN'
    if (outcome === 'MAYBE') possible.add('DROP')
    else if (outcome !== 'ACCEPT') return possible.size === 0 || possible.has(outcome) ? outcome : 'UNKNOWN'
  }
  return possible.size === 0 ? 'ACCEPT' : 'UNKNOWN'
}

interface Host {
  readonly text: string
  readonly wanted: string
}

function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function hostOf(seed: number): Host {
  const pick = random(seed)
  const priorities = [-150, -10, 0, 10, 50].filter(() => pick(2) === 0)
  const chains = priorities.map((priority) => ({ priority, content: contents[pick(contents.length)] ?? contents[0] }))
  const shown = [...chains].sort(() => pick(3) - 1)
  const iptables =
    pick(2) === 0 ? '*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n\n' : ''
  const tables = shown.map(
    ({ priority, content }, index) =>
      `table ${pick(2) === 0 ? 'ip' : 'inet'} t${index} {\n  set seen { type ipv4_addr; flags dynamic; }\n  chain elsewhere { drop; }\n  chain hidden { frobnicate; }\n` +
      `  chain c { type filter hook input priority ${priority}; policy accept;\n    ${content?.[1].replaceAll('; ', '\n    ')}\n  }\n}\n`,
  )
  const empty = 'table inet empty {\n}\n'
  const wanted = wantedOf(chains.map(({ content }) => content?.[0] ?? 'ACCEPT'))
  return { text: `${iptables}${tables.join('\n')}${empty}`, wanted }
}

const syn = packet({
  src: ip('198.51.100.7'),
  dst: ip('192.0.2.10'),
  protocol: 6,
  sport: 1024,
  dport: 22,
  tcpflags: 2,
  in: 'eth0',
})
const facts = `$ ip addr
1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN
    inet 127.0.0.1/8 scope host lo
2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP
    inet 192.0.2.10/24 scope global eth0
`

describe('a verdict is given only where every base chain on the way was read and decided', () => {
  it('holds for a thousand hosts with native tables, alone and beside iptables', async () => {
    const found: Record<string, number> = { ACCEPT: 0, DROP: 0, REJECT: 0, UNKNOWN: 0 }
    for (let seed = 1; seed <= 1000; seed++) {
      const { text, wanted } = hostOf(seed)
      const snapshot = await readSnapshot(
        'host',
        `${facts}
${text}`,
      )
      const { verdict } = answerVerdict(syn, prepare(snapshot))
      expect([seed, verdict, text], text).toEqual([seed, wanted, text])
      found[wanted] = (found[wanted] ?? 0) + 1
    }
    expect(Math.min(...Object.values(found))).toBeGreaterThan(30)
  })

  it.skipIf(!isBuilt)('holds in the page, in --concise, --json, --cases and in the exit code alike', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gate-'))
    try {
      for (let seed = 1; seed <= 8; seed++) {
        const { text, wanted } = hostOf(seed)
        const file = join(folder, 'host.txt')
        writeFileSync(file, `${facts}\n${text}`)
        const ask = ['trace', file, '--from', '198.51.100.7', '--to', '192.0.2.10:22', '--in', 'eth0', '--one-way']
        const page = seawall(ask)
        const concise = seawall([...ask, '--concise'])
        const json = seawall([...ask, '--json'])
        expect(page.out.trim().split(/\s/)[0], text).toBe(wanted)
        expect(concise.out.trim().split(/\s/)[0], text).toBe(wanted)
        expect((JSON.parse(json.out) as { verdict: string }).verdict, text).toBe(wanted)
        const cases = join(folder, 'cases')
        const of = (expected: string) =>
          `{"proto":"tcp","src":"198.51.100.7","dst":"192.0.2.10","sport":1024,"dport":22,"in":"eth0","expect":"${expected}"}\n`
        writeFileSync(cases, ['ACCEPT', 'DROP', 'REJECT'].map(of).join(''))
        const tried = seawall(['trace', file, '--cases', cases, '--one-way', '--json'])
        const { cases: results } = JSON.parse(tried.out) as { cases: readonly { passed: boolean }[] }
        expect(results.filter(({ passed }) => passed).length, text).toBe(wanted === 'UNKNOWN' ? 0 : 1)
        for (const { code } of [page, concise, json]) expect(code === 5 || wanted !== 'UNKNOWN', text).toBe(true)
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
