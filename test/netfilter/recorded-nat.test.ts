import { describe, expect, it } from 'vitest'
import { writeAddress } from '#base/prefix.ts'
import type { Trace } from '#model/trace.ts'
import { recordedHost } from './hosts.ts'
import { commentsIn, hitsIn, RecordedLab, said, saidBelow, transcript } from './recorded.ts'

// Each test repeats an experiment of test/cases/iptables/traversal: the same rules and packets, and what the kernel counted.

/** The connection that a packet made, as `conntrack -L` prints it. */
function entryOf({ ways }: Trace): string {
  const connection = ways[0]?.connection
  if (connection === undefined) return ''
  return [connection.original, connection.reply]
    .map(
      ({ src = 0, dst = 0, sport, dport }) =>
        `src=${writeAddress(src)} dst=${writeAddress(dst)} sport=${sport} dport=${dport}`,
    )
    .join(' ')
}

describe.each(['nft', 'legacy'] as const)('address translation, as recorded with %s', (variant) => {
  const s2 = transcript('s2', variant)
  const s3 = transcript('s3', variant)
  const s4 = transcript('s4', variant)
  const s5 = transcript('s5', variant)

  it('after DNAT, FORWARD sees the new destination, and conntrack still knows the old one', () => {
    const lab = new RecordedLab(variant)
    const lines = s2.get('S1 DNAT: what filter FORWARD sees, both directions') ?? []
    lab.load(`*nat
-A PREROUTING -d 203.0.113.1/32 -p tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
COMMIT
*filter
-A FORWARD -d 203.0.113.1 -m comment --comment predst
-A FORWARD -d 172.17.0.2 -p tcp --dport 80 -m comment --comment postdst
-A FORWARD -p tcp --dport 8080 -m comment --comment preport
-A FORWARD -m conntrack --ctorigdst 203.0.113.1 -m comment --comment ctorigdst
-A FORWARD -p tcp -m conntrack --ctorigdstport 8080 -m comment --comment ctorigdstport
-A FORWARD -m conntrack --ctorigdstport 8080 -m comment --comment ctorigdstport-noproto
-A FORWARD -m conntrack --ctstate DNAT -m comment --comment ctstateDNAT
-A FORWARD -m conntrack --ctstate SNAT -m comment --comment ctstateSNAT
-A FORWARD -m conntrack --ctstate NEW -m comment --comment NEW
-A FORWARD -m conntrack --ctstate ESTABLISHED -m comment --comment EST
-A FORWARD -m conntrack --ctstate NEW,DNAT -m comment --comment NEWorDNAT
-A FORWARD -m conntrack ! --ctstate DNAT -m comment --comment notDNAT
-A FORWARD -m conntrack --ctdir ORIGINAL -m comment --comment dirORIG
-A FORWARD -m conntrack --ctdir REPLY -m comment --comment dirREPLY
-A FORWARD -m conntrack --ctreplsrc 172.17.0.2 -m comment --comment ctreplsrc
-A FORWARD -m conntrack --ctrepldst 203.0.113.10 -m comment --comment ctrepldst
-A FORWARD -m conntrack --ctorigsrc 203.0.113.10 -m comment --comment ctorigsrc
-A FORWARD -m conntrack --ctproto 6 -m comment --comment ctproto
-A FORWARD -m conntrack --ctstatus CONFIRMED -m comment --comment CONFIRMED
-A FORWARD -m conntrack --ctstatus SEEN_REPLY -m comment --comment SEEN_REPLY
-A FORWARD -m conntrack --ctstatus ASSURED -m comment --comment ASSURED
-A FORWARD -m conntrack --ctstatus NONE -m comment --comment NONE
-A FORWARD -m addrtype --dst-type LOCAL -m comment --comment dstLOCAL
COMMIT
`)
    lab.inject('cli', 'tcp:203.0.113.10:5000>203.0.113.1:8080:S')
    lab.inject('c1', 'tcp:172.17.0.2:80>203.0.113.10:5000:RA')
    // The recording was cut to comments, each once however often its rule took a packet.
    const names = lab.comments().map((comment) => comment.replace(/^\d+x /, ''))
    expect(names.sort()).toEqual(commentsIn(lines[1] ?? ''))
  })

  it('states, directions and statuses of a DNATed connection, packet by packet', () => {
    const lab = new RecordedLab(variant)
    const lines = s3.get('S1b DNAT, original direction only (silent container)') ?? []
    lab.load(`*nat
-A PREROUTING -d 203.0.113.1/32 -p tcp --dport 8080 -j DNAT --to-destination 172.17.0.99:80
COMMIT
*filter
-A FORWARD -m conntrack --ctstate DNAT -m comment --comment ctstateDNAT
-A FORWARD -m conntrack --ctstate SNAT -m comment --comment ctstateSNAT
-A FORWARD -m conntrack ! --ctstate DNAT -m comment --comment notDNAT
-A FORWARD -m conntrack ! --ctstate NEW -m comment --comment notNEW
-A FORWARD -m conntrack --ctstate NEW -m comment --comment NEW
-A FORWARD -m conntrack --ctstate ESTABLISHED -m comment --comment EST
-A FORWARD -m conntrack --ctdir ORIGINAL -m comment --comment dirORIG
-A FORWARD -m conntrack --ctdir REPLY -m comment --comment dirREPLY
-A FORWARD -m conntrack --ctorigdst 203.0.113.1 -m comment --comment ctorigdst
-A FORWARD -p tcp -m conntrack --ctorigdstport 8080 -m comment --comment ctorigdstport
-A FORWARD -m conntrack --ctreplsrc 172.17.0.99 -m comment --comment ctreplsrc
-A FORWARD -m conntrack --ctstatus CONFIRMED -m comment --comment CONFIRMED
-A FORWARD -m conntrack --ctstatus NONE -m comment --comment statusNONE
-A FORWARD -d 172.17.0.99 -m comment --comment dst99
-A FORWARD -s 172.17.0.99 -m comment --comment src99
COMMIT
`)
    lab.inject('cli', 'tcp:203.0.113.10:5000>203.0.113.1:8080:S')
    expect(lab.comments()).toEqual(commentsIn(said(lines, '   orig SYN:')))
    lab.zero()
    lab.inject('cli', 'tcp:203.0.113.10:5000>203.0.113.1:8080:S')
    expect(lab.comments()).toEqual(commentsIn(said(lines, '   orig SYN again:')))
    lab.zero()
    lab.inject('c1', 'tcp:172.17.0.99:80>203.0.113.10:5000:SA')
    // The client's stack knew nothing of the connection and answered with a RST.
    lab.inject('cli', 'tcp:203.0.113.10:5000>203.0.113.1:8080:R')
    expect(lab.comments()).toEqual(commentsIn(said(lines, '   reply SYN/ACK:')))
    lab.zero()
    lab.inject('cli', 'tcp:203.0.113.10:5000>203.0.113.1:8080:A')
    expect(lab.comments()).toEqual(commentsIn(said(lines, '   orig ACK:')))
    lab.zero()
    lab.inject('cli', 'tcp:203.0.113.10:5001>172.17.0.99:80:A')
    expect(lab.comments()).toEqual(commentsIn(said(lines, '   direct ACK to post-NAT tuple (not via NAT):')))
  })

  it('SNAT shows from the second packet on, and its replies are turned back before routing', () => {
    const lab = new RecordedLab(variant)
    const lines = s3.get('SNAT status') ?? []
    lab.load(`*nat
-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
COMMIT
*filter
-A FORWARD -m conntrack --ctstate SNAT -m comment --comment ctstateSNAT
-A FORWARD -m conntrack --ctstate NEW -m comment --comment NEW
-A FORWARD -m conntrack --ctstate ESTABLISHED -m comment --comment EST
-A FORWARD -d 172.17.0.99 -m comment --comment dst99
COMMIT
*mangle
-A POSTROUTING -p udp -s 172.17.0.99 -m comment --comment mpostPreSnat
-A POSTROUTING -p udp -s 203.0.113.1 -m comment --comment mpostSnatted
-A PREROUTING -p udp -d 203.0.113.1 -m comment --comment mprePreUnSnat
-A PREROUTING -p udp -d 172.17.0.99 -m comment --comment mpreUnSnatted
COMMIT
`)
    const packets = [
      ['   orig 1:', 'c1', 'udp:172.17.0.99:5000>203.0.113.99:53'],
      ['   orig 2:', 'c1', 'udp:172.17.0.99:5000>203.0.113.99:53'],
      ['   reply:', 'cli', 'udp:203.0.113.99:53>203.0.113.1:5000'],
    ] as const
    for (const [label, sender, spec] of packets) {
      lab.zero()
      lab.inject(sender, spec)
      expect([label, lab.comments()]).toEqual([label, commentsIn(said(lines, label))])
    }
  })

  it('REDIRECT turns to the address of the interface, and in OUTPUT to loopback', () => {
    const lab = new RecordedLab(variant)
    const lines = s2.get('S7 REDIRECT') ?? []
    lab.load(`*nat
-A PREROUTING -p tcp --dport 81 -j REDIRECT --to-ports 8081
-A OUTPUT -p tcp --dport 81 -j REDIRECT --to-ports 8081
COMMIT
*filter
-A INPUT -d 203.0.113.1 -p tcp --dport 8081 -m comment --comment in-eth0-addr
-A INPUT -d 172.17.0.1 -p tcp --dport 8081 -m comment --comment in-docker0-addr
-A INPUT -d 127.0.0.1 -p tcp --dport 8081 -m comment --comment in-lo
-A OUTPUT -d 127.0.0.1 -p tcp --dport 8081 -m comment --comment out-lo
-A FORWARD -p tcp -m comment --comment fwd
COMMIT
`)
    lab.inject('cli', 'tcp:203.0.113.10:5000>172.17.0.2:81:S')
    expect(lab.hits()).toEqual(hitsIn(saidBelow(lines, '   cli -> 172.17.0.2:81 (not local!)')))
    lab.zero()
    lab.inject('c1', 'tcp:172.17.0.2:5000>203.0.113.10:81:S')
    expect(lab.hits()).toEqual(hitsIn(saidBelow(lines, '   c1 -> 203.0.113.1:81')))
    lab.zero()
    lab.local('tcp:203.0.113.1:5000>203.0.113.10:81:S', { src: undefined })
    expect(lab.hits()).toEqual(hitsIn(saidBelow(lines, '   host -> 203.0.113.10:81')))
  })

  it('a packet of the host that DNAT turns is routed anew; OUTPUT keeps the old interface', () => {
    const lab = new RecordedLab(variant)
    const lines = s2.get('S8 local OUTPUT DNAT and re-routing: -o in each table') ?? []
    const rules = `*nat
-A OUTPUT -o lo -p tcp --dport 8080 -m comment --comment nat-o-lo
-A OUTPUT -d 203.0.113.1 -p tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
-A OUTPUT -d 127.0.0.1 -p tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
-A POSTROUTING -o docker0 -p tcp --dport 80 -m comment --comment post-docker0
-A POSTROUTING -o lo -p tcp --dport 80 -m comment --comment post-lo
-A POSTROUTING -o docker0 -s 127.0.0.1 -j MASQUERADE
COMMIT
*filter
-A OUTPUT -o lo -p tcp -m comment --comment out-lo
-A OUTPUT -o docker0 -p tcp -m comment --comment out-docker0
-A OUTPUT -d 172.17.0.2 -p tcp --dport 80 -m comment --comment out-newdst
-A OUTPUT -d 203.0.113.1 -p tcp -m comment --comment out-olddst
COMMIT
*security
-A OUTPUT -o lo -p tcp -m comment --comment sec-lo
-A OUTPUT -o docker0 -p tcp -m comment --comment sec-docker0
COMMIT
*mangle
-A POSTROUTING -o docker0 -p tcp -m comment --comment mpost-docker0
-A POSTROUTING -o docker0 -p tcp -s 203.0.113.1 -m comment --comment mpost-src-203
-A POSTROUTING -o docker0 -p tcp -s 127.0.0.1 -m comment --comment mpost-src-127
COMMIT
`
    lab.load(rules)
    lab.local('tcp:0.0.0.0:5000>203.0.113.1:8080:S', { src: undefined })
    expect(lab.hits()).toEqual(hitsIn(saidBelow(lines, '   host -> 203.0.113.1:8080')))
    lab.zero()
    const { verdict, ways } = lab.local('tcp:0.0.0.0:5000>127.0.0.1:8080:S', { src: undefined })
    expect(lab.hits()).toEqual(hitsIn(saidBelow(lines, '   host -> 127.0.0.1:8080 (route_localnet=0)')))
    expect([verdict, ways[0]?.end]).toEqual(['NO ROUTE', { kind: 'dead', why: 'route-localnet' }])
    lab.host(recordedHost({ sysctls: 'net.ipv4.conf.docker0.route_localnet = 1\n' }))
    lab.load(rules)
    const turned = lab.local('tcp:0.0.0.0:5000>127.0.0.1:8080:S', { src: undefined })
    expect(lab.hits()).toEqual(hitsIn(saidBelow(lines, '   host -> 127.0.0.1:8080 (docker0.route_localnet=1)')))
    expect(entryOf(turned)).toBe(
      'src=127.0.0.1 dst=127.0.0.1 sport=5000 dport=8080 src=172.17.0.2 dst=172.17.0.1 sport=80 dport=5000',
    )
  })

  it('ranges: one address for each client, the first port, or the port at the same distance', () => {
    const lab = new RecordedLab(variant)
    const lines = s4.get('DNAT to address range / port range choice is hash+random based') ?? []
    lab.load(`*nat
-A PREROUTING -p udp --dport 8080 -j DNAT --to-destination 172.17.0.2-172.17.0.5
-A PREROUTING -p udp --dport 8081 -j DNAT --to-destination 172.17.0.2:100-200
-A PREROUTING -p udp --dport 5000:5010 -j DNAT --to-destination 172.17.0.2:7000-7010/5000
-A PREROUTING -p udp --dport 9000 -j DNAT --to-destination :9001
COMMIT
`)
    const specs = [1, 2, 3].flatMap((port) => [8080, 8081].map((to) => `udp:203.0.113.10:${port}>203.0.113.1:${to}`))
    specs.push('udp:203.0.113.10:9>203.0.113.1:5003', 'udp:203.0.113.10:9>203.0.113.1:9000')
    expect(specs.map((spec) => entryOf(lab.inject('cli', spec))).sort()).toEqual([...lines].sort())
  })

  it('MASQUERADE takes the address of the interface by which the packet leaves', () => {
    const lab = new RecordedLab(variant)
    const lines = s5.get('MASQUERADE source address and port choice') ?? []
    lab.load('*nat\n-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE\nCOMMIT\n')
    const entries = [
      entryOf(lab.inject('c1', 'udp:172.17.0.2:5000>203.0.113.10:53')),
      entryOf(lab.inject('c1', 'udp:172.17.0.2:5000>172.18.0.2:53')),
    ]
    for (const entry of entries) expect(lines).toContain(entry)
  })

  it('INVALID packets leave with their own source in spite of MASQUERADE', () => {
    const lab = new RecordedLab(variant)
    const lines = transcript('s6', variant).get('INVALID packets bypass nat: MASQUERADE not applied') ?? []
    lab.load('*nat\n-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -m comment --comment masq -j MASQUERADE\nCOMMIT\n')
    const sources = ['tcp:172.17.0.2:5000>203.0.113.10:80:FA', 'tcp:172.17.0.2:5001>203.0.113.10:80:S'].map((spec) => {
      const { src, sport } = lab.inject('c1', spec).final
      return `IP ${writeAddress(src ?? 0)}.${sport}`
    })
    const seen = lines.flatMap((line) => /IP (?:172\.17|203\.0\.113\.1\.)\S+/.exec(line)?.[0] ?? [])
    expect(seen).toEqual(sources)
  })
})
