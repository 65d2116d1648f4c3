import { describe, expect, it } from 'vitest'
import { isRefusal } from '#model/answer.ts'
import { answerNearMisses } from '#answers/near-miss-answer.ts'
import { answerTrace, packetOf, prepare } from '#answers/trace-answer.ts'
import { readIpSets } from '#host/facts/read-ipsets.ts'
import { textSnapshot } from '#snapshots/read-snapshot.ts'
import { factsOf } from '../netfilter/hosts.ts'

const facts = factsOf({
  links: ['eth0 192.0.2.10/24', 'docker0 172.17.0.1/16'],
  routes: 'default via 192.0.2.1 dev eth0\n192.0.2.0/24 dev eth0\n172.17.0.0/16 dev docker0\n',
  sysctls: 'net.ipv4.ip_forward = 1\n',
})

// The judge: 192.0.2.10:8080 is DNATed to 172.17.0.2:80 before FORWARD, so that a rule there sees port 80; conntrack keeps the original.
function missesOf(own: string, published = '', chains = '') {
  const text = `*nat
:PREROUTING ACCEPT [0:0]
:DOCKER - [0:0]
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A DOCKER ${published}! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
COMMIT
*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:DOCKER-USER - [0:0]
:f2b-web - [0:0]
${chains}-A FORWARD -j DOCKER-USER
-A f2b-web -s 203.0.113.9/32 -j REJECT --reject-with icmp-port-unreachable
-A f2b-web -j RETURN
${own}
-A DOCKER-USER -j RETURN
COMMIT
`
  const ipsets = readIpSets('create x hash:ip,port family inet\nadd x 192.0.2.10,tcp:8080\n')
  const snapshot = { ...textSnapshot('host', text), facts: { ...facts, ipsets } }
  const wanted = (from: string) => {
    const packet = packetOf(
      { from, to: '192.0.2.10:8080', in: 'eth0', out: undefined, protocol: undefined, family: undefined, fields: {} },
      snapshot,
    )
    if (isRefusal(packet)) throw new Error(packet.message.id)
    const program = prepare(snapshot)
    return answerNearMisses(answerTrace(packet, program), program, snapshot)
  }
  return { banned: wanted('203.0.113.9'), other: wanted('203.0.113.10') }
}

describe('a refusal that was meant and never matches is named with a rule that does', () => {
  it.each([
    [
      'in the chain of a jump',
      '-A DOCKER-USER -p tcp -m tcp --dport 8080 -j f2b-web',
      '-A DOCKER-USER -p tcp -m conntrack --ctorigdstport 8080 --ctdir ORIGINAL -j f2b-web',
    ],
    [
      'with one port of a list',
      '-A DOCKER-USER -p tcp -m multiport --dports 8080 -j f2b-web',
      '-A DOCKER-USER -p tcp -m conntrack --ctorigdstport 8080 --ctdir ORIGINAL -j f2b-web',
    ],
    [
      'with the published address',
      '-A DOCKER-USER -d 192.0.2.10/32 -j f2b-web',
      '-A DOCKER-USER -m conntrack --ctorigdst 192.0.2.10/32 --ctdir ORIGINAL -j f2b-web',
    ],
    ['with an interface that is not there', '-A DOCKER-USER -i ens3 -j f2b-web', '-A DOCKER-USER -i eth0 -j f2b-web'],
    [
      'with either port',
      '-A DOCKER-USER -p tcp -m multiport --ports 8080 -j f2b-web',
      '-A DOCKER-USER -p tcp -m conntrack --ctorigdstport 8080 --ctdir ORIGINAL -j f2b-web',
    ],
    [
      'with a range of addresses',
      '-A DOCKER-USER -m iprange --dst-range 192.0.2.8-192.0.2.20 -j DROP',
      [
        '-A DOCKER-USER -m conntrack --ctorigdst 192.0.2.8/29 --ctdir ORIGINAL -j DROP',
        '-A DOCKER-USER -m conntrack --ctorigdst 192.0.2.16/30 --ctdir ORIGINAL -j DROP',
        '-A DOCKER-USER -m conntrack --ctorigdst 192.0.2.20/32 --ctdir ORIGINAL -j DROP',
      ].join('\n'),
    ],
    [
      'with a range that is many networks',
      '-A DOCKER-USER -m iprange --dst-range 192.0.2.3-192.0.2.253 -j DROP',
      '-t raw -A PREROUTING -m iprange --dst-range 192.0.2.3-192.0.2.253 -j DROP',
    ],
    [
      'with the interface that the packet comes in by as the one it leaves by',
      '-A DOCKER-USER -o eth0 -p tcp -m tcp --dport 80 -j DROP',
      '-A DOCKER-USER -i eth0 -p tcp -m tcp --dport 80 -j DROP',
    ],
    [
      'in INPUT, for packets that are forwarded',
      '-A INPUT -p tcp -m multiport --dports 8080 -j f2b-web',
      '-I DOCKER-USER 1 -p tcp -m conntrack --ctorigdstport 8080 --ctdir ORIGINAL -j f2b-web',
    ],
    [
      'with a set',
      '-A DOCKER-USER -p tcp -m set --match-set x dst,dst -j DROP',
      '-t raw -A PREROUTING -p tcp -m set --match-set x dst,dst -j DROP',
    ],
  ])('%s', (_, own, now) => {
    const [miss, ...others] = missesOf(own).banned
    expect(others).toEqual([])
    expect(miss?.fix?.now).toBe(now)
  })

  it('two conditions in two chains that one DNAT undid are two rules to change', () => {
    const { banned } = missesOf(
      '-A DOCKER-USER -p tcp -m tcp --dport 8080 -j x\n-A x -d 192.0.2.10/32 -j DROP',
      '',
      ':x - [0:0]\n',
    )
    expect(banned.map(({ id, with: other, would }) => ({ id, other, would }))).toEqual([
      { id: 'ipv4/filter/DOCKER-USER#1', other: 'ipv4/filter/x#1', would: 'DROP' },
      { id: 'ipv4/filter/x#1', other: 'ipv4/filter/DOCKER-USER#1', would: 'DROP' },
    ])
    expect(banned.every(({ fix }) => fix !== undefined)).toBe(true)
  })

  it('a rule of INPUT that names neither a port nor a sender is about the host', () => {
    expect(missesOf('-A INPUT -p tcp -j DROP').banned).toEqual([])
  })

  it('but not for a sender whom the chain lets through', () => {
    expect(missesOf('-A DOCKER-USER -p tcp -m tcp --dport 8080 -j f2b-web').other).toEqual([])
  })

  it('and without a rule where the one that was made does not refuse the packet', () => {
    // Answered before: the rule that is put right would never be asked.
    const [miss] = missesOf('-A DOCKER-USER -p tcp -m tcp --dport 8080 -j f2b-web').banned
    expect(miss?.would).toBe('REJECT')
    const covered = missesOf(
      '-A DOCKER-USER -p tcp -m tcp --dport 80 -j ACCEPT\n-A DOCKER-USER -p tcp -m tcp --dport 8080 -j f2b-web',
    )
    expect(covered.banned).toEqual([])
  })
})

it('a port that is published on another address of the host is a near miss that says which', () => {
  const [miss, ...others] = missesOf('', '-d 127.0.0.1/32 ').banned
  expect(others).toEqual([])
  expect(miss).toMatchObject({ id: 'ipv4/nat/DOCKER#1', publishedOn: '127.0.0.1', has: '192.0.2.10', would: 'ACCEPT' })
})
