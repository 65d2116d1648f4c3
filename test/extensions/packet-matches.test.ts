import { describe, expect, it } from 'vitest'
import type { Condition, Field } from '#model/condition.ts'
import { always } from '#model/condition.ts'
import { conditionOfText } from './condition-of.ts'

const not = (of: Condition): Condition => ({ kind: 'not', of })
const all = (...of: readonly Condition[]): Condition => ({ kind: 'all', of })
const any = (...of: readonly Condition[]): Condition => ({ kind: 'any', of })
const inside = (field: Field, from: number | bigint, to = from): Condition => ({
  kind: 'in',
  field,
  set: [{ from, to }],
})
const nowhere = (field: Field): Condition => ({ kind: 'in', field, set: [] })
const bits = (field: Field, mask: number, value: number | 'any'): Condition => ({ kind: 'bits', field, mask, value })
const packet = (key: string): Condition => ({ kind: 'unknown', cause: 'packet', key })
const tcp = inside('protocol', 6)
const udp = inside('protocol', 17)
const icmp = inside('protocol', 1)

type Row = readonly [args: string, meant: Condition, because: string]

// What the rules take was counted on kernel 6.18, nft and legacy alike: 27 packets of IPv4 and 16 of IPv6, sent one by one.
const ipv4: readonly Row[] = [
  ['-p tcp --dport 23:', all(tcp, inside('dport', 23, 65535)), 'counts 80 and 1000, not 22'],
  ['-p tcp ! --syn', all(tcp, not(bits('tcpflags', 0x17, 2))), 'counts every packet but the SYNs'],
  ['-p tcp --tcp-flags SYN ACK', all(tcp, bits('tcpflags', 2, 16)), 'counts none: no ACK is left in SYN'],
  ['-p udp --dport 80:22', all(udp, nowhere('dport')), 'counts none'],
  ['-p udp ! --dport 80:22', all(udp, not(nowhere('dport'))), 'counts every UDP packet'],
  [
    '-p udp -m multiport ! --ports 22,65535',
    all(udp, not(any({ ...inside('sport', 22), set: [port(22), port(65535)] } as Condition, portsOf('dport')))),
    'counts the packets that have neither at either end',
  ],
  ['-p icmp --icmp-type 3', all(icmp, inside('icmptype', 3)), 'counts all codes'],
  ['-p icmp ! --icmp-type 3/4', all(icmp, not(all(inside('icmptype', 3), inside('icmpcode', 4)))), 'counts 3/1'],
  ['-p icmp --icmp-type any', all(icmp, inside('icmptype', 0, 255)), 'counts all seven'],
  ['-p icmp --icmp-type 255/7', all(icmp, inside('icmptype', 0, 255)), 'counts all seven as well, not only 255/7'],
  ['-p icmp ! --icmp-type any', all(icmp, not(inside('icmptype', 0, 255))), 'counts none'],
  ['-p ipcomp -m ipcomp', all(inside('protocol', 108), inside('spi', 0)), 'counts CPI 0, not CPI 9'],
  ['-p esp -m esp', inside('protocol', 50), 'counts both'],
  ['-p esp --espspi 9:1', all(inside('protocol', 50), nowhere('spi')), 'counts none'],
  ['-m length ! --length 500:1', not(nowhere('length')), 'counts all'],
  ['-m iprange --src-range 10.0.0.9-10.0.0.1', nowhere('src'), 'counts none'],
  ['-m iprange --dst-range 10.0.0.2', inside('dst', 0x0a000002), 'one address'],
  ['-m ttl --ttl-lt 0', nowhere('ttl'), 'counts none'],
  ['-m ttl --ttl-gt 64', inside('ttl', 65, 255), 'counts 255 only'],
  ['-m tos --tos 0x10/0', bits('tos', 0, 0x10), 'counts none: nothing is left to be 0x10'],
  ['-m tos ! --tos 0x10/0x0f', not(bits('tos', 0x0f, 0x10)), 'counts all'],
  ['-m dscp --dscp-class EF', bits('tos', 0xfc, 0xb8), 'counts 0xb8'],
  ['-m ecn ! --ecn-ip-ect 0', not(bits('tos', 3, 0)), 'counts 0x03'],
  ['-m ecn --ecn-tcp-ece', packet('ecn --ecn-tcp-ece'), 'the bit is not among the flags of a packet here'],
  ['-m mark ! --mark 0x80000000/0x80000000', not(bits('mark', 0x80000000, 0x80000000)), 'counts all'],
  ['-m pkttype --pkt-type host', inside('pkttype', 0), 'counts the frames to this host'],
  ['-d 10.0.0.0/255.0.0.255', bits('dst', 0xff0000ff, 0x0a000000), 'counts none of 10.0.0.1'],
  ['-m connmark --mark 1', bits('connmark', 0xffffffff, 1), 'the mark of the connection'],
  ['-m state --state NEW,UNTRACKED', bits('ctstate', 2 | 16, 'any'), 'one of both'],
  ['-m conntrack ! --ctstate INVALID', not(bits('ctstate', 1, 'any')), 'any other'],
  ['-m conntrack --ctstatus NONE', bits('ctstatus', 0, 'any'), 'takes none: no bit is looked at'],
  ['-m conntrack --ctdir REPLY', inside('ctdir', 1), 'one bit'],
  ['-m conntrack --ctorigdst 10.0.0.9/24', inside('ctorigdst', 0x0a000000, 0x0a0000ff), 'host bits do not count'],
  ['-m addrtype ! --dst-type LOCAL', not(bits('dsttype', 4, 'any')), 'a bit of several'],
  ['-m addrtype --src-type LOCAL --limit-iface-in', bits('srctype-in', 4, 'any'), 'asked of the interface'],
  ['-m set ! --match-set bad src,dst', not({ kind: 'member', set: 'bad', directions: ['src', 'dst'] }), 'a set'],
  ['-m mac --mac-source 0:1:2:3:4:5', packet('mac --mac-source 00:01:02:03:04:05'), 'we do not see frames'],
  ['-m comment --comment x', always, 'says nothing of packets'],
]

