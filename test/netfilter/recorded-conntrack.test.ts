import { describe, expect, it } from 'vitest'
import { recordedHost } from './hosts.ts'
import { commentsIn, hitsIn, RecordedLab, said, saidBelow, transcript } from './recorded.ts'

// Each test repeats an experiment of test/cases/iptables/traversal: the same rules and packets, and what the kernel counted.

const states = `*filter
-A FORWARD -m conntrack --ctstate NEW -m comment --comment NEW
-A FORWARD -m conntrack --ctstate ESTABLISHED -m comment --comment EST
-A FORWARD -m conntrack --ctstate RELATED -m comment --comment REL
-A FORWARD -m conntrack --ctstate INVALID -m comment --comment INVALID
-A FORWARD -m conntrack --ctstate UNTRACKED -m comment --comment UNTRACKED
-A FORWARD -j DROP
COMMIT
`

describe.each(['nft', 'legacy'] as const)('connection tracking, as recorded with %s', (variant) => {
  const s1 = transcript('s1', variant)
  const s2 = transcript('s2', variant)
  const s6 = transcript('s6', variant)
  const s7 = transcript('s7', variant)

  it('a packet of which no answer was seen is NEW again, but nat has decided', () => {
    const lab = new RecordedLab(variant)
    const rules = (more: string) => `*nat
-A PREROUTING -p udp -m comment --comment nat
-A POSTROUTING -d 9.9.9.9 -j MASQUERADE
COMMIT
*filter
${more}-A FORWARD -p udp -m conntrack --ctstate NEW -m comment --comment new
-A FORWARD -p udp -m conntrack --ctstate ESTABLISHED -m comment --comment est
COMMIT
`
    lab.load(rules(''))
    for (let time = 0; time < 3; time++) lab.inject('cli', 'udp:203.0.113.10:5000>172.17.0.2:7777')
    const again = s1.get('S24 UDP: repeated original packets without reply = still NEW, nat not traversed again') ?? []
    expect(lab.hits()).toEqual(hitsIn(again.filter((line) => line.startsWith('      '))))

    lab.load(rules('-A FORWARD -p udp --dport 8888 -j DROP\n'))
    for (let time = 0; time < 3; time++) lab.inject('cli', 'udp:203.0.113.10:5000>172.17.0.2:8888')
    const dropped = [...s1].find(([title]) => title.startsWith('S25'))?.[1] ?? []
    expect(lab.hits()).toEqual(hitsIn(dropped))
  })

  it('the flags of the first TCP packet decide its state', () => {
    const lab = new RecordedLab(variant)
    const lines = s1.get('S22 TCP flags versus ctstate for the first packet of a flow') ?? []
    for (const loose of [1, 0]) {
      lab.host(recordedHost({ sysctls: `net.netfilter.nf_conntrack_tcp_loose = ${loose}\n` }))
      lab.load(states.replace(/.*RELATED.*\n/, ''))
      for (const flags of [
        'S',
        'SA',
        'A',
        'PA',
        'R',
        'RA',
        'F',
        'FA',
        'FPU',
        'SF',
        'SR',
        'N',
        'SU',
        'SPU',
        'U',
        'SAP',
      ]) {
        lab.forget()
        lab.zero()
        lab.inject('cli', `tcp:203.0.113.10:5000>172.17.0.2:80:${flags}`)
        expect([flags, lab.comments()]).toEqual([flags, commentsIn(said(lines, `   loose=${loose} flags=${flags}:`))])
      }
    }
  })

  it('the type of the first ICMP packet decides its state', () => {
    const lab = new RecordedLab(variant)
    const lines = s2.get('S23 ICMP versus ctstate') ?? []
    lab.load(states)
    for (const type of [0, 3, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 30]) {
      lab.forget()
      lab.zero()
      lab.inject('cli', `icmp:203.0.113.10>172.17.0.2:${type}/0`)
      expect([type, lab.comments()]).toEqual([type, commentsIn(said(lines, `   type ${type}:`))])
    }
  })

  it('packets of other protocols are NEW', () => {
    const lab = new RecordedLab(variant)
    const lines = s1.get('S23 ICMP versus ctstate') ?? []
    lab.load(states)
    // 132 and 136 were sent without their headers, which only a capture can tell.
    for (const protocol of [2, 4, 41, 47, 50, 51, 89, 112, 33, 253]) {
      lab.forget()
      lab.zero()
      lab.inject('cli', `${protocol}:203.0.113.10>172.17.0.2`)
      expect([protocol, lab.comments()]).toEqual([protocol, commentsIn(said(lines, `   proto ${protocol}:`))])
    }
  })

  it('an ICMP error belongs to the connection whose packet it quotes', () => {
    const lab = new RecordedLab(variant)
    const lines = s2.get('S23b ICMP error about a known / unknown flow') ?? []
    lab.load(states.replace('-A FORWARD -j DROP\n', ''))
    lab.inject('cli', 'udp:203.0.113.10:5000>172.17.0.2:9')
    lab.zero()
    lab.inject('c1', 'icmp:172.17.0.2>203.0.113.10:3/1,inner=udp:203.0.113.10:5000>172.17.0.2:9')
    expect(lab.comments()).toEqual(commentsIn(said(lines, '   known:')))
    lab.zero()
    lab.inject('c1', 'icmp:172.17.0.2>203.0.113.10:3/1,inner=udp:203.0.113.10:5001>172.17.0.2:9')
    expect(lab.comments()).toEqual(commentsIn(said(lines, '   unknown:')))
  })

  it('NOTRACK makes a packet UNTRACKED, and nat is skipped', () => {
    const lab = new RecordedLab(variant)
    const lines = s2.get('S6 NOTRACK') ?? []
    lab.load(`*raw
-A PREROUTING -p udp --dport 9 -j NOTRACK
COMMIT
*nat
-A PREROUTING -p udp -m comment --comment nat
-A POSTROUTING -d 9.9.9.9 -j MASQUERADE
COMMIT
*filter
-A FORWARD -m conntrack --ctstate UNTRACKED -m comment --comment UNTRACKED
-A FORWARD -m conntrack --ctstate NEW -m comment --comment NEW
-A FORWARD -m conntrack --ctstate INVALID -m comment --comment INVALID
-A FORWARD -m state --state UNTRACKED -m comment --comment stateUNTRACKED
-A FORWARD -m conntrack --ctdir ORIGINAL -m comment --comment dirORIG
-A FORWARD -m conntrack ! --ctstate NEW -m comment --comment notNEW
COMMIT
`)
    for (const port of [9, 10]) {
      lab.zero()
      lab.inject('cli', `udp:203.0.113.10:5000>172.17.0.2:${port}`)
      // The silent stack of the container answered with an ICMP error about a packet that nobody tracked, or about one that was.
      lab.inject('c1', `icmp:172.17.0.2>203.0.113.10:3/3,inner=udp:203.0.113.10:5000>172.17.0.2:${port}`)
      expect(lab.hits()).toEqual(hitsIn(saidBelow(lines, `   dport ${port}`)))
    }
  })

  it('in the raw table nothing is tracked yet; what comes back by lo is', () => {
    const lab = new RecordedLab(variant)
    lab.load(`*raw
-A PREROUTING -p udp -m conntrack --ctstate NEW -m comment --comment rawNEW
-A PREROUTING -p udp -m conntrack --ctstate INVALID -m comment --comment rawINVALID
-A PREROUTING -p udp -m conntrack --ctstate UNTRACKED -m comment --comment rawUNTRACKED
COMMIT
`)
    lab.inject('cli', 'udp:203.0.113.10:1>172.17.0.99:5')
    expect(lab.comments()).toEqual(commentsIn(s6.get('ctstate seen in the raw table')?.[0] ?? ''))
    lab.load(`*raw
-A PREROUTING -p udp -m conntrack --ctstate NEW -m comment --comment preNEW
-A PREROUTING -p udp -m conntrack --ctstate INVALID -m comment --comment preINVALID
-A OUTPUT -p udp -m conntrack --ctstate NEW -m comment --comment outNEW
-A OUTPUT -p udp -m conntrack --ctstate INVALID -m comment --comment outINVALID
COMMIT
`)
    lab.local('udp:127.0.0.1:40000>127.0.0.1:9')
    const lines = s7.get('raw ctstate on lo and OUTPUT') ?? []
    expect(lab.hits()).toEqual(hitsIn(lines.filter((line) => line.startsWith('      '))))
  })

  it('without a rule that needs it, connections are not tracked and nat is never asked', () => {
    const lab = new RecordedLab(variant)
    const nat = '*nat\n-A OUTPUT -p udp -m comment --comment natOUT\nCOMMIT\n'
    const recorded = transcript('s4', variant).get('conntrack only active when some rule needs it') ?? []
    const counts = recorded.flatMap((line) => /^\[(\d)/.exec(line)?.[1] ?? [])
    lab.load(nat)
    lab.local('udp:127.0.0.1:40000>127.0.0.1:9')
    const without = lab.comments().length
    lab.load(`${nat}*filter\n-A INPUT -m conntrack --ctstate INVALID\nCOMMIT\n`)
    lab.local('udp:127.0.0.1:40000>127.0.0.1:9')
    expect([without, lab.comments().length].map(String)).toEqual(counts)
  })
})
