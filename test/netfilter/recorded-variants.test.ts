import { describe, expect, it } from 'vitest'
import { writeAddress } from '#base/prefix.ts'
import { rejectionOf } from '#netfilter/follow-up.ts'
import { commentsIn, RecordedLab, said, transcript } from './recorded.ts'

// Each test repeats an experiment of test/cases/iptables/traversal: the same rules and packets, and what the kernel counted.

describe.each(['nft', 'legacy'] as const)('both variants loaded, as recorded with %s first', (variant) => {
  const twin = variant === 'nft' ? 'legacy' : 'nft'
  const s4 = transcript('s4', variant)
  const s7 = transcript('s7', variant)
  const drop = '*filter\n-A INPUT -p udp -j DROP\nCOMMIT\n'

  it('at equal priority the variant that was registered last runs first', () => {
    const title = `order at equal priority: ${variant} registered first, then ${twin}; both DROP udp: only the one that runs first counts`
    const lines = s7.get(title) ?? []
    for (const [label, first] of [
      ['  after registration:', twin],
      ['  after a flushing restore of nft:', 'nft'],
    ] as const) {
      const lab = new RecordedLab(variant)
      lab.options = { ...lab.options, first }
      lab.load(drop, drop)
      const { by = '' } = lab.inject('cli', 'udp:203.0.113.10:1>203.0.113.1:9')
      const winner = by.startsWith('ipv4@legacy/') ? 'legacy' : 'nft'
      expect(said(lines, label).split(' ').sort()).toEqual([
        `legacy=${Number(winner === 'legacy')}`,
        `nft=${Number(winner === 'nft')}`,
      ])
    }
  })

  it('a DROP in either wins, an ACCEPT shields from nothing', () => {
    const title = `legacy and nft tables both loaded: first-registered ${variant}, then ${twin}`
    const lines = s4.get(title) ?? []
    const lab = new RecordedLab(variant)
    lab.options = { ...lab.options, first: twin }
    lab.load(drop.replace('DROP', 'ACCEPT'), drop)
    const { by = '', verdict } = lab.inject('cli', 'udp:203.0.113.10:1>203.0.113.1:9')
    expect([verdict, by.startsWith('ipv4@legacy/') ? 'legacy' : 'nft']).toEqual(['DROP', twin])
    expect(lines.filter((line) => /1 +28 DROP/.test(line))).toHaveLength(2)
  })

  it('the first nat table with a mapping wins, one that accepts leaves it to the other', () => {
    const lines = s7.get(`nat: ${variant} registered first, ${twin} second`) ?? []
    const dnat = (to: string) => `*nat\n-A PREROUTING -p udp --dport 8080 -j DNAT --to-destination ${to}\nCOMMIT\n`
    const accept = '*nat\n-A PREROUTING -p udp --dport 8080 -j ACCEPT\nCOMMIT\n'
    const lab = new RecordedLab(variant)
    lab.options = { ...lab.options, first: twin }
    const destination = (mine: string, theirs: string) => {
      lab.load(mine, theirs)
      return `src=${writeAddress(lab.inject('cli', 'udp:203.0.113.10:1>203.0.113.1:8080').final.dst ?? 0)}`
    }
    expect(destination(dnat('172.17.0.2:1'), dnat('172.17.0.3:2'))).toBe(said(lines, '  both DNAT:'))
    const binaries = { nft: '[nft-multi iptables]', legacy: '[legacy-multi iptables]' }
    expect(destination(accept, dnat('172.17.0.3:2'))).toBe(
      said(lines, `  ACCEPT in ${binaries[variant]}, DNAT in the other:`),
    )
    expect(destination(dnat('172.17.0.3:2'), accept)).toBe(
      said(lines, `  ACCEPT in ${binaries[twin]}, DNAT in the other:`),
    )
  })

  it('the error that REJECT sends passes OUTPUT as RELATED, and nothing answers a RST', () => {
    const lines = transcript('s5', variant).get('nat/INPUT SNAT and REJECT forms') ?? []
    const lab = new RecordedLab(variant)
    lab.load(`*filter
-A INPUT -p tcp --dport 1 -j REJECT --reject-with tcp-reset
-A INPUT -p udp --dport 2 -j REJECT
-A FORWARD -p udp --dport 2 -j REJECT
-A FORWARD -p tcp --dport 3 -j REJECT --reject-with tcp-reset
-A OUTPUT -p tcp --tcp-flags RST RST -m comment --comment outRST
-A OUTPUT -p icmp -m icmp --icmp-type 3 -m comment --comment outICMP3
-A OUTPUT -m conntrack --ctstate RELATED -m comment --comment outRELATED
-A OUTPUT -m conntrack --ctstate ESTABLISHED -m comment --comment outEST
-A OUTPUT -m conntrack --ctstate NEW -m comment --comment outNEW
-A OUTPUT -m conntrack --ctstate INVALID -m comment --comment outINVALID
COMMIT
`)
    const cases = [
      ['   INPUT tcp-reset:', 'tcp:203.0.113.10:1000>203.0.113.1:1:S'],
      ['   INPUT icmp:', 'udp:203.0.113.10:1000>203.0.113.1:2'],
      ['   FORWARD icmp:', 'udp:203.0.113.10:1000>172.17.0.99:2'],
      ['   FORWARD tcp-reset:', 'tcp:203.0.113.10:1000>172.17.0.99:3:S'],
      ['   FORWARD tcp-reset against a RST:', 'tcp:203.0.113.10:1000>172.17.0.99:3:R'],
    ] as const
    for (const [label, spec] of cases) {
      lab.zero()
      const rejected = lab.inject('cli', spec)
      const error = rejectionOf(rejected)
      if (error !== undefined) lab.send(error)
      expect([label, rejected.verdict, lab.comments()]).toEqual([label, 'REJECT', commentsIn(said(lines, label))])
    }
  })
})
