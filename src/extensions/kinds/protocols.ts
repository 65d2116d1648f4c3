import type { Dialect } from '#model/family.ts'
import { readNumber } from './kinds.ts'

// data: names of /etc/protocols as Debian ships it (netbase 6.4).
const listed = readNames(`
icmp=1 igmp=2 ggp=3 ipencap=4 st=5 tcp=6 egp=8 igp=9 pup=12 udp=17 hmp=20 xns-idp=22 rdp=27 iso-tp4=29 dccp=33 xtp=36
ddp=37 idpr-cmtp=38 ipv6=41 ipv6-route=43 ipv6-frag=44 idrp=45 rsvp=46 gre=47 esp=50 ah=51 skip=57 ipv6-icmp=58
ipv6-nonxt=59 ipv6-opts=60 rspf=73 vmtp=81 eigrp=88 ospf=89 ax.25=93 ipip=94 etherip=97 encap=98 pim=103 ipcomp=108
vrrp=112 l2tp=115 isis=124 sctp=132 fc=133 mobility-header=135 udplite=136 mpls-in-ip=137 manet=138 hip=139 shim6=140
wesp=141 rohc=142 ethernet=143 mptcp=262
`)

/** Names that iptables knows by itself, whatever /etc/protocols says; of several for a number the first is printed. */
const builtin = readNames(`
tcp=6 sctp=132 udp=17 udplite=136 icmp=1 ipv6-icmp=58 icmpv6=58 esp=50 ah=51 mobility-header=135 mh=135 dccp=33
ipcomp=108 all=0 ip=0 hopopt=0
`)

const listedNames = new Map([...listed].map(([name, number]) => [number, name]))
const builtinNames = new Map([...builtin].reverse().map(([name, number]) => [number, name]))

function readNames(text: string): ReadonlyMap<string, number> {
  const entries = text.trim().split(/\s+/)
  return new Map(entries.map((entry) => [entry.split('=')[0] ?? '', Number(entry.split('=')[1])]))
}

/** The number of a protocol by name in any case or by number, 0 for any protocol; undefined where iptables would refuse it. */
export function readProtocol(word: string): number | undefined {
  const lower = word.toLowerCase()
  return builtin.get(lower) ?? listed.get(lower) ?? readNumber(word, 0, 255)
}

/**
 * The name that iptables-save prints: 1.8.11 knows its own short list, older versions ask /etc/protocols. nftables keeps one byte of a
 * number (`mptcp` is 262).
 */
export function writeProtocol(protocol: number, { version, variant }: Dialect): string {
  const names = version === '1.8.11' ? builtinNames : listedNames
  const stored = variant === 'nft' ? protocol & 0xff : protocol
  return names.get(stored) ?? String(stored)
}

/**
 * The name of the match that holds the options of the protocol, from what stands behind -p: the word itself in lower case, or the name
 * of the number in /etc/protocols. So `-p mh` has options, and `-p 135` has none.
 */
export function matchOfProtocol(word: string): string {
  const number = readNumber(word, 0, 255)
  return number === undefined ? word.toLowerCase() : (listedNames.get(number) ?? '')
}

/** A name for people. */
export function protocolName(protocol: number): string {
  return builtinNames.get(protocol) ?? listedNames.get(protocol) ?? String(protocol)
}
