// data: the words that are the same on every host: of iptables, nftables, the kernel, Docker, and the files they load at boot.
import { matches } from '#extensions/match-list.ts'
import { targets } from '#extensions/target-list.ts'

const iptables = `
filter nat mangle raw security PREROUTING INPUT FORWARD OUTPUT POSTROUTING ACCEPT DROP RETURN QUEUE REJECT COMMIT
-A -I -D -R -C -F -L -S -Z -N -X -P -E -h -p -s -d -i -o -j -g -m -f -c -t -v -n -x -w -W -M -4 -6 -V
--append --insert --delete --replace --check --flush --list --list-rules --zero --new --new-chain --delete-chain --policy
--rename-chain --help --protocol --proto --source --src --destination --dst --in-interface --out-interface --jump --goto --match
--fragment --set-counters --table --verbose --numeric --exact --line-numbers --wait --wait-interval --modprobe --ipv4 --ipv6 --version
--noflush --counters --restore --test
iptables ip6tables save restore apply iptables-save ip6tables-save iptables-restore ip6tables-restore iptables-nft iptables-legacy
ip6tables-nft ip6tables-legacy iptables-nft-save ip6tables-nft-save iptables-legacy-save ip6tables-legacy-save iptables-nft-restore
ip6tables-nft-restore iptables-legacy-restore ip6tables-legacy-restore xtables-nft-multi xtables-legacy-multi nft ipset ipset-save
nft-list-ruleset ss ss-listen sysctl ip-addr ip-route docker-version docker-info docker-inspect docker-network-inspect docker conntrack sudo txt json unsupported revision
legacy allow deny limit limit_log any in out both route both_log allow_log deny_log reject reject_log log_all all tuple
`
const packets = `
tcp udp udplite icmp icmpv6 ipv6-icmp icmp6 ah esp sctp dccp gre ospf vrrp igmp mh ipip ipv6 ipv4 ipencap ipcomp pim l2tp mobility-header
ip ip6 inet arp bridge netdev ether vlan th
NEW ESTABLISHED RELATED INVALID UNTRACKED SNAT DNAT NONE EXPECTED SEEN_REPLY ASSURED CONFIRMED ORIGINAL REPLY new established related
invalid untracked original reply snat dnat expected seen-reply assured confirmed dying
FIN SYN RST PSH ACK URG ALL fin syn rst psh ack urg ecn cwr ECN CWR
UNSPEC UNICAST LOCAL BROADCAST ANYCAST MULTICAST BLACKHOLE UNREACHABLE PROHIBIT THROW NAT XRESOLVE unicast broadcast multicast local
anycast blackhole unreachable prohibit throw
bm kmp src dst sec second seconds min minute hour day week us ms s m h d kb mb b srcip srcport dstip dstport rr
icmp-net-unreachable icmp-host-unreachable icmp-port-unreachable icmp-proto-unreachable icmp-net-prohibited icmp-host-prohibited
icmp-admin-prohibited tcp-reset icmp6-no-route icmp6-adm-prohibited icmp6-addr-unreachable icmp6-port-unreachable
echo-request echo-reply destination-unreachable time-exceeded parameter-problem router-advertisement router-solicitation
neighbour-advertisement neighbour-solicitation nd-neighbor-solicit nd-neighbor-advert nd-router-solicit nd-router-advert packet-too-big
redirect source-quench timestamp-request timestamp-reply info-request info-reply address-mask-request address-mask-reply mld-listener-query
mld-listener-report mld-listener-done mld2-listener-report nd-redirect router-renumbering
emerg alert crit err warning warn notice info debug panic error
cs0 cs1 cs2 cs3 cs4 cs5 cs6 cs7 af11 af12 af13 af21 af22 af23 af31 af32 af33 af41 af42 af43 ef be va lephb
true false True False yes no on off none null default main unspec
`
const nft = `
& | ^ << >> != == < > <= >= accept drop continue return jump goto addr address bytes chain comment counter ct data dnat snat elem element expr family
fib field flags handle hook json_schema_version key left len map masquerade match meta metainfo name nftables op packets payload policy
port prefix prio protocol redirect release_name result right rule set table target type version vmap xt concat range val timeout
expires size gc-interval interval constant dynamic auto-merge stateful devices dev index ruleset flowtable flow add update stmt
mangle value log group snaplen queue-threshold level queue num bypass fanout limit rate per burst unit inv rate_unit burst_unit
quota used used_unit over until reject expr notrack dup fwd tproxy synproxy mss wscale timestamp sack-perm secmark socket osf ttl hoplimit
numgen mode mod offset jhash symhash seed inc random persistent fully-random exthdr rt nexthop classid ipsec spi reqid spnum dir
tunnel base desc optstrip exists missing last hash digest hw-offload offload owner persist skuid skgid cgroup cgroupv2 iif oif iifname
oifname iiftype oiftype iifgroup oifgroup iifkind oifkind ibrname obrname ibriport obriport ibrpvid ibrvproto sdif sdifname ibrhwaddr
ifname ifindex pkttype cpu length nfproto l4proto mark priority rtclassid secpath ifkind time hour day nftrace skb
state direction status expiration helper label id zone avgpkt l3proto proto-src proto-dst saddr daddr sport dport proto checksum
dscp version hdrlength frag-off flowlabel nexthdr max-delay doff window urgptr sequence ackseq reserved gateway code mtu cpi htype hlen
plen operation cfi pcp vtag tcpopt option sctp chunk
ipv4_addr ipv6_addr ether_addr inet_proto inet_service iface_index iface_type ct_state ct_status ct_dir ct_label ct_id icmp_type
icmpv6_type tcp_flag verdict integer string mark_t realm uid gid boolean time_t pkt_type fib_addrtype nf_proto ifname devgroup
filter ingress egress prerouting input forward output postrouting memory performance both rate transparent wildcard cgroupv2
tcp_mss cookie established syn_sent syn_recv fin_wait close_wait last_ack time_wait close replied unreplied retrans
ftp tftp sip irc amanda h323 netbios-ns pptp sane snmp Q.931 RAS bytes kbytes mbytes gbytes srcnat dstnat
packet host otherhost loopback self net icmpx admin-prohibited no-route addr-unreachable host-unreachable net-unreachable
port-unreachable prot-unreachable net-prohibited host-prohibited
`
const kernel = `
net conf neigh forwarding ip_forward rp_filter route_localnet disable_ipv6 accept_local accept_ra arp_ignore arp_announce arp_filter
send_redirects accept_redirects secure_redirects proxy_arp proxy_ndp log_martians mc_forwarding ip_local_port_range
ip_nonlocal_bind ip_local_reserved_ports src_valid_mark bindv6only accept_source_route shared_media medium_id tag
bridge-nf-call-iptables bridge-nf-call-ip6tables bridge-nf-call-arptables bridge-nf-filter-vlan-tagged bridge-nf-filter-pppoe-tagged
bridge-nf-pass-vlan-input-dev netfilter nf_conntrack_max nf_conntrack_tcp_loose nf_conntrack_tcp_be_liberal nf_conntrack_helper
nf_conntrack_acct nf_conntrack_checksum nf_conntrack_count nf_conntrack_buckets fwmark
from to iif oif lookup goto nop not tos suppress_prefixlength suppress_ifgroup ipproto sport dport uidrange l3mdev
veth bridge bond vlan vxlan macvlan macvtap ipvlan dummy ifb tun tap wireguard vrf gretap ip6gre ip6tnl sit vti geneve team netkit
bridge_slave bond_slave device loopback ipoib can nlmon openvswitch
hash:ip hash:net hash bitmap list iface inet inet6 hashsize maxelem timeout counters comment skbinfo netmask bucketsize forceadd markmask
range size nomatch packets bytes physdev skbmark skbprio skbqueue mac
`
const docker = `
com.docker.network.bridge.name com.docker.network.bridge.default_bridge com.docker.network.bridge.enable_icc
com.docker.network.bridge.enable_ip_masquerade com.docker.network.bridge.host_binding_ipv4 com.docker.network.bridge.host_binding_ipv6
com.docker.network.bridge.gateway_mode_ipv4 com.docker.network.bridge.gateway_mode_ipv6 com.docker.network.bridge.inhibit_ipv4
com.docker.network.bridge.trusted_host_interfaces com.docker.network.container_iface_prefix com.docker.network.driver.mtu
com.docker.network.driver.overlay.vxlanid_list com.docker.network.enable_ipv4 com.docker.network.enable_ipv6
com.docker.network.host_ipv4 com.docker.network.host_ipv6 com.docker.network.windowsshim.networkname encrypted parent
macvlan_mode ipvlan_mode ipvlan_flag mtu internal
bridge host overlay macvlan ipvlan null firewalld iptables+firewalld nftables nat nat-unprotected routed isolated private vepa passthru l2
l3 l3s ingress bip bip6 fixed-cidr fixed-cidr-v6 default-gateway default-gateway-v6 ip6tables ip-forward ip-forward-no-drop ip-masq
userland-proxy icc default-address-pools default-network-opts pool live-restore experimental firewall-backend allow-direct-routing
bridge-accept-fwmark hosts group log-driver json-file journald data-root exec-opts features storage-driver overlay2 debug
insecure-registries registry-mirrors dns mtu base unix fd tcp ssh npipe var run sock docker docker.sock rootless DOCKER_INSECURE_NO_IPTABLES_RAW DOCKER_IPTABLES_SCTP_CHECKSUM
command tool tools tables endpoint status said kept path seconds limit capacity count
`
const files = `
etc lib usr opt default systemd system system.d network iptables sysconfig ufw sysctl.d sysctl.conf rc.local daemon.json rules.v4 rules.v6
iptables.rules ip6tables.rules ipsets ipset.conf iptables-config nftables.conf interfaces if-pre-up.d netfilter-persistent ufw.conf
user.rules user6.rules before.rules before6.rules after.rules after6.rules before.init after.init netfilter-persistent.service
nftables.service iptables.service ip6tables.service ufw.service firewalld.service docker.service firewalld proc sys dev netns self
`

