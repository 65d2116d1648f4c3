// data: where the kernel takes a match or target. Measured on 6.18, every extension in every built-in chain, nft and legacy.
import type { Family, Variant } from '#model/family.ts'

/** One thing the kernel asks of a rule that has the extension. */
export interface KernelNeed {
  /** Asked only where this option stands on the rule, and has this value. */
  readonly option?: string
  readonly value?: string
  /** Asked by this kernel interface, or of this family, only. */
  readonly variant?: Variant
  readonly family?: Family
  readonly tables?: readonly string[]
  /** The built-in chains from which packets may come to the rule. */
  readonly chains?: readonly string[]
  /** `-p` with one of these, not inverted. */
  readonly protocols?: readonly number[]
  /** The rule's tcp match must want SYN. */
  readonly syn?: true
}

const nat = ['nat']
const mangle = ['mangle']
const tcp = [6]
const arriving = ['PREROUTING', 'INPUT', 'FORWARD']
const leaving = ['FORWARD', 'OUTPUT', 'POSTROUTING']

/** By target name. */
export const targetNeeds: Readonly<Record<string, readonly KernelNeed[]>> = {
  CHECKSUM: [{ tables: mangle }],
  CLASSIFY: [{ chains: leaving }],
  CONNSECMARK: [{ tables: ['mangle', 'security'] }],
  CT: [{ tables: ['raw'] }],
  DNAT: [{ tables: nat, chains: ['PREROUTING', 'OUTPUT'] }],
  DNPT: [{ tables: mangle, chains: ['PREROUTING', 'OUTPUT'] }],
  DSCP: [{ tables: mangle }],
  ECN: [{ tables: mangle }, { option: '--ecn-tcp-remove', protocols: tcp }],
  HL: [{ tables: mangle }],
  MASQUERADE: [{ tables: nat, chains: ['POSTROUTING'] }],
  NETMAP: [{ tables: nat }],
  NOTRACK: [{ tables: ['raw'] }],
  QUEUE: [{ variant: 'nft', tables: [] }],
  REDIRECT: [{ tables: nat, chains: ['PREROUTING', 'OUTPUT'] }],
  REJECT: [{ tables: ['filter'] }, { option: '--reject-with', value: 'tcp-reset', protocols: tcp }],
  SECMARK: [{ tables: ['mangle', 'security'] }],
  SNAT: [{ tables: nat, chains: ['INPUT', 'POSTROUTING'] }],
  SNPT: [{ tables: mangle, chains: ['INPUT', 'POSTROUTING'] }],
  SYNPROXY: [{ chains: ['INPUT', 'FORWARD'], protocols: tcp }],
  TCPMSS: [{ protocols: tcp }, { option: '--clamp-mss-to-pmtu', chains: leaving }, { variant: 'legacy', syn: true }],
  TCPOPTSTRIP: [{ tables: mangle, protocols: tcp }],
  TOS: [{ tables: mangle }],
  TPROXY: [{ tables: mangle, chains: ['PREROUTING'], protocols: [6, 17] }],
  TRACE: [{ variant: 'legacy', tables: ['raw'] }],
  TTL: [{ tables: mangle }],
}

/** By match name. */
export const matchNeeds: Readonly<Record<string, readonly KernelNeed[]>> = {
  addrtype: [
    { option: '--limit-iface-in', chains: arriving },
    { option: '--limit-iface-out', chains: leaving },
  ],
  ah: [{ family: 'ipv4', protocols: [51] }],
  cgroup: [{ chains: ['INPUT', 'OUTPUT', 'POSTROUTING'] }],
  dccp: [{ protocols: [33] }],
  devgroup: [
    { option: '--src-group', chains: arriving },
    { option: '--dst-group', chains: leaving },
  ],
  ecn: [
    { option: '--ecn-tcp-cwr', protocols: tcp },
    { option: '--ecn-tcp-ece', protocols: tcp },
  ],
  esp: [{ protocols: [50] }],
  eui64: [{ chains: arriving }],
  icmp: [{ protocols: [1] }],
  icmp6: [{ protocols: [58] }],
  ipcomp: [{ protocols: [108] }],
  mac: [{ chains: arriving }],
  mh: [{ protocols: [135] }],
  osf: [{ protocols: tcp }],
  owner: [{ chains: ['OUTPUT', 'POSTROUTING'] }],
  physdev: [{ option: '--physdev-out', chains: ['PREROUTING', 'INPUT', 'FORWARD', 'POSTROUTING'] }],
  policy: [
    { option: '--dir', value: 'in', chains: arriving },
    { option: '--dir', value: 'out', chains: leaving },
  ],
  realm: [{ chains: ['INPUT', ...leaving] }],
  rpfilter: [{ tables: ['raw', 'mangle'], chains: ['PREROUTING'] }],
  sctp: [{ protocols: [132] }],
  socket: [{ chains: ['PREROUTING', 'INPUT'] }],
  tcp: [{ variant: 'legacy', protocols: tcp }],
  tcpmss: [{ protocols: tcp }],
  udp: [{ variant: 'legacy', protocols: [17] }],
}
