import { expect, test } from 'vitest'
import { answerMoving } from '#answers/moving-answer.ts'
import { isRefusal } from '#model/answer.ts'
import { plainDaemon } from '#model/daemon.ts'
import { emptySnapshot } from '#model/snapshot.ts'
import { textSnapshot } from '#snapshots/read-snapshot.ts'

const docker = {
  version: '29.1.3',
  firewallBackend: 'iptables',
  swarmActive: false,
  networks: [],
  containers: [],
}

function moving(policy: string, rules: readonly string[], state: typeof docker = docker) {
  const lines = rules.map((rule) => `-A DOCKER-USER ${rule}\n`).join('')
  const text = `*filter\n:FORWARD ${policy} [0:0]\n:DOCKER-USER - [0:0]\n-A FORWARD -j DOCKER-USER\n${lines}COMMIT\n`
  const { rulesets } = textSnapshot('host', text, { family: 'ipv4' })
  const daemon = { ...plainDaemon, before: { ipv4: true, ipv6: true } }
  const answer = answerMoving({ ...emptySnapshot('host'), rulesets, docker: state }, daemon)
  if (isRefusal(answer)) throw new Error(answer.message.id)
  return { todo: answer.todo.map(({ id }) => id), nft: answer.rules.map(({ nft }) => nft), script: answer.script }
}

// Judge: Docker's documentation of its nftables backend ("Migrating from iptables to nftables").
test('a host that forwards by itself and has no rules of its own has nothing to do before the switch', () => {
  expect(moving('ACCEPT', [])).toEqual({ todo: [], nft: [], script: '' })
})

test('the policy DROP, a swarm, an old engine and rules of DOCKER-USER are each something to do', () => {
  const old = { ...docker, version: '28.5.2', swarmActive: true }
  const { todo } = moving('DROP', ['-s 192.0.2.1/32 -j ACCEPT', '-m limit --limit 5/min -j LOG'], old)
  const wanted = ['version', 'swarm', 'forward-drop', 'user-rules', 'mark', 'by-hand']
  expect(todo).toEqual(wanted.map((name) => `moving/${name}`))
})

// Judge: iptables-translate 1.8.9, but for the mark, how protocols and ports are asked (`meta l4proto tcp th dport`), and `!= { new }`.
test.each([
  [
    '-s 10.0.0.0/8 -p tcp -m tcp --dport 5432 -j DROP',
    'ip saddr 10.0.0.0/8 meta l4proto tcp th dport 5432 counter drop',
  ],
  ['! -i eth0 -o docker0 -j DROP', 'iifname != "eth0" oifname "docker0" counter drop'],
  ['-m conntrack --ctstate RELATED,ESTABLISHED -j RETURN', 'ct state related,established counter return'],
  ['-m conntrack ! --ctstate NEW -j RETURN', 'ct state != { new } counter return'],
  ['-m iprange --src-range 10.1.1.3-10.1.1.9 -j DROP', 'ip saddr 10.1.1.3-10.1.1.9 counter drop'],
  ['-p tcp -j REJECT --reject-with tcp-reset', 'meta l4proto tcp counter reject with tcp reset'],
  ['-p tcp -j REJECT', 'meta l4proto tcp counter reject'],
  ['-p tcp -j REJECT --reject-with icmp-host-prohibited', undefined],
  ['-i eth+ -m mark --mark 0x2/0xff -j DROP', 'iifname "eth*" meta mark & 0xff == 0x2 counter drop'],
  ['-s 192.0.2.1/32 -j ACCEPT', 'ip saddr 192.0.2.1 counter meta mark set meta mark | 0x1 accept'],
  ['-m set --match-set blocked src -j DROP', undefined],
  ['-m recent --name ssh --update -j DROP', undefined],
  ['-p tcp -m limit --limit 5/min -j ACCEPT', undefined],
  ['-j LOG --log-prefix "mine: "', undefined],
])('%s is %s', (rule, wanted) => {
  expect(moving('ACCEPT', [rule]).nft).toEqual([wanted])
})

test('what is not translated is a comment in the script, in its place', () => {
  const { script } = moving('ACCEPT', ['-s 192.0.2.1/32 -j DROP', '-m recent --name ssh --update -j DROP'])
  expect(script.split('\n').slice(3, 5)).toEqual([
    '\t\tip saddr 192.0.2.1 counter drop',
    '\t\t# by hand: -m recent --update --name ssh --mask 255.255.255.255 --rsource -j DROP',
  ])
})
