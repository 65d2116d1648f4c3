import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { dockerRecogniser } from '#docker/recognise.ts'
import { eachRule } from '#model/rule-id.ts'
import { assignOwners, otherRecognisers } from '#owners/owners.ts'
import { readText } from '#syntax/text/read-text.ts'

function answers(name: string, text: string): readonly string[] {
  const { rulesets } = readText({ name, text })
  const owners = assignOwners(rulesets, [...otherRecognisers, dockerRecogniser()])
  const found: string[] = []
  for (const ruleset of rulesets) {
    eachRule(ruleset, (rule, table, chain) => {
      const { owner, part } = owners.ofRule(rule)
      found.push(`${table} ${chain} ${rule.target?.name} ${owner}/${part}`)
    })
  }
  return found
}

const seeds = new URL('../../../shared/seeds/', import.meta.url)

describe('listings that do not show all of a rule', () => {
  test('without interfaces: the block around the jump to DOCKER is told by its order, other ACCEPTs stay yours', () => {
    const listing = `Chain FORWARD (policy DROP)
target     prot opt source               destination
ACCEPT     all  --  0.0.0.0/0            0.0.0.0/0            ctstate RELATED,ESTABLISHED
DOCKER-USER  all  --  0.0.0.0/0            0.0.0.0/0
DOCKER-ISOLATION-STAGE-1  all  --  0.0.0.0/0            0.0.0.0/0
ACCEPT     all  --  0.0.0.0/0            0.0.0.0/0            ctstate RELATED,ESTABLISHED
DOCKER     all  --  0.0.0.0/0            0.0.0.0/0
ACCEPT     all  --  0.0.0.0/0            0.0.0.0/0
ACCEPT     all  --  0.0.0.0/0            0.0.0.0/0
ACCEPT     all  --  0.0.0.0/0            0.0.0.0/0
ACCEPT     all  --  10.0.0.0/8           0.0.0.0/0

Chain DOCKER (1 references)
target     prot opt source               destination
ACCEPT     tcp  --  0.0.0.0/0            172.17.0.2           tcp dpt:6379
DROP       all  --  203.0.113.7          0.0.0.0/0
`
    expect(answers('pasted', listing)).toEqual([
      'filter FORWARD ACCEPT user/rule',
      'filter FORWARD DOCKER-USER docker/user-jump',
      'filter FORWARD DOCKER-ISOLATION-STAGE-1 docker/isolation-jump',
      'filter FORWARD ACCEPT docker/replies',
      'filter FORWARD DOCKER docker/port-jump',
      'filter FORWARD ACCEPT docker/egress',
      'filter FORWARD ACCEPT docker/between-containers',
      'filter FORWARD ACCEPT user/rule',
      'filter FORWARD ACCEPT user/rule',
      'filter DOCKER ACCEPT docker/port-accept',
      'filter DOCKER DROP user/inside-docker-chain',
    ])
  })

  test("without interfaces in nat: a masquerade of a network from the engine's pools is its own, any other is yours", () => {
    const listing = `Chain POSTROUTING (policy ACCEPT)
target     prot opt source               destination
MASQUERADE  all  --  172.17.0.0/16        0.0.0.0/0
MASQUERADE  all  --  192.168.2.0/24       0.0.0.0/0
MASQUERADE  tcp  --  172.17.0.2           172.17.0.2           tcp dpt:6379

Chain DOCKER (2 references)
target     prot opt source               destination
RETURN     all  --  0.0.0.0/0            0.0.0.0/0
DNAT       tcp  --  0.0.0.0/0            0.0.0.0/0            tcp dpt:10000 to:172.17.0.2:6379
`
    expect(answers('pasted', listing)).toEqual([
      'nat POSTROUTING MASQUERADE docker/network-masquerade',
      'nat POSTROUTING MASQUERADE user/rule',
      'nat POSTROUTING MASQUERADE docker/own-port-masquerade',
      'nat DOCKER RETURN docker/bridge-return',
      'nat DOCKER DNAT docker/port-dnat',
    ])
  })

  test.each([
    [
      "a single rule that somebody asks about: the question of the third document's author",
      '-A POSTROUTING -s 172.17.0.2/32 -d 172.17.0.2/32 -p tcp -m tcp --dport 80 -j MASQUERADE',
      'docker/own-port-masquerade',
    ],
    [
      'a single masquerade of the default bridge',
      '-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE',
      'docker/network-masquerade',
    ],
    [
      'the same form for a network that no engine takes',
      '-A POSTROUTING -s 192.168.2.0/24 ! -o eth1 -j MASQUERADE',
      'user/rule',
    ],
  ])('%s', (_, rule, expected) => {
    expect(answers('pasted', `*nat\n${rule}\nCOMMIT\n`)).toEqual([expect.stringContaining(expected)])
  })

  // The first author put one ACCEPT into every built-in chain of four tables; the others wrote no rule of their own.
  test.each([
    ['000_36ef116f8a1f383b.txt', 5 + 2 + 3 + 4],
    ['002_0de6cd8e3f72573d.txt', 0],
    ['004_ee39fc027d281d1c.txt', 0],
  ])("the rules in document %s that are not the engine's: %i", (file, count) => {
    if (!existsSync(seeds)) return
    const found = answers(file, readFileSync(new URL(file, seeds), 'utf8'))
    expect(found.length).toBeGreaterThan(10)
    expect(
      found.filter((line) => !line.includes(' docker/')).filter((line) => !line.endsWith(' ACCEPT user/rule')),
    ).toEqual([])
    expect(found.filter((line) => line.endsWith(' ACCEPT user/rule'))).toHaveLength(count)
  })
})