const ipv6: readonly Row[] = [
  ['-m hl ! --hl-eq 64', not(inside('ttl', 64)), 'the hop limit is the same field'],
  ['-m ipv6header --header hop,prot', inside('headers', 128 | 1), 'counts packets with these headers and no other'],
  [
    '-m ipv6header --header hop,prot --soft',
    all(bits('headers', 128, 'any'), bits('headers', 1, 'any')),
    'counts a packet with both and others',
  ],
  ['-m ipv6header ! --header prot', not(inside('headers', 1)), 'counts packets with more than a UDP header'],
  ['-m frag', packet('frag'), 'a packet with a fragment header'],
  ['-m frag ! --fragid 5 --fragfirst', packet('frag ! --fragid 5 --fragfirst'), 'one question for all options'],
  ['-m eui64', packet('eui64'), 'it depends on the MAC address'],
  ['-m iprange --src-range ::1-::9', inside('src', 1n, 9n), 'numbers of 128 bits'],
  ['-p icmpv6 --icmpv6-type 255', all(inside('protocol', 58), inside('icmptype', 255)), 'no wildcard here'],
]

function port(number: number): { readonly from: number; readonly to: number } {
  return { from: number, to: number }
}

function portsOf(field: Field): Condition {
  return { kind: 'in', field, set: [port(22), port(65535)] }
}

describe('what the matches on packets ask', () => {
  it.each(ipv4)('%s', (args, meant) => {
    expect(conditionOfText(args)).toEqual(meant)
  })
  it.each(ipv6)('%s in IPv6', (args, meant) => {
    expect(conditionOfText(args, 'ipv6')).toEqual(meant)
  })
  it('counts none where a range runs backwards', () => {
    expect(conditionOfText('-m length --length 9:1')).toEqual(nowhere('length'))
  })
})
