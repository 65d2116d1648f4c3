// data: English texts of the parts of everybody but Docker.
import type { Owner } from '#model/owner.ts'
import type { Part } from '#model/parts.ts'
import type { Args, PartTexts } from './ownership-text.ts'
import { nftTable, led } from './ownership-text.ts'

type Texts = { readonly [O in Exclude<Owner, 'docker'>]: Readonly<Record<Part<O>, PartTexts>> }

const on = ({ bridge }: Args) => (bridge ? `on ${bridge}` : 'of its virtual networks')
const guests = ({ bridge, subnet }: Args) =>
  bridge ? `virtual machines on ${bridge}` : subnet ? `virtual machines in ${subnet}` : 'virtual machines'
const jail = ({ jail: name }: Args) => (name ? `jail ${name}` : 'a jail')
const lxdNetwork = ({ network: name }: Args) => (name ? `network ${name}` : 'its networks')
const service = ({ service: name }: Args) => (name ? `: ${name}` : '')
const nobodyBanned = 'Addresses that fail2ban bans get through.'
const yours = 'Only you know; the rule itself shows what happens to which packets.'
const unlikeDocker = ({ but, bridge }: Args) => {
  const on = bridge ? `the network on ${bridge}` : 'its network'
  const reasons: Readonly<Record<string, string>> = {
    family: 'this engine writes no such rule for this address family',
    layout: 'the engine that wrote the other rules does not write it here',
    subnet: `its address is not in the subnet of ${on}`,
    option: `${on} does not have the options for which Docker writes it`,
    container: 'no running container has this address',
    port: 'no running container publishes this port',
    proxy: 'the other rules show another setting of userland-proxy',
    alone: 'the rules that Docker always writes together with it are not there',
    rival: 'another rule does the same work for this bridge, and Docker writes only one of the two',
  }
  return reasons[String(but)] ?? "its values are not Docker's"
}
const stayingPlace = ({ generation }: Args) =>
  `Put rules that must stay into ${generation === 'nftables' ? 'a table of your own' : 'DOCKER-USER'}.`
const noService = 'Services of the cluster are not reached from this node.'
const noPods = 'Pods and services lose connections; Calico puts it back within a minute or so.'

