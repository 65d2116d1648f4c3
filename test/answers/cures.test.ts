import { describe, expect, it } from 'vitest'
import { isRefusal } from '#model/answer.ts'
import { answerCures } from '#answers/cures.ts'
import { answerTrace, packetOf, prepare, type TraceRequest } from '#answers/trace-answer.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { textSnapshot } from '#snapshots/read-snapshot.ts'
import { factsOf } from '../netfilter/hosts.ts'

const facts = factsOf({
  links: ['eth0 192.0.2.10/24', 'docker0 172.17.0.1/16', 'br-back 172.18.0.1/16'],
  routes:
    'default via 192.0.2.1 dev eth0\n192.0.2.0/24 dev eth0\n172.17.0.0/16 dev docker0\n172.18.0.0/16 dev br-back\n',
  sysctls: 'net.ipv4.ip_forward = 1\n',
})

/** A host that publishes 8080 of 172.17.0.2:80, with rules and policies of its owner. */
function host(filter: string, { policies = ['ACCEPT', 'ACCEPT', 'ACCEPT'], more = '', sysctls = {} } = {}): Snapshot {
  const [input, forward, output] = policies
  const text = `*nat
:PREROUTING ACCEPT [0:0]
:DOCKER - [0:0]
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
COMMIT
${more}*filter
:INPUT ${input} [0:0]
:FORWARD ${forward} [0:0]
:OUTPUT ${output} [0:0]
:DOCKER-USER - [0:0]
-A FORWARD -j DOCKER-USER
${filter}
COMMIT
`
  return { ...textSnapshot('host', text), facts: { ...facts, sysctls: { ...facts.sysctls, ...sysctls } } }
}

function curesOf(snapshot: Snapshot, request: Partial<TraceRequest> & { to: string }) {
  const packet = packetOf(
    {
      from: 'internet',
      in: undefined,
      out: undefined,
      protocol: undefined,
      family: undefined,
      fields: {},
      ...request,
    },
    snapshot,
  )
  if (isRefusal(packet)) throw new Error(packet.message.id)
  const senders = request.from === undefined ? 'interface' : 'address'
  return answerCures(answerTrace(packet, prepare(snapshot)), snapshot, senders)
}

const published = '-p tcp -m conntrack --ctstate DNAT --ctorigdstport 8080'

describe('what would let a blocked conversation through', () => {
  // Tried on a real kernel with real connections: one rule is not enough, both are, and another published port stays closed.
  it('is a rule for each direction where DOCKER-USER drops everything', () => {
    expect(curesOf(host('-A DOCKER-USER -j DROP'), { to: '192.0.2.10:8080' })).toEqual([
      {
        kind: 'rule',
        commands: [
          `iptables -I DOCKER-USER 1 -i eth0 -o docker0 ${published} --ctdir ORIGINAL -j ACCEPT`,
          `iptables -I DOCKER-USER 1 -i docker0 -o eth0 ${published} --ctdir REPLY -j ACCEPT`,
        ],
      },
    ])
  })

  // The expected rules are worked out by hand: the place is the chain that is asked first, the match is this service.
  it.each([
    [
      'a DROP of an interface',
      host('-A DOCKER-USER -i eth0 -j DROP'),
      {},
      `iptables -I DOCKER-USER 1 -i eth0 -o docker0 ${published} --ctdir ORIGINAL -j ACCEPT`,
    ],
    [
      'a REJECT, for one sender',
      host('-A DOCKER-USER -i eth0 -j REJECT'),
      { from: '203.0.113.9' },
      `iptables -I DOCKER-USER 1 -i eth0 -o docker0 -s 203.0.113.9 ${published} --ctdir ORIGINAL -j ACCEPT`,
    ],
    [
      'a DROP before DOCKER-USER',
      host('-I FORWARD 1 -i eth0 -j DROP'),
      {},
      `iptables -I FORWARD 1 -i eth0 -o docker0 ${published} --ctdir ORIGINAL -j ACCEPT`,
    ],
    [
      'the policy of FORWARD',
      host('-A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT', { policies: ['ACCEPT', 'DROP', 'ACCEPT'] }),
      {},
      `iptables -I DOCKER-USER 1 -i eth0 -o docker0 ${published} --ctdir ORIGINAL -j ACCEPT`,
    ],
    [
      'the policy of INPUT',
      host('', { policies: ['DROP', 'ACCEPT', 'ACCEPT'] }),
      { to: '192.0.2.10:22' },
      'iptables -I INPUT 1 -i eth0 -d 192.0.2.10 -p tcp -m tcp --dport 22 -j ACCEPT',
    ],
    [
      'a DROP in mangle',
      host('', { more: '*mangle\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -i eth0 -p tcp -j DROP\nCOMMIT\n' }),
      {},
      'iptables -t mangle -I PREROUTING 1 -i eth0 -d 192.0.2.10 -p tcp -m tcp --dport 8080 -j ACCEPT',
    ],
    [
      'forwarding that is off',
      host('', { sysctls: { 'net.ipv4.ip_forward': '0' } }),
      {},
      'sysctl -w net.ipv4.ip_forward=1',
    ],
  ])('is found for %s', (_, snapshot, request, command) => {
    const cures = curesOf(snapshot, { to: '192.0.2.10:8080', ...request })
    expect(cures?.[0]?.commands).toEqual([command])
  })

  it('is what ufw would be told where ufw is there', () => {
    const ufw = host(
      ':ufw-user-forward - [0:0]\n-A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT\n-A FORWARD -j ufw-user-forward\n-A FORWARD -j REJECT',
    )
    expect(curesOf(ufw, { to: '192.0.2.10:8080' })?.[0]).toEqual({
      kind: 'ufw',
      commands: ['ufw route allow in on eth0 out on docker0 proto tcp from any to 172.17.0.2 port 80'],
    })
  })

  it('is nothing where there is no route, and is not asked for where nothing blocks', () => {
    const away = { ...host(''), facts: { ...facts, routes: facts.routes?.slice(1) } }
    expect(curesOf(away, { to: '198.51.100.99:80', in: 'eth0' })).toEqual([])
    // With a loose rp_filter the packet would come in, and the answer would leave by br-back.
    const strict = host('', { sysctls: { 'net.ipv4.conf.eth0.rp_filter': '1' } })
    expect(curesOf(strict, { from: '172.18.0.9', in: 'eth0', to: '192.0.2.10:8080' })).toEqual([])
    expect(curesOf(host('-A FORWARD -j ACCEPT'), { to: '192.0.2.10:8080' })).toBeUndefined()
  })

  // Judge: ip6tables 1.8.9 takes the rule, and the kernel's counters show the packet in it.
  it('is a rule of ip6tables where IPv6 is dropped', () => {
    const text = '*filter\n:INPUT ACCEPT [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n'
    const snapshot = textSnapshot('host', `# family: ipv6\n${text}`)
    const from = { from: '2001:db8::2', in: 'docker0', out: 'eth0' }
    const cures = curesOf(snapshot, { ...from, to: '[2001:db8:53::1]:53/udp' })
    expect(cures?.[0]?.commands[0]).toBe(
      'ip6tables -I FORWARD 1 -i docker0 -o eth0 -s 2001:db8::2 -d 2001:db8:53::1 -p udp -m udp --dport 53 -j ACCEPT',
    )
  })
})
