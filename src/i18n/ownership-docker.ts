// data: English texts of Docker's parts.
import type { Part } from '#model/parts.ts'
import { nftOnlyTexts, nftTexts } from './ownership-docker-nft.ts'
import type { Args, PartTexts } from './ownership-text.ts'
import {
  closesByItself,
  container,
  containerPort,
  hostPort,
  internalNetwork,
  network,
  nftTable,
} from './ownership-text.ts'
import { versionRange } from './version-range.ts'

const underDrop = (a: Args) => (closesByItself(a) ? '' : " where FORWARD's policy is DROP")
const otherNetwork = ({ otherNetwork: name = '', otherBridge: bridge = '' }: Args) =>
  name || bridge ? network({ network: name, bridge }) : 'another Docker network'
const rawGuards = ({ generation }: Args) =>
  generation === 'forward-stage' ? ', unless the DROP rules in raw PREROUTING stop them' : ''
const noMesh = 'Published swarm services are not reached through this node.'
const nothing = 'Nothing: at its end a chain returns anyway.'
const cannotResolve = 'The container cannot resolve names, neither those of other containers nor those of the internet.'
const remade = 'dockerd empties and refills it when it starts: rules that you add here are lost then.'
const failing =
  'Docker cannot write its rules: starting a container or making a network fails with "No chain/target/match by that name".'

