import { expect, test } from 'vitest'
import type { Packet } from '#model/packet.ts'
import { nearMisses } from '#netfilter/near-misses.ts'
import { trace } from '#netfilter/trace.ts'
import { factsOf, packetOf, programOf } from './hosts.ts'

const facts = factsOf({
  links: ['eth0 192.0.2.10/24', 'eth1 198.18.0.1/24', 'docker0 172.17.0.1/16'],
  routes: 'default via 192.0.2.1 dev eth0\n192.0.2.0/24 dev eth0\n172.17.0.0/16 dev docker0\n',
  sysctls: 'net.ipv4.ip_forward = 1\n',
})

/** A host with redis published as 10000->6379, and rules of somebody's own before Docker's. */
function host(own: string, policy = 'ACCEPT', more = '') {
  return programOf(
    `*nat
:PREROUTING ACCEPT [0:0]
:DOCKER - [0:0]
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A DOCKER ! -i docker0 -p tcp -m tcp --dport 10000 -j DNAT --to-destination 172.17.0.2:6379
COMMIT
*filter
:FORWARD ${policy} [0:0]
:DOCKER-USER - [0:0]
:BLOCK - [0:0]
-A FORWARD -j DOCKER-USER
${more}-A BLOCK -m comment --comment "counted first"
-A BLOCK -j DROP
${own}
COMMIT
`,
    facts,
  )
}

function misses(own: string, spec = 'tcp:203.0.113.9:51138>192.0.2.10:10000', policy?: string, more?: string) {
  const program = host(own, policy, more)
  const fields: Partial<Packet> = { in: 'eth0' }
  return nearMisses(trace(packetOf(spec, fields), program), program)
}

test('a DROP of the published port is a near miss: it says what the port is, what it was, and since which rule', () => {
  expect(misses('-A DOCKER-USER -p tcp -m tcp --dport 10000 -j DROP')).toEqual([
    {
      id: 'ipv4/filter/DOCKER-USER#1',
      wanted: '--dport 10000',
      has: '6379',
      was: '10000',
      since: 'ipv4/nat/DOCKER#1',
      would: 'DROP',
      publishedOn: undefined,
      hook: undefined,
      with: undefined,
      fix: {
        was: '-A DOCKER-USER -p tcp -m tcp --dport 10000 -j DROP',
        now: '-A DOCKER-USER -p tcp -m conntrack --ctorigdstport 10000 --ctdir ORIGINAL -j DROP',
      },
    },
  ])
})

test('an address and a port that one DNAT undid are one condition, and are put right together', () => {
  const [miss, ...others] = misses('-A DOCKER-USER -d 192.0.2.10/32 -p tcp -m tcp --dport 10000 -j REJECT')
  expect(others).toEqual([])
  expect(miss).toMatchObject({ wanted: '-d 192.0.2.10/32 --dport 10000', has: '172.17.0.2, 6379', would: 'REJECT' })
  expect(miss?.fix?.now).toBe(
    '-A DOCKER-USER -p tcp -m conntrack --ctorigdst 192.0.2.10/32 --ctorigdstport 10000 --ctdir ORIGINAL -j REJECT',
  )
})

test('an ACCEPT that would have saved the packet from the policy is a near miss too', () => {
  const found = misses('-A DOCKER-USER -p tcp -m tcp --dport 10000 -j ACCEPT', undefined, 'DROP')
  expect(found).toMatchObject([{ id: 'ipv4/filter/DOCKER-USER#1', would: 'ACCEPT', since: 'ipv4/nat/DOCKER#1' }])
})

test('a jump counts whose chain drops whatever comes into it', () => {
  const found = misses('-A DOCKER-USER -p tcp -m tcp --dport 10000 -j BLOCK')
  expect(found).toMatchObject([{ id: 'ipv4/filter/DOCKER-USER#1', wanted: '--dport 10000', would: 'DROP' }])
})

test('a rule for one address that names another port is close; without the address it is one of many', () => {
  const direct = 'tcp:203.0.113.9:51138>172.17.0.2:6380'
  const own = '-A DOCKER-USER -d 172.17.0.2/32 -p tcp -m tcp --dport 6379 -j ACCEPT'
  expect(misses(own, direct, 'DROP')).toMatchObject([{ wanted: '--dport 6379', has: '6380', since: undefined }])
  expect(misses('-A DOCKER-USER -p tcp -m tcp --dport 6379 -j ACCEPT', direct, 'DROP')).toEqual([])
})

test.for([
  ['about another interface', '-A DOCKER-USER -i eth1 -p tcp -j DROP'],
  ['about another sender', '-A DOCKER-USER -s 198.51.100.7/32 -p tcp -j DROP'],
  ['about another published port', '-A DOCKER-USER -p tcp -m tcp --dport 10001 -j DROP'],
  ['of which two conditions fail', '-A DOCKER-USER -i eth1 -p tcp -m tcp --dport 10000 -j DROP'],
  ['about answers', '-A DOCKER-USER -m conntrack --ctstate RELATED,ESTABLISHED -j DROP'],
  ['that would have said what is said anyway', '-A DOCKER-USER -p tcp -m tcp --dport 10000 -j ACCEPT'],
  ['that only counts', '-A DOCKER-USER -p tcp -m tcp --dport 10000'],
])('a rule %s is no near miss', ([, rule]) => {
  expect(misses(rule ?? '')).toEqual([])
})

test('of a list of ports each gets a rule of its own, as conntrack asks for one port', () => {
  const [miss] = misses('-A DOCKER-USER -p tcp -m multiport --dports 80,10000 -j DROP')
  expect(miss).toMatchObject({ since: 'ipv4/nat/DOCKER#1', would: 'DROP' })
  expect(miss?.fix?.now.split('\n')).toEqual([
    '-A DOCKER-USER -p tcp -m conntrack --ctorigdstport 80 --ctdir ORIGINAL -j DROP',
    '-A DOCKER-USER -p tcp -m conntrack --ctorigdstport 10000 --ctdir ORIGINAL -j DROP',
  ])
})

test('with the rule that is proposed the packet is dropped', () => {
  const program = host('-A DOCKER-USER -p tcp -m conntrack --ctorigdstport 10000 --ctdir ORIGINAL -j DROP')
  const made = trace(packetOf('tcp:203.0.113.9:51138>192.0.2.10:10000', { in: 'eth0' }), program)
  expect([made.verdict, made.by]).toEqual(['DROP', 'ipv4/filter/DOCKER-USER#1'])
})