const words: ReadonlySet<string> = new Set([
  ...[iptables, packets, nft, kernel, docker, files].flatMap((list) => list.trim().split(/\s+/)),
  ...[...matches, ...targets].flatMap(({ name, aliases, spellings }) => [name, ...aliases, ...spellings.keys()]),
])

/** Extensions that iptables itself does not have, and that many hosts do: xtables-addons, and old ones. */
const foreign = new Set(
  `ULOG MIRROR SAME TARPIT CHAOS DELUDE DHCPMAC ECHO IPMARK LOGMARK PROTO RAWDNAT RAWSNAT STEAL SYSRQ XOR ACCOUNT QUEUE IMQ
  condition dhcpmac fuzzy geoip iface ipp2p ipv4options length2 lscan psd quota2 pknock gradm account layer7 ndpi unclean`.split(
    /\s+/,
  ),
)

/** Whether a word is one that any host may have: of a closed vocabulary, or a number with or without its unit. */
export function isPublicWord(word: string): boolean {
  return words.has(word) || foreign.has(word) || isNumber(word)
}

/** Whether the name is that of an extension that iptables does not have but that is known. */
export function isForeignExtension(name: string): boolean {
  return foreign.has(name)
}

function isNumber(word: string): boolean {
  return /^-?(?:\d{1,20}(?:us|ms|[smhdb]|kb|mb)?|0x[0-9a-fA-F]{1,32})(?:-(?:\d{1,20}|0x[0-9a-fA-F]{1,32}))?$/.test(word)
}

// Letters, digits and what joins them to a word; all else of ASCII stands between words.
const wordRuns = /[^\s,;:/()[\]{}<>=!@"'|+*%^~&#$?\\`.]+/gu

/** The text with each word that is not public replaced; the text as a whole may be one, as `Q.931` is. */
export function withPublicWords(text: string, replace: (word: string) => string): string {
  if (isPublicWord(text)) return text
  return text.replace(wordRuns, (word) => (isPublicWord(word) || /^[-_]+$/.test(word) ? word : replace(word)))
}