/** Each part of each other owner: name, purpose, what breaks without it. */
export const otherTexts: Texts = {
  user: {
    rule: [
      'your rule',
      'It has no mark of a known program: it is yours, or comes from a script or generator that leaves no marks (Shorewall, ferm, FireHOL).',
      yours,
    ],
    jump: [
      'jump to your chain',
      ({ to }) => `Leads to ${to || 'a chain'} of your own.`,
      ({ to }) => `The rules in ${to || 'the chain'} are not asked from here.`,
    ],
    chain: [
      'your chain',
      'A chain that no known program has made: it is yours, or comes from a script or generator.',
      yours,
    ],
    'own-chain-rule': ['your rule', ({ chain }) => `A rule in ${chain || 'a chain'} of your own.`, yours],
    'docker-user': [
      'your rule about containers',
      "A rule of yours in DOCKER-USER: asked before Docker's own for every forwarded packet. Ports and addresses are those after DNAT, the container's.",
      'Only you can say. Docker never changes it, but a flush of the chain removes it.',
    ],
    'inside-docker-chain': [
      "rule inside Docker's chain",
      ({ chain }) =>
        `Somebody put this rule into ${chain || "a chain of Docker's"}, and it has no shape that Docker writes.`,
      (a) => `It is lost when dockerd starts next, as that empties the chain. ${stayingPlace(a)}`,
    ],
    'looks-like-docker': [
      "your rule resembling Docker's",
      (a) =>
        `Looks like a rule that Docker writes, but ${unlikeDocker(a)}. So it is yours, and Seawall never removes it.`,
      (a) =>
        a.inside
          ? `Only you know. dockerd empties this chain when it starts, and the rule is lost then. ${stayingPlace(a)}`
          : yours,
    ],
    policy: [
      'your policy',
      ({ chain, policy }) =>
        `What happens to packets that no rule of ${chain || 'the chain'} decides: ${policy || 'DROP'}. No known program sets this policy here.`,
      ({ chain }) => `Packets that no rule of ${chain || 'the chain'} decides would be accepted.`,
    ],
  },
  system: {
    chain: [
      'built-in chain',
      ({ chain, table }) =>
        `A chain of the kernel's own table${table ? ` ${table}` : ''}: packets come to ${chain || 'it'} by themselves.`,
      'It cannot be removed.',
    ],
  },
  ufw: {
    before: [
      "ufw's base rules",
      led('rules from /etc/ufw/before.rules, ahead of the ones you gave to ufw: loopback, replies, ICMP, DHCP.'),
      'Replies to connections this host opened, ping and DHCP depend on your own ufw rules.',
    ],
    user: [
      'rules you gave ufw',
      led('rules that you gave to ufw with `ufw allow`, `deny` or `route`.'),
      'What you allowed is decided by the default policy, what you denied may pass.',
    ],
    after: [
      "ufw's rules after yours",
      led(
        'rules from /etc/ufw/after.rules, after the ones you gave to ufw: NetBIOS, broadcasts and similar traffic goes to the policy without being logged.',
      ),
      'The log fills with broadcasts; nothing else changes.',
    ],
    logging: [
      "ufw's log",
      led('rules that write what ufw blocks or allows to the log, a few lines a minute.'),
      'ufw decides the same, but nothing is logged.',
    ],
    reject: [
      "ufw's reject policy",
      led('rules that answer refused packets where the default policy is reject.'),
      'Refused packets are dropped without an answer.',
    ],
    track: [
      "ufw's tracking",
      led('rules that accept new connections where the default policy is allow, so that their replies are known.'),
      'Replies may reach rules that expect known connections.',
    ],
    'not-local': [
      'packets not for us',
      led('rules that drop packets for addresses that are none of this host.'),
      'Packets for others reach the rules that you gave to ufw.',
    ],
    limit: [
      "ufw's rate limit",
      led('rules that log and refuse sources with too many connections (`ufw limit`).'),
      '`ufw limit` no longer refuses anybody.',
    ],
    'skip-to-policy': [
      "short cut to ufw's policy",
      led('does immediately what the default policy would do.'),
      'The packets go through the rest of the rules, log included.',
    ],
    'docker-user': [
      "ufw's rules for containers",
      led(
        'rules that let the `ufw route` rules decide about containers too; ufw-docker puts them into /etc/ufw/after.rules.',
      ),
      'ufw decides nothing about published ports of containers: Docker lets them all in.',
    ],
    other: ['rules of ufw', led('internal rules of ufw.'), 'ufw may report an error; `ufw reload` puts it back.'],
    policy: [
      "ufw's default policy",
      ({ chain, policy }) =>
        `ufw's default for ${chain || 'the chain'} (${policy || 'DROP'}): what no rule of ufw allowed is refused.`,
      'What no rule of ufw allows is accepted.',
    ],
  },
  firewalld: {
    'nft-table': nftTable('firewalld'),
    base: [
      "firewalld's base rules",
      led("rules before and after firewalld's zones: existing connections and loopback pass, invalid packets do not."),
      'Existing connections depend on the rules of each zone.',
    ],
    direct: [
      'direct rules',
      led('rules that programs and administrators gave to firewalld as direct rules.'),
      'Direct rules are not asked.',
    ],
    zones: [
      'choice of zone',
      led('rules that pick the zone of a packet by its source address or interface.'),
      "No zone is asked: firewalld's services and ports have no effect.",
    ],
    policies: [
      "firewalld's policies",
      led('rules of policies between zones.'),
      'Policies between zones have no effect.',
    ],
    'zone-input': [
      "a zone's input rules",
      led('rules for packets to this host: the services, ports and rich rules of a zone.'),
      'Services and ports of the zone are closed (or all open, where the policy is ACCEPT).',
    ],
    'zone-forward': [
      "a zone's forward rules",
      led('rules for packets that this host forwards from or to a zone.'),
      'Forwarding from or to the zone follows the last rule or the policy.',
    ],
    'zone-output': [
      "a zone's output rules",
      led('rules for packets that this host itself sends to a zone.'),
      'What this host sends to the zone follows the policy, usually ACCEPT.',
    ],
    'zone-nat': [
      "a zone's NAT",
      led('rules for masquerading and forwarded ports of a zone.'),
      'Masquerading and port forwarding of the zone stop.',
    ],
    'zone-mangle': [
      "a zone's marks",
      led('rules that mark or check packets for other rules of a zone.'),
      'Port forwarding and rich rules of the zone may stop.',
    ],
    'final-reject': [
      "firewalld's last rule",
      'Refuses what no zone has accepted, with an answer.',
      'What no zone accepted follows the policy, usually ACCEPT.',
    ],
  },
  fail2ban: {
    'nft-table': nftTable('fail2ban'),
    jail: ["a jail's bans", (a) => led(`addresses banned by fail2ban's ${jail(a)}.`)(a), nobodyBanned],
    ban: [
      'a banned address',
      (a) =>
        `Refuses ${a.address || 'an address'}, which fail2ban's ${jail(a)} has banned. The rule goes when the ban ends.`,
      (a) => `${a.address || 'The address'} gets through again before its ban ends.`,
    ],
    return: [
      'not banned',
      (a) => `Goes back when the source is not banned by fail2ban's ${jail(a)}.`,
      'Nothing: at its end a chain returns anyway.',
    ],
    'set-ban': [
      'banned addresses',
      (a) =>
        `Refuses the addresses that fail2ban's ${jail(a)} has banned; they are in ipset ${a.set || 'of the same name'}.`,
      nobodyBanned,
    ],
  },
  crowdsec: {
    'nft-table': nftTable('CrowdSec'),
    bouncer: [
      "CrowdSec's bouncer",
      led('rules with which the CrowdSec bouncer refuses addresses on its block lists.'),
      'Addresses on the block lists get through.',
    ],
    blocklist: [
      'blocked addresses',
      ({ set }) => `Refuses addresses on CrowdSec's block list${set ? ` (ipset ${set})` : ''}.`,
      'Addresses on the block list get through.',
    ],
    log: [
      "CrowdSec's log",
      led('rules that log what the CrowdSec bouncer is about to refuse.'),
      'Refused packets are not logged.',
    ],
    return: [
      'not blocked',
      'Goes back when the source is on no block list of CrowdSec.',
      'Nothing: at its end a chain returns anyway.',
    ],
  },
  libvirt: {
    'nft-table': nftTable('libvirt'),
    services: [
      'services for guests',
      led('rules that let virtual machines ask the host for addresses (DHCP) and names (DNS).'),
      'Virtual machines get no address and resolve no names, where this host drops by default.',
    ],
    forward: [
      'forwarding for guests',
      led('rules about what virtual machines send through this host and get back.'),
      'Virtual machines lose the outside, where this host drops by default.',
    ],
    nat: [
      'translation for guests',
      led('rules that give packets of virtual machines an address of this host as source.'),
      'Answers from outside do not find back to virtual machines.',
    ],
    'guest-dns': [
      'DNS for guests',
      (a) => `Lets ${guests(a)} ask the host's dnsmasq for names.`,
      (a) => `The ${guests(a)} cannot resolve names, where this host drops by default.`,
    ],
    'guest-dhcp': [
      'DHCP for guests',
      (a) => `Lets ${guests(a)} get an address from the host's dnsmasq.`,
      (a) => `The ${guests(a)} get no address, where this host drops by default.`,
    ],
    'guest-tftp': [
      'network boot for guests',
      (a) => `Lets ${guests(a)} load a boot image from the host by TFTP.`,
      (a) => `The ${guests(a)} cannot boot from the network.`,
    ],
    'forward-replies': [
      'replies to guests',
      (a) => `Lets answers to what ${guests(a)} asked outside come in.`,
      (a) => `The ${guests(a)} can send but get no answers.`,
    ],
    'forward-in': [
      'way in to guests',
      (a) => `Lets anybody reach ${guests(a)}: the network is routed.`,
      (a) => `The ${guests(a)} are not reached from outside.`,
    ],
    'forward-out': [
      'guests to the outside',
      (a) => `Lets ${guests(a)} reach the outside.`,
      (a) => `The ${guests(a)} reach nothing outside: a later rule rejects it.`,
    ],
    'forward-between': [
      'guest to guest',
      (a) => `Lets ${guests(a)} talk to each other.`,
      (a) => `With br_netfilter the ${guests(a)} cannot reach each other.`,
    ],
    'forward-reject': [
      'no other traffic',
      (a) => `Refuses everything else from and to the network ${on(a)}.`,
      (a) =>
        `The ${guests(a)} are reached from outside as far as later rules let them. Docker's rules come before or after it, as each service started.`,
    ],
    masquerade: [
      'masquerade of guests',
      (a) => `Gives packets that ${guests(a)} send outside an address of this host as source.`,
      'Answers from outside do not find back to the virtual machines.',
    ],
    'no-masquerade': [
      'multicast kept as is',
      (a) => `Leaves multicast and broadcast of ${guests(a)} untranslated.`,
      'Such packets go out with an address of this host as source.',
    ],
    checksum: [
      'DHCP checksums',
      (a) => `Fills in the checksum of DHCP answers to ${guests(a)}, which old clients insist on.`,
      'Old DHCP clients discard the answers.',
    ],
    'guest-filter': [
      "a guest's own filter",
      led('rules of a network filter (nwfilter) of one virtual machine, such as no spoofed addresses.'),
      'The filter of the virtual machine has no effect.',
    ],
    other: ['rules of libvirt', led('internal rules of libvirt.'), 'Restarting the virtual network puts it back.'],
  },
  lxd: {
    'nft-table': nftTable('LXD or Incus'),
    services: [
      'services for instances',
      (a) => `Lets instances on ${lxdNetwork(a)} reach the DNS and DHCP of this host.`,
      (a) => `Instances on ${lxdNetwork(a)} get no address and resolve no names, where this host drops by default.`,
    ],
    forward: [
      'forwarding for instances',
      (a) => `Lets instances on ${lxdNetwork(a)} send and receive through this host.`,
      (a) =>
        `Instances on ${lxdNetwork(a)} lose the outside, where this host drops by default (as it does with Docker on it).`,
    ],
    masquerade: [
      'masquerade of instances',
      (a) => `Gives packets that instances on ${lxdNetwork(a)} send outside an address of this host as source.`,
      'Answers from outside do not find back to the instances.',
    ],
    checksum: [
      'DHCP checksums',
      (a) => `Fills in the checksum of DHCP answers to instances on ${lxdNetwork(a)}.`,
      'Old DHCP clients discard the answers.',
    ],
    proxy: [
      'forwarded to an instance',
      ({ network: name }) => `Forwards addresses or ports to an instance${name ? ` (${name})` : ''}.`,
      'The forwarded address or port does not answer.',
    ],
    other: [
      'rules of LXD or Incus',
      (a) => `A rule for ${lxdNetwork(a)}.`,
      'Restarting the network or instance puts it back.',
    ],
  },
  tailscale: {
    input: [
      "Tailscale's input rules",
      led('rules for packets to this host over the tailnet.'),
      'Tailscale traffic passes your own rules, and addresses of the tailnet can be spoofed.',
    ],
    forward: [
      "Tailscale's forward rules",
      led('rules for packets that this host forwards from or to the tailnet (subnet router, exit node).'),
      'Forwarding from or to the tailnet follows your own rules and the policy.',
    ],
    postrouting: [
      "Tailscale's NAT",
      led("rules that give what comes from the tailnet this host's address as source."),
      'Hosts behind a subnet router do not know the way back to the tailnet.',
    ],
    'own-address': [
      'own tailnet address',
      ({ address }) => `Lets this host reach its own tailnet address${address ? ` ${address}` : ''}.`,
      'This host cannot connect to itself by its tailnet address.',
    ],
    spoofed: [
      'no spoofed tailnet address',
      ({ interface: name }) =>
        `Drops packets with tailnet addresses (100.64.0.0/10) that do not belong on this side of ${name || 'the tunnel'}.`,
      'Other hosts can pretend to be on the tailnet. A provider that uses 100.64.0.0/10 itself is no longer cut off.',
    ],
    chromeos: [
      'addresses of ChromeOS',
      'Spares a range that ChromeOS uses inside 100.64.0.0/10 the drop below.',
      'Containers of ChromeOS lose the network.',
    ],
    traffic: [
      'tailnet traffic',
      ({ interface: name }) =>
        `Lets packets over ${name || 'the tunnel'} pass; who may send what was decided by the tailnet's own policy.`,
      'Tailnet traffic follows the rules below.',
    ],
    wireguard: [
      'tunnel packets',
      ({ port }) => `Lets the encrypted packets of the tunnel in${port ? ` (UDP port ${port})` : ''}.`,
      'Direct connections fail where this host drops by default, and traffic goes over relays.',
    ],
    stateful: [
      'answers only',
      ({ interface: name }) =>
        `Drops what is forwarded into ${name || 'the tunnel'} and is not an answer (stateful filtering).`,
      'Hosts behind a subnet router can open connections into the tailnet.',
    ],
    mark: [
      'mark tailnet packets',
      ({ interface: name }) =>
        `Marks packets that come in over ${name || 'the tunnel'}, so that later rules know them.`,
      'Forwarding from the tailnet is neither let through nor masqueraded.',
    ],
    marked: [
      'marked packets pass',
      'Lets packets that came in over the tunnel be forwarded.',
      'A subnet router or exit node forwards nothing where the policy is DROP.',
    ],
    masquerade: [
      'masquerade of the tailnet',
      "Gives packets that came in over the tunnel this host's address as source.",
      'Hosts behind a subnet router do not know the way back to the tailnet.',
    ],
    other: ['rules of Tailscale', led('internal rules of tailscaled.'), 'Restarting tailscaled puts it back.'],
  },
  'kube-proxy': {
    'nft-table': nftTable('kube-proxy'),
    services: ['lookup of services', led('rules that look up packets for addresses of cluster services.'), noService],
    service: [
      'one service',
      (a) => led(`rules that spread one service over its pods${service(a)}.`)(a),
      'The service is not reached from this node.',
    ],
    endpoint: [
      'one pod of a service',
      (a) => led(`rules that redirect to one pod of a service${service(a)}.`)(a),
      'Connections that fall to this pod fail.',
    ],
    nodeports: [
      'services on node ports',
      led('rules for services that are published on ports of every node.'),
      'Node ports of services do not answer on this node.',
    ],
    external: [
      'services from outside',
      led('rules for service addresses outside the cluster that have no pods or come in from outside.'),
      'Connections to services without pods hang, or external addresses do not answer.',
    ],
    'load-balancer': [
      'load balancer sources',
      led('rules for load-balancer addresses and the sources that they admit.'),
      'Sources that a service does not admit get through, or its load balancer does not answer.',
    ],
    'mark-masquerade': [
      'mark to masquerade',
      led("rules that mark packets which must leave with this node's address."),
      'Answers of pods go past this node, and connections hang.',
    ],
    'mark-drop': ['mark to drop', led('rules that mark packets to be dropped later.'), 'Such packets pass.'],
    masquerade: [
      'masquerade of marked packets',
      led("rules that give marked packets this node's address as source."),
      'Answers of pods go past this node, and connections hang.',
    ],
    forward: [
      'forwarding for services',
      led('rules that let packets of services be forwarded, with any policy.'),
      "Services do not answer where FORWARD's policy is DROP (as Docker sets it).",
    ],
    firewall: [
      "the kubelet's guard",
      led('rules that drop marked packets and packets from outside for 127.0.0.0/8.'),
      'Neighbours may reach services on loopback of this node.',
    ],
    canary: [
      'sign of a flush',
      led('an empty chain: when it is gone, somebody has flushed the rules, and they are written anew.'),
      'kube-proxy or the kubelet notices, and writes all its rules anew.',
    ],
    ipvs: ['help for IPVS', led('rules with which kube-proxy supports its IPVS mode.'), noService],
    cni: [
      'network of pods',
      led("rules of the pod network's plugin (CNI): host ports, masquerading."),
      'Pods lose host ports or the outside.',
    ],
    other: [
      'rules of Kubernetes',
      led('internal rules of kube-proxy or the kubelet.'),
      'kube-proxy puts it back at its next round.',
    ],
  },
  calico: {
    'nft-table': nftTable('Calico'),
    hook: ["Calico's entry", led('rules with which Calico looks at every packet of this hook.'), noPods],
    workload: ['rules of pods', led('rules that send packets from or to pods to the policies of each.'), noPods],
    host: [
      'rules of host endpoints',
      led('rules for the interfaces of this host that have policies.'),
      'Policies of host endpoints have no effect; Calico puts it back.',
    ],
    policy: [
      'a network policy',
      led('one network policy or profile.'),
      'The policy has no effect; Calico puts it back.',
    ],
    nat: [
      "Calico's NAT",
      led('rules that translate addresses for pods (masquerading, floating addresses).'),
      'Pods lose the outside; Calico puts it back.',
    ],
    accepted: [
      'accepted by a policy',
      'Lets packets pass that a network policy has accepted and marked.',
      'Accepted packets pass later rules and the policy of the chain.',
    ],
    other: ['rules of Calico', led('internal rules of Calico.'), 'Calico puts it back.'],
  },
  podman: {
    'nft-table': nftTable('Podman'),
    forward: [
      'forwarding for containers',
      led("rules that let packets of Podman's containers be forwarded."),
      "Podman's containers lose the outside, where FORWARD's policy is DROP (as Docker sets it).",
    ],
    admin: [
      'your rules about containers',
      led("the place for your own rules about Podman's containers, asked before its own."),
      'Your rules there are not asked.',
    ],
    isolation: [
      'isolation of networks',
      led("rules that keep Podman's networks apart."),
      'Containers of one network can reach those of another by address.',
    ],
    input: [
      'name server for containers',
      led("rules that let Podman's containers ask the host's name server."),
      'Containers cannot resolve names, where this host drops by default.',
    ],
    network: [
      'one network or container',
      led("rules for one network of Podman's: masquerading of what leaves it."),
      'Answers from outside do not find back to the containers.',
    ],
    port: [
      'published ports',
      led("rules that redirect published ports to Podman's containers."),
      'Published ports do not answer.',
    ],
    'mark-masquerade': [
      'mark to masquerade',
      led('rules that mark packets to published ports which need another source address.'),
      'Containers and this host itself cannot use published ports.',
    ],
    masquerade: [
      'masquerade of marked packets',
      led('rules that give marked packets an address of this host as source.'),
      'Containers and this host itself cannot use published ports.',
    ],
    other: ['rules of Podman', led('internal rules of Podman.'), '`podman network reload --all` puts it back.'],
  },
  'docker-ipv6nat': {
    chain: [
      "IPv6 chain like Docker's",
      "A chain with the name of one of Docker's, made by docker-ipv6nat: engines before 20.10 write no ip6tables rules themselves.",
      'docker-ipv6nat cannot write its rules, until it starts again.',
    ],
    rule: [
      "IPv6 copy of Docker's rules",
      'docker-ipv6nat writes for IPv6 what Docker writes for IPv4: engines before 20.10 write no ip6tables rules themselves.',
      'In IPv6, containers lose what Docker gives them in IPv4: published ports, outgoing connections or isolation.',
    ],
  },
  openwrt: {
    'nft-table': nftTable('OpenWrt'),
    zone: [
      'zone of the OpenWrt firewall',
      led('rules that fw3 made from /etc/config/firewall: what a zone may send, receive and forward, and its NAT.'),
      'The zones of /etc/config/firewall are not kept apart from here. `/etc/init.d/firewall restart` puts it back.',
    ],
    custom: [
      'place for your own rules',
      led('a chain that fw3 leaves to you: /etc/firewall.user writes there.'),
      'Your own rules there are not asked.',
    ],
    guard: [
      'guard of the OpenWrt firewall',
      led('what fw3 makes for all zones: the limit for SYN floods, and how it rejects.'),
      'Connections are not limited, or are dropped in silence where they were rejected.',
    ],
    rule: [
      'rule of the OpenWrt firewall',
      'fw3 made it from /etc/config/firewall; the comment `!fw3` is its mark.',
      'What /etc/config/firewall says is not kept here. `/etc/init.d/firewall restart` puts it back.',
    ],
  },
  proxmox: {
    'nft-table': nftTable('Proxmox'),
    hook: [
      'entry of the Proxmox firewall',
      led('the rules of pve-firewall for this host and its guests.'),
      'The Proxmox firewall is not asked. pve-firewall puts it back within seconds.',
    ],
    host: [
      'rules for this Proxmox host',
      led('rules of cluster.fw and host.fw, about this node itself.'),
      'What the files say about this node does not hold.',
    ],
    guest: [
      'rules for one guest',
      led('rules of one virtual machine or container, from /etc/pve/firewall.'),
      'The guest is not protected by its own rules.',
    ],
    group: ['security group', led('rules of a security group of cluster.fw.'), 'The rules of the group do not hold.'],
    ipset: [
      'match on Proxmox IP set',
      'Decides by an IP set that pve-firewall keeps.',
      'Addresses of the set are treated as all others.',
    ],
    signature: [
      'signature of pve-firewall',
      'Contains a checksum in its comment: pve-firewall sees by it whether the chain is still as it wrote it. It has no target, so it decides nothing.',
      'pve-firewall writes the chain again.',
    ],
    other: [
      'part of the Proxmox firewall',
      led('rules that pve-firewall wrote.'),
      'pve-firewall puts it back within seconds.',
    ],
  },
  nixos: {
    'nft-table': nftTable('NixOS'),
    firewall: [
      'NixOS firewall',
      led('rules of `networking.firewall`: open ports are accepted, the rest is refused.'),
      'Ports that networking.firewall keeps closed are open, or open ones are refused. `systemctl restart firewall` puts it back.',
    ],
    rpfilter: [
      'reverse path check',
      led(
        'the check of `networking.firewall.checkReversePath`: packets whose sender is not reached through the same interface are dropped.',
      ),
      'Packets with forged senders pass.',
    ],
    nat: [
      'NAT of NixOS',
      led('rules of `networking.nat`: masquerading, and forwarded ports.'),
      'Networks behind this host lose the outside, or forwarded ports do not answer.',
    ],
    other: [
      'part of the NixOS firewall',
      led('rules that the NixOS firewall module wrote.'),
      'What the configuration says does not hold. `systemctl restart firewall` puts it back.',
    ],
  },
  csf: {
    local: [
      'entry of CSF',
      led(
        'the lists of ConfigServer Firewall (csf.allow, csf.deny and the temporary ones) for packets to or from this host.',
      ),
      'Addresses in csf.deny get through, and those in csf.allow may be dropped.',
    ],
    allow: [
      'addresses that CSF allows',
      led('addresses of csf.allow and of the lists that csf.conf names.'),
      'These addresses meet the same rules as all others.',
    ],
    deny: [
      'addresses that CSF denies',
      led('addresses of csf.deny, of lfd and of block lists, which are dropped.'),
      'Blocked addresses get through.',
    ],
    countries: [
      'countries in CSF',
      led('the countries that csf.conf allows or denies (CC_*).'),
      'The country does not decide.',
    ],
    log: [
      'CSF logs and drops',
      led('the end of what CSF does not let in: logged, then dropped.'),
      'What CSF drops is not dropped here.',
    ],
    flood: [
      'limits of CSF',
      led('limits for floods and invalid packets (PORTFLOOD, SYNFLOOD, UDPFLOOD, PACKET_FILTER).'),
      'Floods and invalid packets are not limited.',
    ],
    mail: [
      'mail rule of CSF',
      led('the rules of SMTP_BLOCK: only the mail server may send mail.'),
      'Every program of this host may send mail.',
    ],
    other: [
      'part of CSF',
      led('rules of ConfigServer Firewall.'),
      'What csf.conf says does not hold. `csf -r` puts it back.',
    ],
  },
  miniupnpd: {
    'nft-table': nftTable('miniupnpd'),
    port: [
      'ports opened by UPnP',
      led('ports that programs of the local network asked miniupnpd to open (UPnP IGD, NAT-PMP, PCP).'),
      'These programs are not reached from outside, until they ask again.',
    ],
    masquerade: [
      'source address for UPnP ports',
      led('the outer port that programs asked miniupnpd for, as the source of what they send.'),
      'What they send leaves from another port.',
    ],
  },
  synology: {
    firewall: [
      'firewall of DSM',
      led('rules of Control Panel > Security > Firewall on a Synology NAS.'),
      'The firewall of DSM does not decide. Saving its settings puts it back.',
    ],
    default: [
      "DSM's own rules",
      led('rules that DSM of a Synology NAS always has.'),
      'DSM puts it back when it starts.',
    ],
    dos: [
      "DSM's protection against floods",
      led('limits of Control Panel > Security > Protection on a Synology NAS.'),
      'Floods are not limited.',
    ],
  },
  'wg-quick': {
    'nft-table': nftTable('wg-quick'),
    rule: [
      'rule of wg-quick',
      ({ interface: name }) =>
        `wg-quick wrote it for the WireGuard interface ${name || 'of its comment'}, which carries the default route: packets to the address of the interface must come through the tunnel, and the mark of tunnel packets is kept for the reverse path check.`,
      'Others on the local network may reach the address of the tunnel, or answers to tunnel packets are dropped by the reverse path check.',
    ],
  },
  sshguard: {
    'nft-table': nftTable('sshguard'),
    block: [
      'addresses that sshguard blocks',
      led('addresses that tried too many logins.'),
      'Addresses that sshguard blocks get through.',
    ],
  },
  psad: {
    block: [
      'addresses that psad blocks',
      led('addresses that psad took for port scanners.'),
      'Addresses that psad blocks get through.',
    ],
  },
  cilium: {
    hook: [
      'entry of Cilium',
      led('rules of Cilium, the pod network, at this place.'),
      'Pods may lose connections. The Cilium agent puts it back.',
    ],
    rule: [
      'rule of Cilium',
      'Cilium, the pod network, wrote it: its comment shows its purpose.',
      'Pods may lose connections. The Cilium agent puts it back.',
    ],
  },
  seawall: {
    'nft-table': nftTable('Seawall'),
    rules: [
      "Seawall's rules",
      led('rules that Seawall wrote from your policy.'),
      'The policy is not in force; `seawall apply` puts it back.',
    ],
  },
}
