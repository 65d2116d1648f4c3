// A ruleset of so many rules as a host with published ports has: nat with user chains, and in filter a chain for each network; and
// packets of new connections that go through it. The same every time.

const networks = 10
const ports = 200
const masquerades = 19
const blocked = 50
/** Rules of the nat table, and of the chains of filter that every packet comes through. */
const fixed = 1 + ports + masquerades + (2 + blocked + networks)

/** The ruleset as iptables-save writes it. */
export function traceRules(rules = 1000) {
  const each = Math.floor((rules - fixed) / networks)
  const rest = rules - fixed - each * networks
  return [
    '*nat',
    ':PREROUTING ACCEPT [0:0]',
    ':INPUT ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    ':POSTROUTING ACCEPT [0:0]',
    ':PORTS - [0:0]',
    '-A PREROUTING -d 198.18.0.0/15 -j PORTS',
    ...numbers(masquerades).map((index) => `-A POSTROUTING -s 172.${index + 1}.0.0/16 ! -o br${index} -j MASQUERADE`),
    ...numbers(ports).map(
      (index) =>
        `-A PORTS ! -i br0 -p ${index % 3 === 2 ? 'tcp' : 'udp'} -m ${index % 3 === 2 ? 'tcp' : 'udp'} --dport ${8000 + index} -j DNAT --to-destination 10.99.${index % networks}.${1 + (index % 70)}:${4000 + (index % 70)}`,
    ),
    'COMMIT',
    '*filter',
    ':INPUT ACCEPT [0:0]',
    ':FORWARD ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    ':USER - [0:0]',
    ...numbers(networks).map((index) => `:NET-${index} - [0:0]`),
    '-A FORWARD -j USER',
    '-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
    ...numbers(networks).map((index) => `-A FORWARD -d 10.99.${index}.0/24 -o out0 -j NET-${index}`),
    ...numbers(blocked).map(
      (index) => `-A USER -s 10.1.${index * 5}.128/25 -i in0 -j ${index % 25 === 7 ? 'DROP' : 'RETURN'}`,
    ),
    ...numbers(networks).flatMap((network) =>
      numbers(each + (network < rest ? 1 : 0)).map((index) => rule(network, index)),
    ),
    'COMMIT',
    '',
  ].join('\n')
}

function rule(network, index) {
  const head = `-A NET-${network}`
  switch (index % 4) {
    case 0:
      return `${head} -s 10.1.0.0/16 -d 10.99.${network}.${1 + index}/32 -p udp -m udp --dport ${4000 + index} -j ACCEPT`
    case 1:
      return `${head} -p tcp -m tcp --dport ${4000 + index} -m conntrack --ctstate NEW -j ACCEPT`
    case 2:
      return `${head} -d 10.99.${network}.${1 + index}/32 ! -i out0 -o out0 -p udp -m udp --dport ${4000 + index}:${4001 + index} -j ACCEPT`
    default:
      return `${head} -s 10.1.${index}.0/24 -m multiport -p udp --dports 53,123,${5000 + index} -j ACCEPT`
  }
}

function numbers(count) {
  return Array.from({ length: count }, (_, index) => index)
}

/** UDP packets, each of a connection of its own; every other one goes to a published port. */
export function tracePackets(count) {
  return numbers(count).map((index) => {
    const mixed = Math.imul(index + 1, 2654435761) >>> 0
    const published = index % 2 === 0
    const src = (0x0a010000 | (mixed & 0xffff)) >>> 0
    const port = (mixed >>> 8) % ports
    return {
      src,
      sport: 1024 + (index % 60000),
      dst: published
        ? (0xc6120000 | (mixed >>> 24)) >>> 0
        : (0x0a630000 | ((port % networks) << 8) | (1 + ((mixed >>> 16) % 250))) >>> 0,
      dport: published ? 8000 + port : 4000 + ((mixed >>> 20) % 90),
    }
  })
}

/** What our engine wants to know of the host on which `scripts` of trace.mjs put the rules. */
export const traceFacts = {
  interfaces: [link('lo', 0x7f000001, 8), link('in0', 0x0a010001, 16), link('out0', 0x0a630001, 16)],
  routes: [route(0x0a010000, 16, 'in0'), route(0x0a630000, 16, 'out0'), route(0, 0, 'out0')],
  routingRules: undefined,
  sysctls: {
    'net.ipv4.ip_forward': '1',
    'net.ipv4.conf.all.rp_filter': '0',
    'net.ipv4.conf.in0.rp_filter': '0',
    'net.ipv4.conf.all.route_localnet': '0',
    'net.ipv4.conf.in0.route_localnet': '0',
    'net.ipv4.conf.in0.forwarding': '1',
  },
  ipsets: [],
  sockets: [],
}

function link(name, address, length) {
  return {
    name,
    up: true,
    kind: undefined,
    bridge: undefined,
    mac: undefined,
    addresses: [{ family: 'ipv4', address, length }],
  }
}

function route(address, length, device) {
  return {
    family: 'ipv4',
    table: 'main',
    type: 'unicast',
    destination: { address, length },
    via: undefined,
    device,
    source: undefined,
    metric: 0,
  }
}

/** The packets as a capture file that tcpreplay sends: Ethernet frames to the given MAC, 18 bytes of data each. */
export function pcap(packets, mac) {
  const frame = 14 + 20 + 8 + 18
  const file = Buffer.alloc(24 + packets.length * (16 + frame))
  file.writeUInt32LE(0xa1b2c3d4, 0)
  file.writeUInt16LE(2, 4)
  file.writeUInt16LE(4, 6)
  file.writeUInt32LE(65535, 16)
  file.writeUInt32LE(1, 20)
  packets.forEach((packet, index) => {
    const at = 24 + index * (16 + frame)
    file.writeUInt32LE(frame, at + 8)
    file.writeUInt32LE(frame, at + 12)
    writeFrame(file.subarray(at + 16, at + 16 + frame), packet, mac)
  })
  return file
}

function writeFrame(frame, { src, sport, dst, dport }, mac) {
  Buffer.from(mac.replaceAll(':', ''), 'hex').copy(frame, 0)
  frame.set([2, 0, 0, 0, 0, 9], 6)
  frame.writeUInt16BE(0x0800, 12)
  frame.set([0x45, 0, 0, 46, 0, 0, 0x40, 0, 64, 17], 14)
  frame.writeUInt32BE(src, 26)
  frame.writeUInt32BE(dst, 30)
  frame.writeUInt16BE(checksum(frame.subarray(14, 34)), 24)
  frame.writeUInt16BE(sport, 34)
  frame.writeUInt16BE(dport, 36)
  frame.writeUInt16BE(26, 38)
}

function checksum(bytes) {
  let sum = 0
  for (let at = 0; at < bytes.length; at += 2) sum += bytes.readUInt16BE(at)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}
