import { describe, expect, it } from 'vitest'
import { commentsIn, hitsIn, RecordedLab, said, saidBelow, transcript } from './recorded.ts'

// Each test repeats an experiment of test/cases/iptables/traversal: the same rules and packets, and what the kernel counted.

describe.each(['nft', 'legacy'] as const)('chains and verdicts, as recorded with %s', (variant) => {
  const s1 = transcript('s1', variant)
  const s6 = transcript('s6', variant)

  it('goto does not come back, RETURN in a built-in chain is the policy', () => {
    const lab = new RecordedLab(variant)
    const lines = s1.get('S3 goto/return semantics') ?? []
    lab.load(`*filter
:A - [0:0]
:B - [0:0]
:C - [0:0]
-A INPUT -m conntrack --ctstate INVALID -m comment --comment ctpull
-A INPUT -p udp --dport 1001 -j A
-A INPUT -p udp --dport 1002 -g A
-A INPUT -p udp --dport 1003 -j RETURN
-A INPUT -p udp --dport 1004 -j B
-A INPUT -m comment --comment after
-A A -m comment --comment inA
-A B -g C
-A B -m comment --comment afterGotoInB
-A C -m comment --comment inC
-A C -j RETURN
-A C -m comment --comment afterReturnInC
COMMIT
`)
    for (const port of [1001, 1002, 1003, 1004]) {
      lab.zero()
      lab.inject('cli', `udp:203.0.113.10:5000>203.0.113.1:${port}`)
      expect(lab.hits()).toEqual(hitsIn(saidBelow(lines, `   dport ${port}`)))
    }
  })

  it('ACCEPT ends its own table only, DROP ends everything', () => {
    const lab = new RecordedLab(variant)
    lab.load(`*raw
-A PREROUTING -j ACCEPT
-A PREROUTING -m comment --comment raw2
COMMIT
*mangle
-A PREROUTING -j ACCEPT
-A PREROUTING -m comment --comment m2
COMMIT
*nat
-A PREROUTING -j ACCEPT
-A PREROUTING -m comment --comment n2
-A POSTROUTING -d 9.9.9.9 -j MASQUERADE
COMMIT
*filter
-A INPUT -p udp -j DROP
-A INPUT -m comment --comment f2
COMMIT
*security
-A INPUT -m comment --comment s1
COMMIT
`)
    const { verdict, by } = lab.inject('cli', 'udp:203.0.113.10:5000>203.0.113.1:77')
    expect(lab.hits()).toEqual(hitsIn(s1.get('S4 ACCEPT in raw/mangle/nat ends only that table, DROP ends all') ?? []))
    expect([verdict, by]).toEqual(['DROP', 'ipv4/filter/INPUT#1'])
  })

  it('targets that only do something let the packet go on; a queue without a program drops, or skips its table', () => {
    const lab = new RecordedLab(variant)
    const lines = s1.get('S5 non-terminating targets and NFQUEUE without listener') ?? []
    lab.load(`*filter
-A INPUT -p udp --dport 1 -j LOG
-A INPUT -p udp --dport 1 -j NFLOG
-A INPUT -p udp --dport 1 -j MARK --set-mark 5
-A INPUT -p udp --dport 1 -m mark --mark 5 -m comment --comment mark-seen
-A INPUT -p udp --dport 1 -j CONNMARK --save-mark
-A INPUT -p udp --dport 1 -m connmark --mark 5 -m comment --comment connmark-seen
-A INPUT -p udp --dport 2 -j NFQUEUE --queue-num 9
-A INPUT -p udp --dport 3 -j NFQUEUE --queue-num 9 --queue-bypass
-A INPUT -p udp -m comment --comment after
COMMIT
*security
-A INPUT -p udp -m comment --comment sec
COMMIT
`)
    for (const port of [1, 2, 3]) {
      lab.zero()
      lab.inject('cli', `udp:203.0.113.10:5000>203.0.113.1:${port}`)
      expect(lab.hits()).toEqual(hitsIn(saidBelow(lines, `   dport ${port}`)))
    }
  })

  it('a goto from a built-in chain ends with that chain’s policy', () => {
    const lab = new RecordedLab(variant)
    lab.load(`*filter
:FORWARD DROP [0:0]
:A - [0:0]
-A FORWARD -p udp -g A
-A FORWARD -j ACCEPT
-A A -m comment --comment inA
COMMIT
`)
    const { verdict, by } = lab.inject('cli', 'udp:203.0.113.10:1>172.17.0.99:5')
    const lines = s6.get('goto at the end of a chain called from a builtin with policy DROP') ?? []
    expect(lab.hits()).toEqual(hitsIn(lines.filter((line) => line.startsWith('   '))))
    expect([verdict, by]).toEqual(['DROP', 'ipv4/filter/FORWARD#policy'])
    expect(lines).toContain(':FORWARD DROP [1:28]')
  })

  it('-i and -o have the interfaces of the hook, and none where the hook has none', () => {
    const lab = new RecordedLab(variant)
    const lines = s6.get('multicast/broadcast in FORWARD, and what -i/-o a forwarded packet has in each hook') ?? []
    lab.load(`*mangle
-A PREROUTING -i eth0 -p udp -m comment --comment pre-i
-A FORWARD -i eth0 -o docker0 -p udp -m comment --comment fwd-io
-A POSTROUTING -o docker0 -p udp -m comment --comment post-o
COMMIT
`)
    lab.inject('cli', 'udp:203.0.113.10:1>172.17.0.99:5')
    expect(lab.comments()).toEqual(commentsIn(lines[0] ?? ''))
    lab.load(`*filter
:UC - [0:0]
-A INPUT -j UC
-A UC -o eth0 -m comment --comment o-eth0
-A UC ! -o eth0 -m comment --comment not-o-eth0
-A UC -o + -m comment --comment any-o
COMMIT
`)
    lab.inject('cli', 'udp:203.0.113.10:1>203.0.113.1:5')
    const label = '   -o / ! -o evaluated in INPUT through a user chain:'
    expect(lab.comments()).toEqual(commentsIn(said(lines, label)))
  })
})
