// data: English texts of what Docker writes with its nftables backend.
import type { Part } from '#model/parts.ts'
import type { PartTexts } from './ownership-text.ts'
import { internalNetwork, network } from './ownership-text.ts'

const remade = 'dockerd empties and refills it when it starts: rules that you add here are lost then.'
const failing =
  'Packets do not come to its rules. What dockerd changes later, as for a new container or network, can fail or stay incomplete until it is restarted.'
const noFilter = (towards: string) =>
  `Docker's filter rules for packets ${towards} containers are not asked: unpublished ports are not closed and networks are not kept apart here; the drops in raw-PREROUTING stay.`

/** Parts that only the nftables backend has. */
export const nftOnlyTexts = {
  'container-replies': [
    'replies of containers',
    (a) => `Lets containers of ${network(a)} answer: packets of connections that exist already may leave its bridge.`,
    (a) => `On an internal network nothing changes. Else the next rule accepts the same packets of ${network(a)}.`,
  ],
  'nft-forward-in': [
    'packets to a network',
    "Sends packets that are about to enter a Docker bridge to that network's chain filter-forward-in__BRIDGE, found by the bridge's name in a verdict map. Packets to other interfaces go on.",
    noFilter('to'),
  ],
  'nft-forward-out': [
    'packets from a network',
    "Sends packets that came from a Docker bridge to that network's chain filter-forward-out__BRIDGE, found by the bridge's name in a verdict map. Packets from other interfaces go on.",
    'Containers of internal networks can send out through this host; for other networks nothing changes.',
  ],
  'nft-nat-in': [
    'source addresses, to a network',
    "Sends the first packet of a connection into a Docker bridge to that network's chain nat-postrouting-in__BRIDGE. Only with the userland proxy off are there rules in it.",
    'With the userland proxy off, programs on this host and containers do not reach published ports through the addresses of this host; else nothing changes.',
  ],
  'nft-nat-out': [
    'source addresses, from a network',
    "Sends the first packet of a connection from a Docker bridge to that network's chain nat-postrouting-out__BRIDGE, which masquerades it.",
    'Answers do not find back to the containers: no internet for them, unless routers outside have a route to their subnets.',
  ],
  'nft-forward-chain': [
    "Docker's forwarding chain",
    `Is called for every forwarded packet (hook forward, priority filter) and has a map for each direction; what concerns no Docker network goes on. An accept here ends this table only: chains of other tables on the hook can still drop the packet. ${remade}`,
    failing,
  ],
  'nft-postrouting-chain': [
    "Docker's source addresses",
    `Is called for the first packet of each connection that leaves (hook postrouting, priority srcnat). ${remade}`,
    failing,
  ],
  'nft-prerouting-chain': [
    'lookup of published ports',
    `Is called for the first packet of each connection that arrives (hook prerouting, priority dstnat). ${remade}`,
    failing,
  ],
  'nft-output-chain': [
    'lookup for the host itself',
    `Is called for the first packet of each connection that this host opens (hook output, priority -100). ${remade}`,
    failing,
  ],
  'nft-dnat-chain': [
    'published ports, redirected',
    `Holds a redirection (DNAT) for each published port; ${remade}`,
    failing,
  ],
  'nft-raw-chain': [
    'closed addresses',
    `Is called for every packet that arrives, before connections are tracked (hook prerouting, priority raw), and drops what is sent straight to containers or, from outside, to ports on loopback. ${remade}`,
    failing,
  ],
  'nft-in-chain': [
    'packets to a network',
    (a) => `Decides which packets may enter ${network(a)}: replies, published ports, other containers. ${remade}`,
    failing,
  ],
  'nft-out-chain': [
    'packets from a network',
    (a) => `Decides which packets may leave the bridge of ${network(a)}. ${remade}`,
    failing,
  ],
  'nft-nat-in-chain': [
    'source addresses, to a network',
    (a) =>
      `Holds what changes the source of connections into ${network(a)}: with the userland proxy off one rule for this host and one for each published port, else nothing. ${remade}`,
    failing,
  ],
  'nft-nat-out-chain': [
    'source addresses, from a network',
    (a) => `Holds the masquerade of ${network(a)}, unless it is internal, routed or without masquerade. ${remade}`,
    failing,
  ],
  'nft-in-map': [
    'bridge map, to networks',
    'A verdict map from the name of each Docker bridge to the chain that filters packets to that network. One element per network.',
    'A network without its element is not filtered: unpublished ports of its containers are not closed here.',
  ],
  'nft-out-map': [
    'bridge map, from networks',
    'A verdict map from the name of each Docker bridge to the chain that filters packets from that network. One element per network.',
    'An internal network without its element is open to the outside.',
  ],
  'nft-nat-in-map': [
    'NAT bridge map, incoming',
    'A verdict map from the name of each Docker bridge to the chain that changes the source of connections to that network. One element per network.',
    'With the userland proxy off, this host does not reach published ports of a network without its element.',
  ],
  'nft-nat-out-map': [
    'NAT bridge map, outgoing',
    'A verdict map from the name of each Docker bridge to the chain that masquerades what that network sends. One element per network.',
    'Containers of a network without its element have no internet.',
  ],
} as const satisfies Partial<Record<Part<'docker'>, PartTexts>>

