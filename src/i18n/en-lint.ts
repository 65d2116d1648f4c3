// data: English texts of the linter. Rules in the order of their names.
import type { Catalogue } from '#model/messages.ts'

const who = (name: unknown) =>
  name === 'internet'
    ? 'the internet'
    : name === 'zone'
      ? 'the LAN'
      : name === 'container'
        ? 'containers'
        : name === 'nobody'
          ? 'no one'
          : 'not known'

const list = (words: string) =>
  words
    .split(' ')
    .filter((word) => word !== '')
    .join(', ')

export const enLint = {
  'check/allowed': ({ count }) => `${count} allowed by comments`,
  'check/fails': ({ fails, who: reacher, conditional }) => {
    const seen =
      fails === 'neither'
        ? 'opens nothing and cuts off nothing'
        : `fails ${fails}, ${fails === 'open' ? 'reachable from' : 'cuts off'}: ${who(reacher)}`
    return conditional ? `${seen}; only if what was not read is so` : seen
  },
  'check/fix': ({ reach }) =>
    `fix known: it ${reach === 'same' ? 'changes no reach' : reach === 'opens' ? 'opens ways for packets' : 'closes ways for packets'}`,
  'check/head': ({ errors, warnings, notes, rules, sources }) => {
    const counts = [
      [errors, 'error'],
      [warnings, 'warning'],
      [notes, 'note'],
    ] as const
    const said = counts
      .filter(([count]) => Number(count) > 0)
      .map(([count, word]) => `${count} ${word}${count === 1 ? '' : 's'}`)
    return `${said.length === 0 ? 'nothing found' : said.join(', ')} in ${rules} rules of ${sources} ${sources === 1 ? 'source' : 'sources'}`
  },
  'check/no-files': ({ names }) => `no file of rules, unit, script or Compose file in ${names}`,
  'check/no-rule': ({ id }) => `the linter has no rule \`${id}\``,
  'check/packet': ({ protocol, from, device, to, port, state, by }) =>
    `${protocol} ${from ? `${from} ` : ''}to ${to || 'this host'}:${port}${device ? ` by ${device}` : ''}: ${state}${by ? ` (${by})` : ''}`,
  'check/packet-is': ({ packet }) => `packet: ${packet}`,
  'check/rules': ({ names }) => `the rules: ${names}`,
  'check/unread': ({ names, count }) =>
    `not everything could be read in ${list(String(names).replaceAll('\n', ' '))}: ${count === 0 ? 'it is unknown whether something is wrong there' : 'there may be more findings'}`,
  'check/explain': ({ id }) => `more: seawall explain ${id}`,
  'lint/declaration-empties-chain': ({ chain }) => `\`:${chain} -\` empties Docker's chain ${chain} at each load`,
  'lint-about/declaration-empties-chain': () =>
    "a declaration of one of Docker's chains, which empties it although --noflush is given",
  'lint-help/declaration-empties-chain': ({ chains }) =>
    `omit the ${String(chains).includes(' ') ? 'lines' : 'line'}: Docker creates and fills ${list(String(chains))} itself`,
  'lint/docker-rules-in-saved-file': ({ count }) =>
    count === 0
      ? "this saves all rules that are loaded, Docker's too, and they are loaded again at boot"
      : `${count} ${count === 1 ? 'rule that Docker wrote is' : 'rules that Docker wrote are'} in a file that is loaded at boot`,
  'lint-about/docker-rules-in-saved-file': () =>
    "Docker's own rules in a saved file: they name old addresses and bridges",
  'lint-help/docker-rules-in-saved-file': () =>
    'keep only your own rules in the file: `seawall save` writes them; Docker writes its rules when it starts',
  'lint/drop-before-established': ({ chain }) => `${chain} drops answers to connections that containers began`,
  'lint-about/drop-before-established': () => 'a DROP of packets from outside before ESTABLISHED packets are accepted',
  'lint-help/drop-before-established': ({ chain }) =>
    `put before it: -A ${chain} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
  'lint/published-port-after-dnat': ({ does, port, to, container, chain }) =>
    to
      ? `${chain} asks for port ${port}, but DNAT has replaced it by ${to}${container ? ` (${container})` : ''}: the rule ${does === 'closes' ? 'does not close' : 'does not open'} port ${port}`
      : `${chain} sees the port of the container: if ${port} is a published port with another container port, the rule ${does === 'closes' ? 'does not close' : 'does not open'} it`,
  'lint-about/published-port-after-dnat': () =>
    'a rule for forwarded packets that asks for the published port, which DNAT has replaced',
  'lint-help/original-port': ({ port }) =>
    `ask for the original port: -m conntrack --ctorigdstport ${port} --ctdir ORIGINAL`,
  'lint-place/container-port': ({ port }) => `the port here is that of the container: ${port}`,
  'lint-place/rewritten': ({ port, to }) => `port ${port} is replaced by ${to} here, before`,
  'lint/restore-flushes-docker': ({ how, tables }) =>
    how === 'restore'
      ? `loading this file deletes Docker's rules in ${list(String(tables))}`
      : how === 'nft'
        ? "this deletes all rules of the host, Docker's too"
        : how === 'restart'
          ? "this deletes Docker's rules until the restart of Docker further down writes them again"
          : "this deletes Docker's rules",
  'lint-about/restore-flushes-docker': () => "a command or file that deletes Docker's chains or tables",
  'lint-help/restore-flushes-docker': ({ how }) =>
    how === 'restore'
      ? 'load it with `iptables-restore --noflush` (IPTABLES_RESTORE_NOFLUSH=yes for netfilter-persistent), with your rules in chains of your own that the file flushes itself'
      : how === 'nft'
        ? 'delete only your own table: `table inet NAME` and `delete table inet NAME` before its definition'
        : 'flush only chains of your own, by name; `seawall repair` puts Docker’s rules back',
  'lint/useless-allowance': ({ rule, why, date }) =>
    why === 'unknown'
      ? `the comment allows \`${rule}\`, which is no rule of the linter`
      : why === 'reason'
        ? `the comment allows ${rule} without a reason, so it allows nothing`
        : why === 'expired'
          ? `the comment allowed ${rule} until ${date}`
          : `the comment allows ${rule}, which finds nothing here`,
  'lint-about/useless-allowance': () => 'a comment that allows a finding which does not occur, or no longer may',
  'lint/container-address-reachable': ({ count, names }) =>
    `${list(String(names))}${Number(count) > 3 ? ` and ${Number(count) - 3} more` : ''}: no published port leads there from the network, but the address of the container does`,
  'lint-about/container-address-reachable': () =>
    'ports of containers that are not published, reachable by the address of the container',
  'lint-help/container-address-reachable': ({ version }) =>
    `${version ? `Docker ${version} does not close this way; ` : ''}set the policy of FORWARD to DROP (\`iptables -P FORWARD DROP\`), or update Docker to 28 or later`,
  'lint/engine-writes-no-rules': ({ option }) =>
    option === 'iptables'
      ? 'Docker writes no rules: containers cannot connect to the internet, and networks are not isolated from each other'
      : 'Docker writes no IPv6 rules: networks with IPv6 have no isolation and no published ports by DNAT',
  'lint-about/engine-writes-no-rules': () => '`"iptables": false`: all that the rules of Docker do is missing',
  'lint-help/engine-writes-no-rules': ({ option }) =>
    `remove \`${option}\`, and put your own rules into DOCKER-USER; without Docker's rules you write masquerading, isolation and published ports yourself`,
  'lint/input-only-firewall': ({ ports, chain, policy, owner }) =>
    `${policy ? `the policy of ${chain}` : `a rule of ${chain}`}${owner && owner !== 'user' ? ` (${owner})` : ''} does not close ${list(String(ports))}: packets for containers are forwarded and never come to INPUT`,
  'lint-about/input-only-firewall': () =>
    'a firewall of INPUT (ufw, firewalld or your own) beside published ports, which it does not close',
  'lint-help/input-only-firewall': ({ port }) =>
    `close it in DOCKER-USER: -i INTERFACE -p tcp -m conntrack --ctorigdstport ${port} --ctdir ORIGINAL -j DROP; or publish it on one address only: 127.0.0.1:${port}:...`,
  'lint/loopback-port-reachable': ({ ports }) =>
    `${list(String(ports))}: published on a loopback address, and reachable from the network`,
  'lint-about/loopback-port-reachable': () =>
    'a port that is published on 127.0.0.1 and that hosts on the same network reach',
  'lint-help/loopback-port-reachable': ({ version }) =>
    `${/^(2[89]|[3-9]\d)\./.test(String(version)) ? 'a rule of Docker in raw PREROUTING is missing: `seawall repair`' : 'update Docker to 28 or later, which drops such packets in raw PREROUTING; until then: iptables -t raw -I PREROUTING ! -i lo -d 127.0.0.0/8 -j DROP'}`,
  'lint/old-state-match': ({ count }) =>
    `\`-m state\` in ${count} ${count === 1 ? 'rule' : 'rules'}: it still works, \`-m conntrack --ctstate\` replaced it`,
  'lint-about/old-state-match': () => '`-m state`, which `-m conntrack --ctstate` replaced',
  'lint-help/old-state-match': () => 'write `-m conntrack --ctstate` with the same states',
  'lint/original-port-hits-answers': ({ chain }) =>
    `${chain} asks for the original port without a direction: it also drops answers to containers that connect to this port elsewhere`,
  'lint-about/original-port-hits-answers': () =>
    'a DROP by `--ctorigdstport` without `--ctdir ORIGINAL`, which answers to containers match too',
  'lint-help/original-port-hits-answers': () =>
    'add `--ctdir ORIGINAL`, and `-i INTERFACE` of the internet, so that connections of containers do not match',
  'lint/rules-double-on-reload': ({ count, chains }) =>
    `each reload adds ${count === 1 ? 'this rule' : `these ${count} rules`} to ${list(String(chains))} again, and rules that you remove from the file stay`,
  'lint-about/rules-double-on-reload': () =>
    'rules for a built-in chain in a file that is loaded with --noflush: each reload adds them again',
  'lint-help/rules-double-on-reload': ({ chains }) =>
    `put the rules into a chain of your own, which the file declares (\`:MY-${String(chains).split(' ')[0]} -\` empties it), and jump there once; or flush the chain in the file, if no other program has rules in it`,
  'lint/docker-user-jump': ({ state, count }) =>
    state === 'missing'
      ? `no rule leads from FORWARD to DOCKER-USER: its ${count === 1 ? 'rule has' : `${count} rules have`} no effect`
      : 'this rule of FORWARD decides about packets for containers before DOCKER-USER sees them',
  'lint-about/docker-user-jump': () =>
    'the jump from FORWARD to DOCKER-USER is missing, or a rule before it decides first',
  'lint-help/docker-user-jump': ({ state }) =>
    state === 'missing'
      ? 'restart Docker, which adds the jump, or add it: iptables -I FORWARD -j DOCKER-USER'
      : 'put this rule after the jump to DOCKER-USER, or limit it to the interfaces that it is for',
  'lint/rule-never-reached': ({ count, chain, does, by, same }) =>
    `no packet reaches ${count === 1 ? `this ${does} rule` : `these ${count} rules`} in ${chain}: ${same ? 'a rule before takes the same packets and does the same' : `${by === 'ACCEPT' ? 'an' : 'a'} ${by} rule before takes all ${count === 1 ? 'its' : 'their'} packets`}`,
  'lint-about/rule-never-reached': () =>
    'a rule that no packet reaches, because a rule before it takes all its packets',
  'lint-help/rule-never-reached': ({ same }) =>
    same ? 'remove the second rule' : 'put the rule before the one that takes its packets: use -I, or a position',
  'lint-place/takes-first': () => 'this rule takes the packets first',
  'lint/docker-user-accepts': ({ all }) =>
    `this ACCEPT in DOCKER-USER lets ${all ? 'every packet' : 'all packets from there'} through to every port of every container, not only to published ones`,
  'lint-about/docker-user-accepts': () => 'an ACCEPT in DOCKER-USER that opens more than published ports',
  'lint-help/docker-user-accepts': () =>
    'write RETURN instead of ACCEPT: then the rules of Docker decide about ports that are not published',
  'lint/same-bridge-rule': ({ bridge, sysctl }) =>
    `this rule drops nothing: packets between containers on ${bridge} stay inside the bridge, and ${sysctl} is 0`,
  'lint-about/same-bridge-rule': () => 'a DROP between containers of one network while br_netfilter is off',
  'lint-help/same-bridge-rule': ({ sysctl }) =>
    `set ${sysctl} to 1 (modprobe br_netfilter), or create the network with com.docker.network.bridge.enable_icc=false, or use two networks`,
  'lint/test-proves-little': () =>
    '`iptables-restore --test` finds errors of syntax only: the kernel may still refuse the file, and the rules may still lock you out',
  'lint-about/test-proves-little': () => '`iptables-restore --test` as the only check before rules are loaded',
  'lint-help/test-proves-little': () =>
    'load the file in a network namespace first: unshare -n iptables-restore FILE; `seawall apply` takes rules back if you do not confirm them',
  'lint/misspelt-chain': ({ chain, name }) =>
    `no packet comes to ${chain}: no rule jumps to it, and the name is almost ${name}`,
  'lint-about/misspelt-chain': () =>
    'a chain whose name is almost INPUT, FORWARD, DOCKER-USER or another known one, and that no rule jumps to',
  'lint-help/misspelt-chain': ({ name }) => `write ${name}, or add a jump to the chain`,
  'lint/fossil-container-address': ({ address, network }) =>
    `no running container has the address ${address} of network ${network}: the next container that gets it meets this rule`,
  'lint-about/fossil-container-address': () => 'a rule for the address of a container that no running container has',
  'lint-help/fossil-container-address': () =>
    'give the container a fixed address, or ask for the published port: -m conntrack --ctorigdstport PORT --ctdir ORIGINAL',
  'lint/missing-interface': ({ name, count }) =>
    `the host has no interface ${name}: ${count === 1 ? 'this rule is' : `these ${count} rules are`} for packets that do not exist`,
  'lint-about/missing-interface': () => 'a rule for an interface that the host does not have',
  'lint-help/missing-interface': () =>
    'compare the names with `ip -br link`; a card may be called ens3 or enp1s0 instead of eth0',
  'lint/docker-user-under-nftables': ({ count }) =>
    `Docker writes its rules with nftables and makes no jump to DOCKER-USER: ${count === 1 ? 'this rule has' : `these ${count} rules have`} no effect`,
  'lint-about/docker-user-under-nftables': () =>
    'rules in DOCKER-USER while the firewall backend of Docker is nftables',
  'lint-help/docker-user-under-nftables': () =>
    'write them into a table of your own, with a base chain of hook forward',
  'lint/input-lockout': ({ state, port }) =>
    state === 'flush'
      ? 'from the second run on, this flushes INPUT while its policy is DROP: if the script stops here, ssh is cut off'
      : `INPUT drops what no rule accepts, and no rule accepts a new connection to port ${port}: ssh is cut off`,
  'lint-about/input-lockout': () =>
    'INPUT drops everything and no rule accepts ssh, or a script flushes INPUT while its policy is DROP',
  'lint-help/input-lockout': ({ state, port }) =>
    state === 'flush'
      ? 'set the policy to ACCEPT before the flush, or load all rules at once with iptables-restore'
      : `add -A INPUT -p tcp --dport ${port} -j ACCEPT with the address that you come from; \`seawall apply\` takes rules back if you do not confirm them`,
  'lint/database-port-published': ({ service, port, name }) =>
    `${name} publishes ${service}${port ? ` at port ${port}` : ''} on every address of the host`,
  'lint-about/database-port-published': () =>
    'the port of a database that a Compose file publishes on every address of the host',
  'lint-help/database-port-published': ({ port }) =>
    `other containers of the network need no published port; for the host itself: 127.0.0.1:${port || 'PORT'}:...`,
  'lint/ports-without-effect': ({ name }) =>
    `${name} uses the network of the host: \`ports\` publishes nothing, and every port that its programs open is a port of the host`,
  'lint-about/ports-without-effect': () => '`ports` of a Compose service with `network_mode: host`',
  'lint-help/ports-without-effect': () =>
    'remove `ports` and close the other ports in INPUT, or remove `network_mode: host`',
  'lint/strict-forward-ports': () =>
    'with StrictForwardPorts firewalld closes published ports until it forwards them itself: `docker run -p` alone opens none',
  'lint-about/strict-forward-ports': () => 'StrictForwardPorts=yes of firewalld, which closes published ports',
  'lint-help/strict-forward-ports': () =>
    'forward each port in firewalld (firewall-cmd --permanent --zone=ZONE --add-forward-port=...), or set StrictForwardPorts=no',
  'lint/starts-before-docker': ({ unit }) =>
    `${unit} adds a rule to DOCKER-USER and may start before Docker creates the chain: the command fails then`,
  'lint-about/starts-before-docker': () => 'a unit that adds rules to DOCKER-USER without `After=docker.service`',
  'lint-help/starts-before-docker': () =>
    'add After=docker.service and PartOf=docker.service, or create the chain first: iptables -N DOCKER-USER',
  'lint/forward-drop-cuts-others': ({ names }) =>
    `the policy of FORWARD is DROP, which Docker sets, and no rule accepts packets from ${list(String(names))}: what is connected there has no network`,
  'lint-about/forward-drop-cuts-others': () =>
    'the policy DROP of FORWARD on a host with a bridge of virtual machines that no rule accepts packets from',
  'lint-help/forward-drop-cuts-others': ({ name }) =>
    `accept them: -A DOCKER-USER -i ${name} -j ACCEPT and -A DOCKER-USER -o ${name} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
  'lint/ipv6-left-open': ({ ports }) => `${list(String(ports))}: this rule closes it for IPv4 only, and IPv6 is open`,
  'lint-about/ipv6-left-open': () => 'a port that is closed for IPv4 and open for IPv6',
  'lint-help/ipv6-left-open': () =>
    'add the rule to ip6tables too; in INPUT where docker-proxy takes IPv6 connections, because the network has no IPv6',
  'lint/native-rules-in-iptables-table': ({ table }) =>
    `\`${table}\` is a table of iptables: with rules of nftables in it, iptables and Docker may be unable to change it`,
  'lint-about/native-rules-in-iptables-table': () =>
    'an nftables file that writes into a table of iptables, such as `ip filter`',
  'lint-help/native-rules-in-iptables-table': () => 'use a table of your own with another name: table inet NAME',
  'lint/two-variants-loaded': ({ legacy, nft }) =>
    `rules of both variants of iptables are loaded (${legacy} legacy, ${nft} nft): the kernel asks both, and each tool lists its own only`,
  'lint-about/two-variants-loaded': () => 'rules of iptables-legacy and of iptables-nft on one host',
  'lint-help/two-variants-loaded': () =>
    'choose one with update-alternatives --config iptables, restart Docker, and delete the rules of the other (iptables-legacy -F)',
} satisfies Partial<Catalogue>
