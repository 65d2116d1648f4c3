import type { SnapshotFile } from '#model/snapshot-file.ts'
import { acme } from './acme.ts'

const network = 'a1b2c3d4e5f60718293a4b5c6d7e8f90112233445566778899aabbccddeeff00'
const other = 'b1b2c3d4e5f60718293a4b5c6d7e8f90112233445566778899aabbccddeeff00'
const web = 'c1b2c3d4e5f60718293a4b5c6d7e8f90112233445566778899aabbccddeeff00'
const db = 'd1b2c3d4e5f60718293a4b5c6d7e8f90112233445566778899aabbccddeeff00'
const bridge = `br-${network.slice(0, 12)}`

const owned = { family: 'inet', table: 'shop', handle: 3 }

/** Each kind of object of libnftables-json(5), with every name and comment that it can have. */
export const richNft = {
  nftables: [
    { metainfo: { version: '1.0.9', release_name: 'Old Doc Yak #3', json_schema_version: 1 } },
    { table: { family: 'inet', name: 'shop', handle: 1, comment: 'tables', flags: ['dormant'] } },
    {
      chain: {
        ...owned,
        name: 'in',
        type: 'filter',
        hook: 'ingress',
        prio: 0,
        policy: 'drop',
        dev: 'eth0',
        comment: 'c',
      },
    },
    { chain: { ...owned, name: 'mine' } },
    {
      set: {
        ...owned,
        name: 'lan',
        type: ['ipv4_addr', 'inet_service'],
        flags: ['interval'],
        comment: 'sets',
        elem: [
          {
            elem: {
              val: { concat: ['192.168.7.1', 80] },
              comment: 'member',
              timeout: 7,
              counter: { packets: 1, bytes: 2 },
            },
          },
        ],
      },
    },
    { map: { ...owned, name: 'way', type: 'ifname', map: 'verdict', elem: [[bridge, { jump: { target: 'mine' } }]] } },
    { counter: { ...owned, name: 'hits', packets: 1, bytes: 2, comment: 'counters' } },
    { quota: { ...owned, name: 'cap', bytes: 100, used: 0, inv: false } },
    { limit: { ...owned, name: 'slow', rate: 4, per: 'second', burst: 5 } },
    { 'ct helper': { ...owned, name: 'files', type: 'ftp', protocol: 'tcp', l3proto: 'ip' } },
    { 'ct timeout': { ...owned, name: 'long', protocol: 'tcp', l3proto: 'ip', policy: { established: 100 } } },
    { 'ct expectation': { ...owned, name: 'hope', protocol: 'tcp', l3proto: 'ip', dport: 9, timeout: 8, size: 7 } },
    { synproxy: { ...owned, name: 'shield', mss: 1460, wscale: 7, flags: ['timestamp'] } },
    { secmark: { ...owned, name: 'label', context: 'system_u:object_r:ssh_t:s0' } },
    { flowtable: { ...owned, name: 'fast', hook: 'ingress', prio: 0, dev: ['eth0', 'shop0'] } },
    {
      rule: {
        ...owned,
        chain: 'mine',
        comment: 'rules',
        expr: [
          { match: { op: '==', left: { meta: { key: 'iifname' } }, right: 'shop0' } },
          { match: { op: '==', left: { meta: { key: 'skuid' } }, right: 'alice' } },
          { match: { op: 'in', left: { ct: { key: 'state' } }, right: ['new', 'established'] } },
          { match: { op: '==', left: { ct: { key: 'helper' } }, right: 'ftp' } },
          { match: { op: '==', left: { payload: { protocol: 'ether', field: 'saddr' } }, right: '4a:43:bc:d8:1d:27' } },
          { counter: 'hits' },
          { quota: 'cap' },
          { limit: 'slow' },
          { 'ct helper': 'files' },
          { 'ct timeout': 'long' },
          { flow: { op: 'add', flowtable: '@fast' } },
          { xt: { type: 'match', name: 'comment' } },
          { vmap: { key: { meta: { key: 'oifname' } }, data: '@way' } },
          { log: { prefix: 'shop: ', level: 'warn', flags: ['all'] } },
          { reject: { type: 'icmpx', expr: 'admin-prohibited' } },
        ],
      },
    },
  ],
}

const filter = `*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:shop - [0:0]
-A FORWARD -i veth4a513fb -o ${bridge} -m conntrack --ctstate NEW,ESTABLISHED -j shop
-A INPUT -p tcp -m tcp --tcp-flags SYN,ACK SYN -m multiport --dports 80,443,1000:2000 -j MARK --set-xmark 0x1/0xff
-A INPUT -m shopmatch --shop-level high --shop=7 -j SHOPTARGET --shop-mode hard
-A INPUT -m owner --uid-owner alice -m time --timestart 08:00 --weekdays Mon,Tue -j CT --helper ftp
-A INPUT -m helper --helper ftp -m cgroup --path shop/web -m recent --set --name visitors --rsource -j NFLOG --nflog-prefix shop
-A INPUT -m limit --limit 5/min --limit-burst 7 -m hashlimit --hashlimit-upto 5/sec --hashlimit-mode srcip --hashlimit-name shop -j DROP
this line is none of any program
-A INPUT --dport
-Q shop alice
COMMIT
*shop
:SHOP ACCEPT [0:0]
COMMIT
`

