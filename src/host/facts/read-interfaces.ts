import { readAddress } from '#base/prefix.ts'
import type { Interface, InterfaceAddress } from '#model/facts.ts'
import { readBriefInterfaces } from './read-brief-interfaces.ts'
import { readIfconfig } from './read-net-tools.ts'
import { asList, asRecord, asText, parseJson } from './json.ts'

/** Reads what `ip -j addr`, `ip addr` (with or without `-d`, `-br`, `-o`) or `ifconfig` printed. Undefined when it is none of them. */
export function readInterfaces(text: string): readonly Interface[] | undefined {
  if (text.trimStart().startsWith('[')) return readJson(text)
  if (/^\S+(?:: flags=\d| +Link encap:)/m.test(text)) return readIfconfig(text)
  if (!/^\d{1,10}: \S+: </m.test(text)) return nonEmpty(readBriefInterfaces(text), text)
  const blocks = text.split(/^(?=\d{1,10}: )/m).filter((block) => /^\d{1,10}: /.test(block))
  return blocks.map(readBlock)
}

function nonEmpty(interfaces: readonly Interface[], text: string): readonly Interface[] | undefined {
  return interfaces.length === 0 && text.trim() !== '' ? undefined : interfaces
}

function readJson(text: string): readonly Interface[] | undefined {
  return asList(parseJson(text))
    ?.map(asRecord)
    .filter((link) => asText(link.ifname) !== undefined)
    .map((link) => ({
      name: asText(link.ifname) ?? '',
      up: (asList(link.flags) ?? []).includes('UP'),
      kind: asText(asRecord(link.linkinfo).info_kind),
      bridge: asText(link.master),
      ...hairpinOf(asRecord(asRecord(link.linkinfo).info_slave_data).hairpin),
      ...vethOf(asText(asRecord(link.linkinfo).info_kind), link.link_index, (asList(link.flags) ?? []).map(String)),
      mac: asText(link.address),
      addresses: (asList(link.addr_info) ?? []).flatMap((info) => {
        const { local, prefixlen } = asRecord(info)
        return addressOf(asText(local) ?? '', Number(prefixlen))
      }),
    }))
}

function onOrOff(words: readonly string[] = []): boolean | undefined {
  const value = words[words.indexOf('hairpin') + 1]
  return value === 'on' ? true : value === 'off' ? false : undefined
}

function hairpinOf(hairpin: unknown): Pick<Interface, 'hairpin'> {
  return typeof hairpin === 'boolean' ? { hairpin } : {}
}

// The other end of a veth pair lies in another namespace: only its index is told.
function vethOf(
  kind: string | undefined,
  peer: unknown,
  flags: readonly string[],
): Pick<Interface, 'peer' | 'carrier'> {
  if (kind !== 'veth') return {}
  const isPeer = Number.isInteger(peer) && Number(peer) > 0
  return {
    ...(isPeer ? { peer: Number(peer) } : {}),
    ...(flags.includes('UP') ? { carrier: !flags.includes('NO-CARRIER') } : {}),
  }
}

function addressOf(text: string, length: number): readonly InterfaceAddress[] {
  const address = readAddress(text)
  if (address === undefined || !Number.isInteger(length) || length < 0) return []
  return [{ family: typeof address === 'number' ? 'ipv4' : 'ipv6', address, length }]
}

// The first line is `4: v0@v1: <FLAGS> … master br0 …`, then one indented line each for the link and its addresses.
function readBlock(block: string): Interface {
  const [head = '', ...lines] = block.split('\n')
  const details = lines.map((line) => line.trim().split(/\s+/))
  const mac = details.find(([word]) => word?.startsWith('link/'))?.[1]
  const [, name = '', peer = '', words = ''] = /^\d+: ([^\s:@]+)(?:@([^\s:]+))?: <([^>]*)>/.exec(head) ?? []
  const flags = words.split(',')
  const kind = details.map(([word]) => word ?? '').find((word) => kinds.has(word))
  return {
    name,
    up: flags.includes('UP'),
    kind,
    bridge: / master (\S+)/.exec(head)?.[1],
    ...hairpinOf(onOrOff(details.find(([word]) => word === 'bridge_slave'))),
    ...vethOf(kind, Number(/^if(\d+)$/.exec(peer)?.[1]), flags),
    mac,
    addresses: details.flatMap(([word, local = '', peer, far]) => {
      if (word !== 'inet' && word !== 'inet6') return []
      const [address = '', length = peer === 'peer' ? far?.split('/')[1] : undefined] = local.split('/')
      return addressOf(address, Number(length ?? (word === 'inet' ? 32 : 128)))
    }),
  }
}

// With -d, the kind of a link begins a line of its own. Source: iproute2 ip/iplink_*.c; only those met on Docker hosts.
const kinds = new Set([
  'bridge',
  'veth',
  'vlan',
  'vxlan',
  'macvlan',
  'ipvlan',
  'dummy',
  'bond',
  'tun',
  'wireguard',
  'ifb',
  'vrf',
])