/** Parts of both backends that do something else in nftables. */
export const nftTexts = {
  'fwmark-accept': [
    'accept marked packets',
    ({ mark }) =>
      `Accepts packets to the network with mark ${mark || 'M'}, as dockerd --bridge-accept-fwmark asks, so that rules of yours can mark packets past the drop below. The mark must be set before priority filter; the drops in raw-PREROUTING do not ask for it.`,
    'Marked packets are dropped by Docker like all others.',
  ],
  outgoing: [
    'containers to anywhere',
    (a) =>
      `Lets containers of ${network(a)} send: to the outside, and to other networks, whose own chains decide first.`,
    'Nothing, as the policy of filter-FORWARD is accept.',
  ],
  'between-containers': [
    'container to container',
    (a) =>
      `Lets containers of ${network(a)} talk to each other. It is only asked where the kernel sends bridged packets through nftables (br_netfilter loaded).`,
    (a) =>
      `With br_netfilter containers of ${network(a)} reach only published ports of each other, unless the network is internal; otherwise nothing changes.`,
  ],
  'unpublished-drop': [
    'close unpublished ports',
    (a) =>
      `Drops what is bound for containers of ${network(a)} and was not accepted above: every port that is not published, for hosts outside and for containers of other Docker networks.`,
    (a) =>
      `Other Docker networks and hosts that route straight to the addresses of ${network(a)} reach unpublished ports, as far as raw-PREROUTING does not drop them.`,
  ],
  'unprotected-accept': [
    'unprotected network',
    (a) => `Lets everything reach containers of ${network(a)}, published or not: its gateway mode is nat-unprotected.`,
    'Nothing, as the policy of filter-FORWARD is accept.',
  ],
  'internal-out': [
    'internal network, outgoing',
    (a) => `Keeps containers of ${internalNetwork(a)} in: drops what they send through any interface but their bridge.`,
    (a) => `Containers of ${internalNetwork(a)} can send out through this host.`,
  ],
  'internal-in': [
    'internal network, incoming',
    (a) => `Closes ${internalNetwork(a)} to others: drops what does not come from its own bridge.`,
    (a) => `Others can reach containers of ${internalNetwork(a)}.`,
  ],
  'nat-jump-prerouting': [
    'lookup of published ports',
    "Looks up packets that come from outside for any address of this host in nat-prerouting-and-output, where a published port's packets are redirected to its container.",
    'Clients elsewhere are not redirected: they reach a published port only through docker-proxy, which hides their address from the container, and not at all where the proxy is off.',
  ],
  'nat-jump-output': [
    'lookup for the host itself',
    'Looks up what programs on this host send to its own addresses in nat-prerouting-and-output, so that they reach published ports as clients elsewhere do. Loopback is left to docker-proxy, as a container could not answer a packet from 127.0.0.1.',
    'Programs on this host reach published ports only through docker-proxy, and not at all where none listens.',
  ],
  'nat-jump-output-loopback': [
    'lookup for the host itself',
    'Looks up what programs on this host send to its own addresses, loopback included, in nat-prerouting-and-output. With the userland proxy off this is their only way to published ports.',
    'Programs on this host cannot reach published ports.',
  ],
} as const satisfies Partial<Record<Part<'docker'>, PartTexts>>