/** A snapshot where every field that may be there is there. */
export const rich: SnapshotFile = {
  ...acme,
  $schema: 'https://shop.example/snapshot.schema.json',
  rules: [{ family: 'ipv4', variant: 'legacy', command: '/opt/shop/iptables-save.txt', text: filter }],
  nft: richNft,
  facts: {
    interfaces: [
      {
        name: 'veth4a513fb',
        up: true,
        kind: 'veth',
        bridge,
        hairpin: true,
        mac: '4a:43:bc:d8:1d:27',
        addresses: [{ address: '192.168.7.1', length: 24 }],
      },
      { name: bridge, up: true, kind: 'bridge', addresses: [] },
    ],
    routes: [
      {
        family: 'ipv4',
        table: 'shop',
        type: 'unicast',
        destination: '192.168.7.0/24',
        via: '192.168.7.9',
        device: 'shop0',
        source: '192.168.7.1',
        metric: 1,
      },
    ],
    routingRules: [{ family: 'ipv4', priority: 7, text: 'from 192.168.7.0/24 iif shop0 fwmark 0x1/0xff lookup shop' }],
    sysctls: { 'net.ipv4.conf.shop0.rp_filter': '2', 'net.ipv4.conf.all.rp_filter': '1', 'kernel.hostname': 'alice' },
    ipsets: [
      {
        name: 'shop',
        type: 'hash:net,port,iface',
        options: 'family inet hashsize 1024 maxelem 65536 comment bucketsize 12 initval 0xfeedbeef',
        members: ['192.168.7.0/24,tcp:80,physdev:shop0 timeout 7 packets 1 bytes 2 comment "member"'],
      },
      { name: 'all', type: 'list:set', options: 'size 8', members: ['shop'] },
    ],
    sockets: [{ protocol: 'tcp', family: 'ipv4', address: '192.168.7.1', device: 'shop0', port: 80, process: 'shopd' }],
  },
  docker: {
    version: '29.1.3',
    firewallBackend: 'iptables+firewalld',
    swarmActive: true,
    networks: [network, other].map((id, index) => ({
      id,
      name: `shop${index}`,
      driver: 'bridge',
      created: `2026-11-20T10:29:4${index}.879649136Z`,
      internal: false,
      ingress: false,
      ipv4: true,
      ipv6: false,
      subnets: [`192.168.${index + 7}.0/24`],
      options: {
        'com.docker.network.bridge.trusted_host_interfaces': 'eth0:shop0',
        'com.docker.network.bridge.gateway_mode_ipv4': 'nat',
        parent: 'shop0.7',
        owner: 'alice',
      },
      members: {
        [web]: { name: 'web', ipv4: '192.168.7.2', ipv6: '' },
        'lb-shop': { name: 'shop-endpoint', ipv4: '192.168.7.3', ipv6: '' },
      },
    })),
    containers: [web, db].map((id, index) => ({
      id,
      name: `shop-${index}`,
      running: true,
      startedAt: `2026-11-20T11:29:4${index}.09Z`,
      pid: 17116,
      networkMode: index === 0 ? 'shop0' : `container:${web}`,
      endpoints: [
        { networkId: network, networkName: 'shop0', ipv4: '192.168.7.2', ipv6: undefined, gatewayPriority: 0 },
      ],
      ports: [{ protocol: 'tcp', containerPort: 80, hostAddress: '192.168.7.1', hostPort: 8080 }],
      links: ['/db:/web/db'],
      exposed: ['80/tcp'],
      labels: {
        'com.docker.compose.container-number': '1',
        'com.docker.compose.oneoff': 'False',
        'com.docker.stack.namespace': 'shop',
        other: 'alice',
      },
    })),
  },
  daemon: {
    words: ['--bip=192.168.9.1/24', '--iptables=false', '--bridge=shop0'],
    json: { 'ip-masq': false, 'fixed-cidr': '192.168.9.0/24', bridge: 'shop0' },
    before: { ipv4: undefined, ipv6: undefined },
    mesh: [{ protocol: 'tcp', port: 80 }],
  },
  persistence: [
    { path: '/etc/iptables/rules.v4', text: filter },
    {
      path: '/etc/docker/daemon.json',
      text: '{ "bridge": "shop0", "hosts": ["unix:///run/alice.sock"], "labels": ["alice"], "shop": { "icc": true } }',
    },
    { path: '/etc/systemd/system/shop.service.d/alice.conf', text: 'ExecStart=/opt/shop' },
    { path: '/etc/ufw/before.init', text: 'alice' },
  ],
  notes: [
    { id: 'host/unreadable', args: { path: '/home/alice/.docker/run/docker.sock', said: 'alice', status: 1 } },
    { id: 'host/tool-failed', args: { command: 'iptables-save -c', status: 4, said: 'alice' } },
    {
      id: 'host/docker-answer',
      args: { endpoint: 'unix:///run/user/1000/alice.sock', path: '/networks/shop', status: 500, said: 'alice' },
    },
    { id: 'host/table-incompatible', args: { table: 'shop', family: 'ipv4', user: 'alice' } },
  ],
}
