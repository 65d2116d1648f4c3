import { describe, expect, it } from 'vitest'
import { recordedHost } from './hosts.ts'
import { commentsIn, RecordedLab, said, transcript } from './recorded.ts'

// Each test repeats an experiment of test/cases/iptables/traversal: the same rules and packets, and what the kernel counted.

const types = [
  'LOCAL',
  'UNICAST',
  'BROADCAST',
  'MULTICAST',
  'ANYCAST',
  'UNSPEC',
  'BLACKHOLE',
  'UNREACHABLE',
  'PROHIBIT',
]

const everywhere = `*raw
-A PREROUTING -p udp -m comment --comment rawPRE
COMMIT
*mangle
-A PREROUTING -p udp -m comment --comment manglePRE
-A INPUT -p udp -m comment --comment mangleIN
-A FORWARD -p udp -m comment --comment mangleFWD
COMMIT
*nat
-A PREROUTING -p udp -m comment --comment natPRE
-A POSTROUTING -d 9.9.9.9 -j MASQUERADE
COMMIT
`

describe.each(['nft', 'legacy'] as const)('routing, as recorded with %s', (variant) => {
  const s3 = transcript('s3', variant)
  const s4 = transcript('s4', variant)

  it('addrtype asks the local table for the type of an address', () => {
    const lab = new RecordedLab(variant)
    const lines = s3.get('S11 addrtype') ?? []
    const routes = `blackhole 198.51.100.0/24
unreachable 198.51.101.0/24
local 198.51.102.0/24 dev lo table local
blackhole 198.51.103.0/24 table local
`
    lab.host(recordedHost({ routes }))
    lab.load(`*raw
${types.flatMap((type) => ['dst', 'src'].map((side) => `-A PREROUTING -m addrtype --${side}-type ${type} -m comment --comment ${side}${type}`)).join('\n')}
-A PREROUTING -m addrtype --dst-type LOCAL --limit-iface-in -m comment --comment dstLOCALlimit
-A PREROUTING -m addrtype --src-type UNICAST --limit-iface-in -m comment --comment srcUNICASTlimit
COMMIT
`)
    for (const line of lines) {
      const [, side = '', address = '', names = ''] = /^ {3}(dst|src) (\S+) in eth0: (.*)$/.exec(line) ?? []
      lab.zero()
      lab.inject('cli', side === 'dst' ? `udp:203.0.113.10:1>${address}:1` : `udp:${address}:1>203.0.113.1:1`)
      const found = lab.comments().filter((comment) => comment.startsWith(side))
      expect([address, found]).toEqual([address, commentsIn(names)])
    }
    expect(lines).toHaveLength(25)
  })

  it('packets die in routing after PREROUTING: strange sources, rp_filter, loopback, no route', () => {
    const lab = new RecordedLab(variant)
    const lines = s3.get('S14 martians, rp_filter, route_localnet: where packets die') ?? []
    let tried = 0
    for (const line of lines) {
      const [, setting = '', value = '', src = '', dst = '', names = ''] =
        /^ {3}(rp_filter|eth0\.route_localnet)=(\d) ([\d.]+)>([\d.]+): (.*)$/.exec(line) ?? []
      if (setting === '') continue
      const sysctl = setting === 'rp_filter' ? 'all.rp_filter' : setting
      lab.host(recordedHost({ sysctls: `net.ipv4.conf.${sysctl} = ${value}\n` }))
      lab.load(everywhere)
      lab.inject('cli', `udp:${src}:1>${dst}:1`)
      expect([line, lab.comments()]).toEqual([line, commentsIn(names)])
      tried++
    }
    expect(tried).toBe(42)
  })

  it('packets die in routing: forwarding off, a TTL of 1, a frame for another station', () => {
    const lab = new RecordedLab(variant)
    const lines = s3.get('S14 martians, rp_filter, route_localnet: where packets die') ?? []
    lab.host(recordedHost({ sysctls: 'net.ipv4.ip_forward = 0\n' }))
    lab.load(everywhere)
    lab.inject('cli', 'udp:203.0.113.10:1>172.17.0.99:1')
    expect(lab.comments()).toEqual(commentsIn(said(lines, '   203.0.113.10>172.17.0.99:')))
    lab.host(recordedHost())
    lab.load(everywhere)
    const { ways } = lab.inject('cli', 'udp:203.0.113.10:1>172.17.0.99:1,ttl=1')
    expect(lab.comments()).toEqual(commentsIn(lines[lines.indexOf('   TTL=1 forwarded:') + 1] ?? ''))
    expect(ways[0]?.end).toEqual({ kind: 'dead', why: 'ttl' })
    lab.zero()
    lab.inject('cli', 'udp:203.0.113.10:1>203.0.113.1:1', { pkttype: 3 })
    expect(`[${lab.comments()}]`).toBe(lines.at(-1)?.trim())
  })

  it('a mark of mangle PREROUTING or OUTPUT chooses the route, one of filter OUTPUT comes too late', () => {
    const lab = new RecordedLab(variant)
    const lines = s3.get('S19 marks and routing') ?? []
    const rules = `0:	from all lookup local
100:	from all fwmark 0x7 lookup 77
32766:	from all lookup main
32767:	from all lookup default
`
    lab.host(recordedHost({ rules, routes: 'blackhole default table 77\n' }))
    lab.load(`*mangle
-A PREROUTING -p udp --dport 1 -j MARK --set-mark 7
-A OUTPUT -p udp --dport 1 -j MARK --set-mark 7
-A FORWARD -p udp -m comment --comment fwd
-A POSTROUTING -p udp -m comment --comment post
COMMIT
*filter
-A OUTPUT -p udp --dport 2 -j MARK --set-mark 7
-A OUTPUT -p udp -m comment --comment out
COMMIT
`)
    const sent: string[] = []
    for (const port of [1, 2]) {
      lab.zero()
      lab.inject('cli', `udp:203.0.113.10:1>172.17.0.99:${port}`)
      // The recording counts marks with 0x, like hits: those of rules without a comment are left out.
      expect(lab.comments()).toEqual(commentsIn(said(lines, `   forwarded dport ${port}:`).replaceAll('0x', '')))
      lab.zero()
      const { verdict } = lab.local(`udp:0.0.0.0:40000>172.17.0.99:${port}`, { src: undefined })
      expect(lab.comments()).toEqual(commentsIn(said(lines, `   local dport ${port}:`).replaceAll('0x', '')))
      sent.push(verdict)
    }
    expect(lines.filter((line) => line.startsWith('      '))).toEqual([
      '      [Errno 22] Invalid argument',
      '      send ok',
    ])
    expect(sent).toEqual(['NO ROUTE', 'ACCEPT'])
  })

  it('fragments: without tracking only the first has ports, with tracking they arrive as one', () => {
    const lab = new RecordedLab(variant)
    const lines = s3.get('S20 fragments') ?? []
    const rules = `*filter
-A FORWARD -p udp --dport 53 -m comment --comment dport53
-A FORWARD -p udp -f -m comment --comment frag
-A FORWARD -p udp ! -f -m comment --comment notfrag
-A FORWARD -p udp -m comment --comment any
COMMIT
`
    lab.load(rules)
    lab.inject('cli', 'udp:203.0.113.10:1000>172.17.0.99:53')
    expect(lab.comments()).toEqual(commentsIn(lines[1] ?? ''))
    lab.zero()
    lab.inject('cli', 'udp:203.0.113.10:1000>172.17.0.99:53', { fragment: 1 })
    expect(lab.comments()).toEqual(commentsIn(lines[2] ?? ''))
    lab.load(`${rules}*nat\n-A POSTROUTING -d 9.9.9.9 -j MASQUERADE\nCOMMIT\n`)
    lab.inject('cli', 'udp:203.0.113.10:1000>172.17.0.99:53', { fragment: 1 })
    const at = lines.findIndex((line) => line.includes('with conntrack'))
    expect(lab.comments()).toEqual(commentsIn(lines.slice(at + 1).find((line) => line.trim() !== '') ?? ''))
  })

  it('frames between ports of a bridge pass FORWARD from bridge to bridge, when they are shown at all', () => {
    const lab = new RecordedLab(variant)
    const lines = s4.get('bridged container-to-container, bridge-nf-call-iptables=1 / 0') ?? []
    const rules = `*raw
-A PREROUTING -p udp -m comment --comment rawPRE
COMMIT
*nat
-A PREROUTING -p udp -m comment --comment natPRE
-A POSTROUTING -p udp -m comment --comment natPOST
-A POSTROUTING -d 9.9.9.9 -j MASQUERADE
COMMIT
*filter
-A INPUT -p udp -m comment --comment IN
-A FORWARD -i docker0 -o docker0 -p udp -m comment --comment FWD-docker0-docker0
-A FORWARD -i vc1 -p udp -m comment --comment FWD-i-vc1
-A FORWARD -p udp -m physdev --physdev-in vc1 -m comment --comment FWD-physdev-in-vc1
-A FORWARD -p udp -m physdev --physdev-out vc2 -m comment --comment FWD-physdev-out-vc2
-A FORWARD -p udp -m physdev --physdev-is-bridged -m comment --comment FWD-is-bridged
COMMIT
`
    for (const shown of [1, 0]) {
      lab.host(recordedHost({ sysctls: `net.bridge.bridge-nf-call-iptables = ${shown}\n` }))
      lab.load(rules)
      const { verdict } = lab.inject('c1', 'udp:172.17.0.2:1>172.17.0.3:9', { bridged: true, out: 'vc2' })
      expect(lab.comments()).toEqual(commentsIn(said(lines, `   nf-call=${shown} c1->c2 (bridged):`)))
      expect(verdict).toBe('ACCEPT')
    }
    lab.host(recordedHost())
    lab.load(rules)
    const others = [
      ['   c1->c3 on another bridge (routed):', '172.18.0.2'],
      ['   c1->gateway 172.17.0.1:', '172.17.0.1'],
      ["   c1->other bridge's gateway addr 172.18.0.1:", '172.18.0.1'],
      ["   c1->host's eth0 addr:", '203.0.113.1'],
    ] as const
    for (const [label, dst] of others) {
      lab.forget()
      lab.zero()
      lab.inject('c1', `udp:172.17.0.2:1>${dst}:9`)
      expect([label, lab.comments()]).toEqual([label, commentsIn(said(lines, label))])
    }
  })

  it('DNAT turns a frame to another network, and then it is routed', () => {
    const lab = new RecordedLab(variant)
    lab.load(`*nat
-A PREROUTING -d 172.17.0.3 -p udp --dport 9 -j DNAT --to-destination 172.18.0.2:10
COMMIT
*filter
-A FORWARD -i docker0 -o docker0 -p udp -m comment --comment FWD-docker0-docker0
-A FORWARD -i docker0 -o br2 -p udp -m comment --comment FWD-docker0-br2
COMMIT
`)
    lab.inject('c1', 'udp:172.17.0.2:1>172.17.0.3:9', { bridged: true })
    const title = 'DNAT inside the bridge path: bridged frame whose dst is DNATed to another subnet is then routed'
    expect(lab.comments()).toEqual(commentsIn(said(s4.get(title) ?? [], '   c1->172.17.0.3:9:')))
  })

  it('a container that uses the published port of its neighbour stays on the bridge', () => {
    const lab = new RecordedLab(variant)
    const lines = s4.get('hairpin: c1 uses the published port of c2 and of itself') ?? []
    lab.load(`*nat
:DOCKER - [0:0]
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -m comment --comment masq -j MASQUERADE
-A POSTROUTING -s 172.17.0.2/32 -d 172.17.0.2/32 -p tcp --dport 80 -m comment --comment hairpin -j MASQUERADE
-A DOCKER -p tcp --dport 8080 -m comment --comment dnat2 -j DNAT --to-destination 172.17.0.3:80
-A DOCKER -p tcp --dport 8081 -m comment --comment dnat1 -j DNAT --to-destination 172.17.0.2:80
COMMIT
*filter
-A FORWARD -p tcp -i docker0 -o docker0 -m comment --comment FWD-d0-d0
-A FORWARD -p tcp -m physdev --physdev-is-bridged -m comment --comment is-bridged
COMMIT
*mangle
-A POSTROUTING -p tcp -m comment --comment mPOST
COMMIT
`)
    // The SYN, the answer of c2 turned back to the published address, and the RST of a stack that knew nothing of it.
    lab.inject('c1', 'tcp:172.17.0.2:5000>203.0.113.1:8080:S')
    lab.inject('c2', 'tcp:172.17.0.3:80>172.17.0.2:5000:SA', { bridged: true })
    lab.inject('c1', 'tcp:172.17.0.2:5000>203.0.113.1:8080:R')
    const expected = commentsIn(said(lines, '   c1->203.0.113.1:8080 (c2):'))
    expect(lab.comments().filter((comment) => !comment.includes('dnat'))).toEqual(expected)
  })
})
