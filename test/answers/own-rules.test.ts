import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { isRefusal } from '#model/answer.ts'
import { ownersOf } from '#answers/owners-answer.ts'
import { answerRepair } from '#answers/repair-answer.ts'
import { eachRule, ruleId } from '#model/rule-id.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { readPath } from '#snapshots/live.ts'
import { readText } from '../docker/engine-dumps.ts'
import { ownershipTexts } from '#i18n/ownership.ts'

const folder = fileURLToPath(new URL('../cases/faults/', import.meta.url))
const fault = (name: string) => readPath(folder + name)

/** `OWNER/PART` of every rule, by id. */
function partsOf(snapshot: Snapshot): Readonly<Record<string, string>> {
  const owners = ownersOf(snapshot)
  const found: Record<string, string> = {}
  for (const ruleset of snapshot.rulesets) {
    const seen = new Map<string, number>()
    eachRule(ruleset, (rule, table, chain) => {
      const position = (seen.get(`${table} ${chain}`) ?? 0) + 1
      seen.set(`${table} ${chain}`, position)
      const { owner, part } = owners.ofRule(rule)
      found[ruleId(ruleset.family, table, chain, position)] = `${owner}/${part}`
    })
  }
  return found
}

function pruned(snapshot: Snapshot): readonly string[] {
  const answer = answerRepair(
    snapshot,
    { words: [], json: {}, mesh: [], before: { ipv4: false, ipv6: false } },
    { prune: true },
  )
  if (isRefusal(answer)) throw new Error(answer.message.id)
  return answer.plans.flatMap(({ steps }) => steps.flatMap((step) => (step.kind === 'delete' ? [step.text] : [])))
}

// The host is what 20.10.24 writes for one network and one container that publishes 8080, with an administrator's SNAT.
describe("an administrator's rules on a Docker host", () => {
  test('a SNAT for one container is not the masquerading of its network', async () => {
    const snapshot = await fault('user-snat')
    const parts = partsOf(snapshot)
    expect(parts['ipv4/nat/POSTROUTING#1']).toBe('user/looks-like-docker')
    expect(Object.values(parts).filter((part) => !part.startsWith('docker/'))).toEqual(['user/looks-like-docker'])
    expect(pruned(snapshot)).toEqual([])
  })

  // Recipes that go round: in answers about ports of running containers, VPNs behind Docker hosts, open bridges.
  test.each([
    ['nat', 'POSTROUTING', '-s 10.20.0.0/24 ! -o docker0 -j MASQUERADE'],
    ['nat', 'POSTROUTING', '-s 172.17.0.0/16 ! -o docker0 -j SNAT --to-source 192.0.2.11'],
    ['nat', 'POSTROUTING', '-s 172.17.0.9/32 -d 172.17.0.9/32 -p tcp -m tcp --dport 80 -j MASQUERADE'],
    ['nat', 'DOCKER', '-p tcp -m tcp --dport 8081 -j DNAT --to-destination 172.17.0.2:80'],
    ['nat', 'DOCKER', '! -i docker0 -p tcp -m tcp --dport 8081 -j DNAT --to-destination 172.17.0.2:80'],
    ['nat', 'DOCKER', '! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.3:80'],
    ['nat', 'OUTPUT', '-m addrtype --dst-type LOCAL -j DOCKER'],
    ['filter', 'DOCKER', '-d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 81 -j ACCEPT'],
    ['filter', 'FORWARD', '-i docker0 -j ACCEPT'],
    ['filter', 'FORWARD', '-i docker0 -o docker0 -j DROP'],
    ['filter', 'FORWARD', '-o br-lan -j DOCKER'],
    ['filter', 'DOCKER-ISOLATION-STAGE-2', '-o docker1 -j DROP'],
  ])('%s %s %s is yours, and is not pruned', async (table, chain, text) => {
    const snapshot = await fault('user-snat')
    const [before] = snapshot.rulesets
    const added = readText(`*${table}\n:${chain} - [0:0]\n-A ${chain} ${text}\nCOMMIT\n`, 'ipv4').ruleset
    const own = added.tables[0]?.chains.find(({ name }) => name === chain)?.rules ?? []
    if (before === undefined || own.length !== 1) throw new Error('the rule was not read')
    const tables = before.tables.map((one) => ({
      ...one,
      chains: one.chains.map((old) =>
        one.name === table && old.name === chain ? { ...old, rules: [...old.rules, ...own] } : old,
      ),
    }))
    const host = { ...snapshot, rulesets: [{ ...before, tables }] }
    const last = before.tables.find(({ name }) => name === table)?.chains.find(({ name }) => name === chain)
      ?.rules.length
    expect(partsOf(host)[`ipv4/${table}/${chain}#${(last ?? 0) + 1}`]).toBe('user/looks-like-docker')
    expect(pruned(host)).toEqual([])
  })
})

describe('rules that no engine of today writes', () => {
  test('what an engine before 28.0.1 left is said to be left, with the rule that does its work now', async () => {
    const snapshot = await fault('mixed-layouts.rules')
    const left = Object.entries(partsOf(snapshot)).filter(([, part]) => part === 'docker/left-over')
    expect(left.map(([id]) => id)).toEqual([
      'ipv4/filter/FORWARD#2',
      'ipv4/filter/FORWARD#3',
      'ipv4/filter/FORWARD#4',
      'ipv4/filter/FORWARD#5',
      'ipv4/filter/FORWARD#6',
      'ipv4/filter/DOCKER-ISOLATION-STAGE-1#2',
      'ipv4/filter/DOCKER-ISOLATION-STAGE-2#2',
    ])
    const [ruleset] = snapshot.rulesets
    const rule = ruleset?.tables[0]?.chains.find(({ name }) => name === 'FORWARD')?.rules[1]
    const { args } = rule === undefined ? { args: {} } : ownersOf(snapshot).ofRule(rule)
    expect(ownershipTexts['purpose/docker/left-over'](args)).toBe(
      'Left from an engine before 28.0.1. The current engine does this in filter/DOCKER-FORWARD#2.',
    )
  })

  test('no engine before 20.10 wrote ip6tables rules: docker-ipv6nat did', async () => {
    const snapshot = await fault('ipv6-before-20.10.rules')
    expect(new Set(Object.values(partsOf(snapshot)))).toEqual(new Set(['docker-ipv6nat/rule']))
    expect(snapshot.rulesets.map(ownersOf(snapshot).layoutOf)).toEqual([undefined])
  })

  test('rules of other programs bear their marks', async () => {
    const owners = Object.values(partsOf(await fault('marks-of-other-owners.rules'))).map((part) => part.split('/')[0])
    expect(owners).toEqual(['nixos', 'csf', 'proxmox', 'openwrt', 'synology', 'proxmox'])
  })
})
