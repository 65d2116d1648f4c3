import type { Dialect } from '#model/family.ts';

/** Names of /etc/protocols as Debian ships it; the first name of a number is the one that is printed. */
const listed: ReadonlyMap<string, number> = new Map(
  Object.entries({
    icmp: 1, igmp: 2, ggp: 3, ipencap: 4, st: 5, tcp: 6, egp: 8, igp: 9, pup: 12, udp: 17, hmp: 20, 'xns-idp': 22, rdp: 27,
    'iso-tp4': 29, dccp: 33, xtp: 36, ddp: 37, 'idpr-cmtp': 38, ipv6: 41, 'ipv6-route': 43, 'ipv6-frag': 44, idrp: 45, rsvp: 46,
    gre: 47, esp: 50, ah: 51, skip: 57, 'ipv6-icmp': 58, 'ipv6-nonxt': 59, 'ipv6-opts': 60, rspf: 73, vmtp: 81, eigrp: 88,
    ospf: 89, 'ax.25': 93, ipip: 94, etherip: 97, encap: 98, pim: 103, ipcomp: 108, vrrp: 112, l2tp: 115, isis: 124, sctp: 132,
    fc: 133, 'mobility-header': 135, udplite: 136, 'mpls-in-ip': 137, manet: 138, hip: 139, shim6: 140, wesp: 141, rohc: 142,
    ethernet: 143,
  }),
);

/** Names that iptables knows by itself, whatever /etc/protocols says. */
const builtin: ReadonlyMap<string, number> = new Map(
  Object.entries({
    tcp: 6, sctp: 132, udp: 17, udplite: 136, icmp: 1, 'ipv6-icmp': 58, icmpv6: 58, esp: 50, ah: 51, 'mobility-header': 135,
    mh: 135, dccp: 33, ipcomp: 108, all: 0, ip: 0, hopopt: 0,
  }),
);

/** Spellings of /etc/protocols aliases that are not the lower case of a name. */
const aliases: ReadonlyMap<string, number> = new Map(
  Object.entries({ 'IP-ENCAP': 4, 'IPSEC-ESP': 50, 'IPSEC-AH': 51, OSPFIGP: 89, CPHB: 73 }),
);

const listedNames = new Map([...listed].map(([name, number]) => [number, name]));
const builtinNames = new Map([...builtin].reverse().map(([name, number]) => [number, name]));
builtinNames.set(58, 'ipv6-icmp').set(135, 'mobility-header').set(0, 'all');

/** The number of a protocol by name or number, 0 for any protocol; undefined where iptables would refuse it. */
export function readProtocol(word: string): number | undefined {
  if (/^(0[xX][0-9a-fA-F]+|\d+)$/.test(word)) {
    const number = /^0[0-7]+$/.test(word) ? Number.parseInt(word, 8) : Number(word);
    return number <= 255 ? number : undefined;
  }
  const lower = word.toLowerCase();
  return builtin.get(lower) ?? listed.get(lower) ?? aliases.get(word.toUpperCase());
}

/** The name that iptables-save prints: 1.8.11 knows its own short list, older versions ask /etc/protocols. */
export function writeProtocol(protocol: number, dialect: Dialect): string {
  const names = dialect.version === '1.8.11' ? builtinNames : listedNames;
  return names.get(protocol) ?? String(protocol);
}

/** A name for people. */
export function protocolName(protocol: number): string {
  return builtinNames.get(protocol) ?? listedNames.get(protocol) ?? String(protocol);
}
