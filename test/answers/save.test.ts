import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { answerPreview } from '#answers/preview-answer.ts'
import { answerSave } from '#answers/save-answer.ts'
import { say } from '#i18n/catalogue.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { savedRulesText } from '#report/saved-rules-text.ts'
import { readPath } from '#snapshots/live.ts'
import { textSnapshot } from '#snapshots/read-snapshot.ts'

const path = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url))

/** What loading the saved files would change, by family and way of loading. */
function changes(snapshot: Snapshot, all: boolean, ways: readonly boolean[]): readonly string[] {
  return answerSave(snapshot, { all }).flatMap((saved) => {
    const script = { name: `rules.${saved.family === 'ipv4' ? 'v4' : 'v6'}`, text: savedRulesText(say, saved) }
    return ways.flatMap((noflush) => {
      const options = { noflush, counters: false, family: saved.family }
      const { difference, refusal } = answerPreview(snapshot, script, options)
      return difference.groups.length === 0 && refusal === undefined ? [] : [`${script.name} noflush=${noflush}`]
    })
  })
}

// Judge: dumps of real engines; what a restore comes to is held against real kernels in test/machine/restore.test.ts.
const captured = [path('cases/hosts'), path('../../shared/engines')].flatMap((folder) => {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('iptables-save.txt') && !name.endsWith('ip6tables-save.txt'))
    .map((name) => `${folder}/${name.slice(0, name.lastIndexOf('/'))}`)
})

describe.each([...new Set(captured)].filter((_, index) => index < 8 || index % 9 === 0))('the host %s', (folder) => {
  test('is not changed by its own saved rules, nor by all of them', async () => {
    const snapshot = await readPath(folder)
    expect(changes(snapshot, false, [true])).toEqual([])
    expect(changes(snapshot, true, [true, false])).toEqual([])
  })
})

const docker = `:DOCKER - [0:0]
:DOCKER-USER - [0:0]
-A FORWARD -j DOCKER-USER
-A FORWARD -o docker0 -j DOCKER
`
const saved = (text: string) => {
  const [first] = answerSave(textSnapshot('rules', text), { all: false })
  if (first === undefined) throw new Error('nothing saved')
  return first
}

describe('a saved file', () => {
  test('has no flush of a chain into which Docker writes, even if Docker has no rule there now', () => {
    const text = `*filter\n:INPUT ACCEPT [0:0]\n:FORWARD DROP [0:0]\n${docker}COMMIT\n*nat\n:POSTROUTING ACCEPT [0:0]\n-A POSTROUTING -o eth0 -j MASQUERADE\nCOMMIT\n`
    const { tables, left } = saved(text)
    expect(tables).toEqual([])
    expect(left.filter(({ why }) => why.kind !== 'other-owner')).toEqual([
      {
        ...{ table: 'nat', chain: 'POSTROUTING', why: { kind: 'shared-chain', owner: 'docker' }, count: 1 },
        commands: [
          'iptables -w -t nat -C POSTROUTING -o eth0 -j MASQUERADE 2>/dev/null || iptables -w -t nat -A POSTROUTING -o eth0 -j MASQUERADE',
        ],
      },
    ])
  })

  test('has DOCKER-USER as it is, with the RETURN that Docker put at its end', () => {
    const text = `*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n${docker}-A INPUT -i lo -j ACCEPT\n-A DOCKER-USER -s 203.0.113.9/32 -j DROP\n-A DOCKER-USER -j RETURN\nCOMMIT\n`
    expect(saved(text).tables.map(({ lines }) => lines)).toEqual([
      [
        ':INPUT DROP [0:0]',
        ':DOCKER-USER - [0:0]',
        '-F INPUT',
        '-A INPUT -i lo -j ACCEPT',
        '-A DOCKER-USER -s 203.0.113.9/32 -j DROP',
        '-A DOCKER-USER -j RETURN',
      ],
    ])
  })

  test('leaves out a chain that jumps to one which it cannot make, and each that jumps to that', () => {
    const text = `*filter\n:INPUT ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n:VIA - [0:0]\n:f2b-sshd - [0:0]\n-A INPUT -i lo -j ACCEPT\n-A OUTPUT -j VIA\n-A VIA -p tcp -j f2b-sshd\n-A f2b-sshd -s 198.51.100.9/32 -j REJECT --reject-with icmp-port-unreachable\n-A f2b-sshd -j RETURN\nCOMMIT\n`
    const { tables, left } = saved(text)
    expect(tables.map(({ lines }) => lines)).toEqual([[':INPUT ACCEPT [0:0]', '-F INPUT', '-A INPUT -i lo -j ACCEPT']])
    expect(left.map(({ chain, why }) => [chain, why.kind])).toEqual([
      ['OUTPUT', 'needs-chain'],
      ['', 'other-owner'],
    ])
  })

  test('names the ipsets that its rules ask', () => {
    const text = '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -m set --match-set blocked src -j DROP\nCOMMIT\n'
    expect(saved(text).sets).toEqual(['blocked'])
  })
})