const iptablesTexts: Readonly<Record<Exclude<Part<'docker'>, keyof typeof nftOnlyTexts>, PartTexts>> = {
  'nft-table': nftTable('Docker'),
  'user-jump': [
    'jump to your own rules',
    'Sends every forwarded packet through DOCKER-USER, the chain for your own rules, before any rule of Docker decides about it.',
    'Your rules in DOCKER-USER have no effect. The same is true for packets that an earlier rule accepts.',
  ],
  'forward-jump': [
    'jump to DOCKER-FORWARD',
    "Sends forwarded packets to DOCKER-FORWARD, which contains Docker's own decisions since 28.0.1: rules that you append to FORWARD come after them.",
    "Packets to and from containers do not pass Docker's filter rules. Under policy DROP containers lose the outside and their published ports; under ACCEPT nothing here closes unpublished ports or keeps networks apart.",
  ],
  'ct-jump': [
    'jump to DOCKER-CT',
    'Sends packets to DOCKER-CT, which accepts packets of existing connections first, network by network.',
    'Containers can send but get no answers: the answers are dropped like packets to an unpublished port.',
  ],
  'isolation-jump': [
    'jump to the isolation rules',
    'Sends forwarded packets through the rules that keep Docker networks apart and internal networks closed.',
    (a) =>
      `Containers of one network can reach those of another by address${rawGuards(a)}, and internal networks are no longer closed.`,
  ],
  'internal-jump': [
    'jump to DOCKER-INTERNAL',
    'Sends forwarded packets through DOCKER-INTERNAL, which closes internal networks to everything outside them.',
    "What leaves or enters a network made with --internal falls through to later rules and FORWARD's policy; under ACCEPT it passes.",
  ],
  'bridge-jump': [
    'jump to DOCKER-BRIDGE',
    'Sends forwarded packets to DOCKER-BRIDGE, which hands those bound for containers to the rules for published ports.',
    'Under policy DROP no published port is reached from outside; under ACCEPT unpublished ports are no longer closed.',
  ],
  'ingress-jump': [
    'jump to the swarm mesh',
    'Lets packets of published swarm services pass before isolation or the closing of unpublished ports can drop them.',
    noMesh,
  ],
  'user-return': [
    'end of your rules',
    'Goes back to FORWARD when none of your rules in DOCKER-USER has decided. Engines up to 28.2.1 add it to the chain they make for you.',
    `${nothing} While it exists, a rule appended after it is never reached: insert rules with -I.`,
  ],
  'fwmark-accept': [
    'accept marked packets',
    ({ mark }) =>
      `Accepts packets with mark ${mark || 'M'}, as dockerd --bridge-accept-fwmark asks, so that rules of yours can mark packets past Docker's drops.`,
    'Marked packets are dropped by Docker like all others.',
  ],
  replies: [
    'replies to containers',
    (a) =>
      `Lets packets of existing connections reach containers of ${network(a)}: answers to connections that the containers opened, and later packets of connections to published ports. New connections continue to the next rules.`,
    (a) => `Containers of ${network(a)} can send, but the answers are dropped${underDrop(a)}.`,
  ],
  'replies-set': [
    'replies to containers',
    'Lets packets of existing connections reach the subnets of all Docker networks, which an ipset lists (28.0.0 only).',
    'Containers can send but get no answers.',
  ],
  'port-jump': [
    'jump to published ports',
    (a) =>
      `Hands packets bound for containers of ${network(a)} to the chain DOCKER, which has a rule for each published port. Before the first port is published there is nothing to accept in it.`,
    (a) =>
      `Published ports of ${network(a)} are not reached from outside${underDrop(a) || ' under policy DROP; under ACCEPT unpublished ports are no longer closed'}.`,
  ],
  'port-jump-set': [
    'jump to published ports',
    'Hands packets bound for the subnets of all Docker networks, which an ipset lists (28.0.0 only), to the chain DOCKER with the rules for published ports.',
    'Under policy DROP no published port is reached from outside; under ACCEPT unpublished ports are no longer closed.',
  ],
  egress: [
    'containers to the outside',
    (a) =>
      `Lets containers of ${network(a)} send to everything beyond their bridge, such as the internet.${a.generation === 'forward-internal' ? '' : ' What is bound for other Docker networks was dropped before.'}`,
    (a) =>
      `Containers of ${network(a)} reach nothing outside where FORWARD's policy is DROP; under ACCEPT nothing changes.`,
  ],
  outgoing: [
    'containers to anywhere',
    (a) => `Lets containers of ${network(a)} send: to the outside, and to each other over the bridge.`,
    (a) =>
      `Under policy DROP containers of ${network(a)} reach nothing outside, and with br_netfilter not even each other; under ACCEPT nothing changes.`,
  ],
  'between-containers': [
    'container to container',
    (a) =>
      `Lets containers of ${network(a)} talk to each other. The rule is only used if the kernel sends bridged packets through iptables (br_netfilter is loaded).`,
    (a) =>
      `With br_netfilter and policy DROP containers of ${network(a)} cannot reach each other; otherwise nothing changes.`,
  ],
  'between-containers-drop': [
    'no container to container',
    (a) =>
      a.bridge === 'docker_gwbridge'
        ? 'Keeps swarm tasks from talking to each other over docker_gwbridge, which is only their way out.'
        : `Forbids containers of ${network(a)} to talk to each other: the network has enable_icc=false (or the daemon --icc=false).`,
    (a) => `Containers of ${network(a)} can reach every port of each other.`,
  ],
  'unpublished-drop': [
    'close unpublished ports',
    (a) =>
      `Drops what comes from outside for containers of ${network(a)} and was not accepted above, that is, every port that is not published.`,
    (a) =>
      `Hosts that route straight to the addresses of ${network(a)} reach unpublished ports where FORWARD's policy is ACCEPT; from 28.2 on raw PREROUTING drops them as well.`,
  ],
  'unprotected-accept': [
    'unprotected network',
    (a) => `Lets everything reach containers of ${network(a)}, published or not: its gateway mode is nat-unprotected.`,
    (a) =>
      `Under policy DROP nothing from outside reaches containers of ${network(a)}, published ports included: this mode has no rule for each port.`,
  ],
  'icmp-accept': [
    'ping to routed containers',
    (a) =>
      `Lets ICMP reach containers of ${network(a)}, whose addresses are routed rather than translated (gateway mode routed).`,
    (a) => `Containers of ${network(a)} do not answer ping from outside their bridge.`,
  ],
  'isolation-1': [
    'isolation, first step',
    (a) =>
      `Takes what containers of ${network(a)} send beyond their bridge to the second step, which drops it if it is about to enter another Docker network. Everything else comes back and goes on.`,
    (a) => `Containers of ${network(a)} can reach those of other Docker networks by address${rawGuards(a)}.`,
  ],
  'isolation-2': [
    'isolation, second step',
    (a) =>
      `Drops what is about to enter ${network(a)} from another Docker network. Packets from elsewhere never come here, as the first step only sends what left a bridge of Docker.`,
    (a) => `Containers of other Docker networks can reach those of ${network(a)} by address${rawGuards(a)}.`,
  ],
  'isolation-pair': [
    'isolation of two networks',
    (a) =>
      `Drops what containers of ${network(a)} send to ${otherNetwork(a)}. Engines up to 18.04 write one such rule for each direction of each pair of networks.`,
    'Containers of the one network can reach those of the other by address.',
  ],
  'isolation-return': [
    'end of isolation',
    'Goes back to the chain that jumped here, when nothing was dropped.',
    nothing,
  ],
  'internal-out': [
    'internal network, outgoing',
    (a) =>
      `Keeps containers of ${internalNetwork(a)} in: drops what they send to addresses outside ${a.subnet || 'its subnet'}.`,
    (a) =>
      `Containers of ${internalNetwork(a)} can send out through this host, as far as later rules and FORWARD's policy let them.`,
  ],
  'internal-in': [
    'internal network, incoming',
    (a) =>
      `Closes ${internalNetwork(a)} to others: drops packets that come from addresses outside ${a.subnet || 'its subnet'}.`,
    (a) => `Others can reach containers of ${internalNetwork(a)}, as far as later rules and FORWARD's policy let them.`,
  ],
  'routed-return': [
    'way into a routed network',
    (a) =>
      `Lets other Docker networks reach ${network(a)}, whose gateway mode is routed: it leaves isolation before that can drop.`,
    (a) => `Containers of other Docker networks cannot reach those of ${network(a)}.`,
  ],
  'routed-replies': [
    'replies of routed containers',
    (a) =>
      `Lets containers of ${network(a)}, whose gateway mode is routed, answer connections from other Docker networks.`,
    (a) => `Connections from other Docker networks to ${network(a)} get no answer: isolation drops it.`,
  ],
  'port-accept': [
    (a) => (a.container && a.containerPort ? `published port of ${a.container}` : 'accept for a published port'),
    (a) =>
      `Lets packets in for ${containerPort(a)} of ${container(a)}${a.hostPort ? `, published as ${hostPort({ ...a, hostAddress: '' })}` : ''}. It names the container's address and port because nat has replaced the destination before.`,
    (a) => `The port is published, but its packets are dropped${underDrop(a) || ' with those for unpublished ports'}.`,
  ],
  link: [
    'link between containers',
    (a) =>
      `Lets ${a.peer ? `container ${a.peer}` : a.peerAddress || 'the linked container'} reach ${containerPort(a)} of ${container(a)}: a --link on a network whose containers may not talk to each other.`,
    'The link names the container, but packets to it are dropped.',
  ],
  'link-replies': [
    'replies over a link',
    (a) =>
      `Lets ${container(a)} answer ${a.peer ? `container ${a.peer}` : a.peerAddress || 'the linked container'} from ${containerPort(a)}: a --link on a network whose containers may not talk to each other.`,
    'Connections over the link get no answer.',
  ],
  'nat-jump-prerouting': [
    'lookup of published ports',
    "Looks up packets that come from outside for any address of this host in the chain DOCKER, where a published port's packets are redirected to its container.",
    'Clients elsewhere are not redirected: they reach a published port only through docker-proxy, which hides their address from the container, and not at all where the proxy is off.',
  ],
  'nat-jump-output': [
    'lookup for the host itself',
    'Looks up what programs on this host send to its own addresses in the chain DOCKER, so that they reach published ports as clients elsewhere do. Loopback traffic is served by docker-proxy, because a container could not answer a packet from 127.0.0.1.',
    'Programs on this host reach published ports only through docker-proxy, and not at all where none listens.',
  ],
  'nat-jump-output-loopback': [
    'lookup for the host itself',
    'Looks up what programs on this host send to its own addresses, loopback included, in the chain DOCKER. With the userland proxy off this is their only way to published ports.',
    'Programs on this host cannot reach published ports.',
  ],
  'network-masquerade': [
    'masquerade of a network',
    (a) =>
      `Gives packets that containers of ${network(a)} send beyond their bridge this host's address as source, because hosts outside have no route back to ${a.subnet || 'their subnet'}.`,
    'Answers do not return to the containers: they have no internet access, unless outside routers have a route to their subnet.',
  ],
  'network-snat': [
    'source address of a network',
    (a) =>
      `Gives packets that containers of ${network(a)} send beyond their bridge the source address ${a.snatAddress || 'that the network asks for'}, as the network's option host_ipv4 (or host_ipv6) asks.`,
    'Answers do not return to the containers: they have no internet access, unless outside routers have a route to their subnet.',
  ],
  'host-masquerade': [
    'hairpin for the host',
    (a) =>
      `Gives packets that this host itself sends to containers of ${network(a)} the bridge's address as source. With the userland proxy off a connection to 127.0.0.1 is redirected, and the container could not answer 127.0.0.1.`,
    'Programs on this host cannot reach published ports through 127.0.0.1.',
  ],
  'own-port-masquerade': [
    'hairpin of a published port',
    (a) =>
      `For ${container(a)} connecting to its own published port${a.hostPort ? ` ${a.hostPort}` : ''}: the packet is redirected back to ${containerPort(a)} of the container itself, and its source becomes this host's, or the container would see a packet from itself.${a.proxy === 'off' ? '' : ' With the userland proxy on (the default) docker-proxy serves such connections and the rule is never hit.'}`,
    (a) =>
      `${a.proxy === 'on' ? 'Nothing, while the userland proxy is on. ' : ''}With the proxy off the container cannot reach itself through its published port.`,
  ],
  'bridge-return': [
    'containers use the proxy',
    (a) =>
      `Exempts packets from containers of ${network(a)} from the redirection below: when containers connect to a published port of this host, docker-proxy serves them.`,
    'Such packets are redirected straight into the network of the published container, where isolation drops them.',
  ],
  'wsl-return': [
    'Windows localhost',
    'Exempts packets that Windows sends to localhost from the redirection (WSL2 in mirrored mode), so that docker-proxy serves them.',
    'Published ports cannot be reached from Windows through localhost.',
  ],
  'port-dnat': [
    (a) => (a.hostPort ? `published port ${a.hostPort}` : 'published port, redirected'),
    (a) =>
      `Publishes a port: redirects what is sent to ${hostPort(a)} to ${containerPort(a)} of ${container(a)}.${a.bridge ? ` docker-proxy serves packets from ${a.bridge} itself.` : ''}`,
    'The host port leads only to docker-proxy, which hides the client from the container; with the proxy off it is closed.',
  ],
  'direct-access-drop': [
    'no direct access',
    (a) =>
      `Drops what is sent straight to ${a.containerAddress || "the container's address"}${a.container ? ` (container ${a.container})` : ''} from anywhere but its own bridge: only published ports, by the host's address, are a way in.`,
    'Neighbours and other networks with a route to the address bypass the published address: they reach ports that are published on 127.0.0.1 or another address only.',
  ],
  'direct-port-drop': [
    'no direct port access',
    (a) =>
      `Drops what is sent straight to ${containerPort(a)} of ${container(a)} from anywhere but its own bridge: the way in is the published port. From 28.2 on one rule covers the whole address.`,
    'Neighbours with a route to the address bypass the published address: they reach the port even if it is published on 127.0.0.1 only.',
  ],
  'trusted-accept': [
    'trusted interface',
    (a) =>
      `Lets packets from ${a.interface || 'the interface'} go straight to ${container(a)}, as the network's option trusted_host_interfaces asks.`,
    'They are dropped by the next rule, like those from every other interface.',
  ],
  'loopback-drop': [
    'loopback stays local',
    (a) => `Drops what comes from outside for ${hostPort(a)}: the port is published on loopback, for this host alone.`,
    'A neighbour on the same link that addresses packets to 127.0.0.1 can reach the port.',
  ],
  'wsl-accept': [
    'Windows localhost',
    (a) =>
      `Lets Windows reach ${hostPort(a)}, a port published on loopback (WSL2 in mirrored mode), before the next rule drops it.`,
    'The port cannot be reached from Windows through localhost.',
  ],
  'sctp-checksum': [
    'SCTP checksums',
    (a) =>
      `Fills in the checksum of SCTP packets from ${containerPort(a)}, which old kernels leave to the network card.`,
    'Some receivers discard SCTP packets of the container.',
  ],
  'ingress-jump-prerouting': [
    'lookup of swarm services',
    'Looks up packets that come from outside for any address of this node in DOCKER-INGRESS, where those for published services are redirected into the routing mesh.',
    noMesh,
  ],
  'ingress-jump-output': [
    'lookup of swarm services',
    'Looks up what programs on this node send to its own addresses in DOCKER-INGRESS, so that they reach published services too.',
    'Programs on this node cannot reach published services through its own addresses.',
  ],
  'ingress-dnat': [
    (a) => (a.hostPort ? `swarm port ${a.hostPort}` : 'swarm port, redirected'),
    (a) =>
      `Redirects what is sent to ${hostPort(a)} into the routing mesh${a.containerAddress ? ` (${a.containerAddress}, the ingress sandbox)` : ''}, which spreads it over the service's tasks on all nodes. The port stays the published one.`,
    'The service is not reached through this port of this node.',
  ],
  'ingress-accept': [
    (a) => (a.hostPort ? `accept for swarm port ${a.hostPort}` : 'accept for a swarm port'),
    (a) => `Lets packets for published swarm ${a.hostPort ? `port ${a.hostPort}` : 'ports'} pass to the routing mesh.`,
    'The service is not reached through this port of this node.',
  ],
  'ingress-replies': [
    'replies of swarm services',
    (a) => `Lets answers from published swarm ${a.hostPort ? `port ${a.hostPort}` : 'ports'} go back.`,
    'Connections from other networks of this node to the service get no answer.',
  ],
  'ingress-return': ['end of the swarm rules', 'Goes back when no published service was meant.', nothing],
  'ingress-masquerade': [
    'hairpin for the swarm mesh',
    'Gives what this node itself sends into the routing mesh the address of docker_gwbridge as source, so that the answers return to it.',
    'Programs on this node get no answer from published services through 127.0.0.1.',
  ],
  'ingress-mark': [
    'mark for load balancing',
    (a) =>
      `In the routing mesh: marks packets for published ${a.hostPort ? `port ${a.hostPort}` : 'ports'}, by which IPVS finds the service and picks a task.`,
    'The published port of the service does not answer.',
  ],
  'ingress-service-mark': [
    'mark for a service',
    (a) => `Marks packets for service address ${a.containerAddress || 'VIP'}, by which IPVS picks a task.`,
    'The service is not reached by its virtual address.',
  ],
  'ingress-snat': [
    'replies through the mesh',
    (a) =>
      `Gives load-balanced packets the source ${a.snatAddress || 'of this sandbox'}, so that tasks on other nodes answer through it.`,
    'Tasks answer the client directly, and it discards answers from an address it never asked.',
  ],
  'task-redirect': [
    'published to target port',
    (a) =>
      `In a task: turns ${a.hostPort ? `published port ${a.hostPort}` : 'the published port'} into ${containerPort(a)}, on which the task listens.`,
    'The service does not answer on its published port.',
  ],
  'task-accept': [
    'accept for a target port',
    (a) => `In a task: lets packets from the ingress network reach ${containerPort(a)}, the target port.`,
    'The service does not answer on its published port.',
  ],
  'task-replies': [
    'replies from the target port',
    (a) => `In a task: lets answers from ${containerPort(a)}, the target port, go back over the ingress network.`,
    'Connections to the published port get no answer.',
  ],
  'task-drop': [
    'nothing else over ingress',
    'In a task: drops all else that comes or goes over the ingress network, which serves published ports only.',
    'Other services on the ingress network can reach every port of the task.',
  ],
  'overlay-mark': [
    'mark for encryption',
    (a) =>
      `Marks packets of encrypted overlay network ${a.vni || ''} (VXLAN, UDP port ${a.dataPort || 4789}), by which IPsec encrypts them on their way to other nodes.`.replace(
        'network  ',
        'networks ',
      ),
    'The packets leave this node in clear text, and nodes that refuse clear text drop them.',
  ],
  'overlay-clear-drop': [
    'refuse clear text',
    (a) =>
      `Drops packets of encrypted overlay network ${a.vni || ''} that arrive without IPsec.`.replace(
        'network  ',
        'networks ',
      ),
    (a) =>
      `Any host that can send UDP to port ${a.dataPort || 4789} of this node can put packets into the encrypted network.`,
  ],
  'overlay-ipsec-accept': [
    'let encrypted packets in',
    (a) =>
      `Lets packets of encrypted overlay network ${a.vni || ''} in that arrive through IPsec. Engines from 25 on do without it.`.replace(
        'network  ',
        'networks ',
      ),
    'Nothing, unless INPUT drops by default: then the network does not reach this node.',
  ],
  'dns-jump-output': [
    "lookup of Docker's DNS",
    "In a container: sends queries to 127.0.0.11, Docker's name server, to the rules that know its real port.",
    cannotResolve,
  ],
  'dns-jump-postrouting': [
    "answers of Docker's DNS",
    "In a container: sends answers from 127.0.0.11, Docker's name server, to the rules that restore port 53.",
    cannotResolve,
  ],
  'dns-dnat': [
    "port of Docker's DNS",
    (a) =>
      `In a container: sends ${a.protocol || 'DNS'} questions for 127.0.0.11 port 53 to port ${a.containerPort || 'N'}, where dockerd listens.`,
    cannotResolve,
  ],
  'dns-snat': [
    "answers of Docker's DNS",
    (a) =>
      `In a container: gives ${a.protocol || 'DNS'} answers of Docker's name server port 53 as source again, as the program that asked expects.`,
    'Programs discard the answers, because the answers come from a different port.',
  ],
  'nat-chain': [
    'published ports, redirected',
    `Contains a redirection (DNAT) for each published port; ${remade}`,
    failing,
  ],
  'filter-chain': [
    'accepts for published ports',
    `Contains a rule for each published port and, from 28 on, the drop of all others; ${remade}`,
    failing,
  ],
  'user-chain': [
    'your rules about containers',
    "The place for your own rules about forwarded packets: checked before Docker's, and never changed by Docker. Ports and addresses are those after DNAT, the container's.",
    'Your rules would have to be in FORWARD, where Docker inserts its own rules above them.',
  ],
  'forward-chain': [
    "Docker's forwarding rules",
    `Contains Docker's decisions about forwarded packets (28.0.1 and later); ${remade}`,
    failing,
  ],
  'ct-chain': [
    'replies to containers',
    `Contains a rule for each network that lets packets of existing connections in; ${remade}`,
    failing,
  ],
  'bridge-chain': [
    'way to published ports',
    `Contains a rule for each network that leads to its published ports; ${remade}`,
    failing,
  ],
  'internal-chain': [
    'internal networks',
    `Contains the rules that close networks made with --internal; ${remade}`,
    failing,
  ],
  'isolation-chain': [
    'isolation of networks',
    `Contains the rules that keep Docker networks apart (engines up to 18.04); ${remade}`,
    failing,
  ],
  'isolation-1-chain': [
    'isolation, first step',
    `Finds packets that leave a Docker network, and closes internal networks; ${remade}`,
    failing,
  ],
  'isolation-2-chain': [
    'isolation, second step',
    `Drops packets that the first step found if they are about to enter another Docker network; ${remade}`,
    failing,
  ],
  'ingress-nat-chain': [
    'swarm ports, redirected',
    'Contains a redirection into the routing mesh for each published port of a swarm service.',
    noMesh,
  ],
  'ingress-filter-chain': [
    'accepts for swarm ports',
    'Contains the rules that let packets of published swarm services pass.',
    noMesh,
  ],
  'dns-output-chain': [
    "questions to Docker's DNS",
    "In a container: contains the redirections to Docker's name server.",
    cannotResolve,
  ],
  'dns-postrouting-chain': [
    "answers of Docker's DNS",
    "In a container: contains the rules that restore port 53 on answers of Docker's name server.",
    cannotResolve,
  ],
  'forward-policy': [
    'policy of FORWARD',
    'Docker sets it to DROP when it switches IP forwarding on, so that this host does not forward packets of other hosts, and never changes it back; rules accept what containers need. You may have set it yourself: the rules do not show who did.',
    (a) =>
      `Under ACCEPT other machines can route through this host${closesByItself(a) ? '' : ', and straight to unpublished ports of containers'}.`,
  ],
  'left-over': [
    'left from another engine version',
    ({ versions, twin }) =>
      `Left from ${versions ? `an engine ${versionRange(versions)}` : 'an engine of another version'}. ${twin ? `The current engine does this in ${twin}.` : 'The current engine does not write it.'}`,
    ({ twin }) => (twin ? `Nothing: ${twin} does the same.` : 'Nothing: the current engine does not need this rule.'),
  ],
  duplicate: [
    'the same rule again',
    ({ first }) =>
      `Nothing: ${first || 'a rule above it'} is the same and is checked first. Docker never writes a rule twice: probably a saved file was loaded on top of existing rules.`,
    ({ first }) => `Nothing: ${first || 'the same rule above it'} stays.`,
  ],
}

/** Each of Docker's parts: name, purpose, what breaks without it. In the table of its nftables backend some read otherwise. */
export const dockerTexts: Readonly<Record<Part<'docker'>, PartTexts>> = {
  ...iptablesTexts,
  ...nftOnlyTexts,
  ...Object.fromEntries(
    Object.entries(nftTexts).map(([part, own]) => [part, either(own, iptablesTexts[part as keyof typeof nftTexts])]),
  ),
}

function either(nft: PartTexts, iptables: PartTexts): PartTexts {
  const [name, purpose, breaks] = [0, 1, 2].map((at) => (args: Args): string => {
    const text = (args.generation === 'nftables' ? nft : iptables)[at] ?? ''
    return typeof text === 'string' ? text : text(args)
  })
  return [name ?? '', purpose ?? '', breaks ?? '']
}
