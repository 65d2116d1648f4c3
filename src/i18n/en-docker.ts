// data: English texts of prediction, status and repair.
import type { Catalogue } from '#model/messages.ts'

const plural = (count: string | number | undefined, one: string) =>
  `${count ?? 0} ${one}${Number(count) === 1 ? '' : 's'}`

const familyName = (family: string | number | undefined) => (family === 'ipv6' ? 'IPv6' : 'IPv4')

export const enDocker = {
  'docker/unknown-document': ({ index }) =>
    `document ${Number(index) + 1} of Docker's JSON is not a container, network, version or info, and was ignored`,
  'docker/unreadable': ({ index, path }) =>
    `document ${Number(index) + 1} of Docker's JSON was ignored: \`${path}\` does not have the form that Docker writes`,
  'predict/no-state': ({ source }) =>
    `${source} contains no Docker state: a prediction needs the version, the networks and the containers`,
  'predict/no-version': ({ version }) => `\`${version}\` is not a version of the engine, such as 28.5.2`,
  'predict/upgrade': ({ from, to, added, removed, moved, opens, closes }) =>
    `Docker ${to} instead of ${from}: ${plural(added, 'rule')} added, ${removed} removed, ${moved} moved; considering only Docker's rules, ${opens ? `these open to the outside: ${opens}` : 'no port opens'}, ${closes ? `these close: ${closes}` : 'no port closes'}`,
  'moving/already': ({ version }) => `Docker ${version} uses the nftables backend here already`,
  'moving/by-hand': ({ count }) =>
    `Translate ${plural(count, 'rule')} by hand, where the script has a comment: iptables-translate helps with most.`,
  'moving/forward-drop': ({ place, command }) =>
    `The policy of ${place} is DROP and stays DROP: Docker does not take it back. With nftables no rule of iptables accepts packets to containers any more, so every published port is dead until you run \`${command}\` after the switch. Then other interfaces of this host are forwarded too: close them with rules of your own.`,
  'moving/forwarding': ({ now }) =>
    `Switch IP forwarding on yourself: with nftables Docker does not do it, and does not start while it is off. Write net.ipv4.ip_forward=1 (and net.ipv6.conf.all.forwarding=1) to a file in /etc/sysctl.d.${now === '1' ? ' It is on now, but whether this host or Docker switched it on is not known.' : ''}`,
  'moving/mark': ({ mark }) =>
    `Start dockerd with --bridge-accept-fwmark=${mark}: an accept in a table of yours does not override a drop of Docker, so these rules set a mark that Docker accepts. The mark does not help against the drops in raw-PREROUTING, which close the addresses of containers to direct access.`,
  'moving/nothing': ({ engine }) =>
    `Docker ${engine} can be moved to its nftables backend: nothing here needs to change first`,
  'moving/rule-by-hand': () => 'ignored after the next boot: not translated',
  'moving/rule-mark': () => 'ignored after the next boot: in the script it sets the mark and accepts',
  'moving/rule-moves': () => 'ignored after the next boot: in the script it does the same',
  'moving/rules': () => 'Your rules in DOCKER-USER, one by one:',
  'moving/script': () =>
    'In their place, as a file for nft -f (load it at each boot, for example from /etc/nftables.conf):',
  'moving/swarm': () =>
    'This engine is part of a swarm: dockerd refuses the nftables backend there. Leave the swarm, or keep iptables.',
  'moving/todo': ({ engine, count }) =>
    `Before Docker ${engine} moves to its nftables backend: ${plural(count, 'thing')} to do`,
  'moving/user-rules': ({ count }) =>
    `Move ${plural(count, 'rule')} of DOCKER-USER to a table of your own. Docker does not make the chain DOCKER-USER with nftables. The jump that is there stays until the next boot (or flush); then the rules are ignored without a word.`,
  'moving/version': ({ version }) =>
    `Upgrade first: Docker ${version} does not have --firewall-backend=nftables; 29.0 and later do.`,
  'predict/nftables-no-mesh': () =>
    'this engine is part of a swarm; with its nftables backend Docker publishes no ports of services: rules for the routing mesh are not predicted',
  'predict/nftables-no-start': () =>
    'IP forwarding was off before the daemon started: with its nftables backend Docker does not switch it on and does not start; set net.ipv4.ip_forward=1 first, or start it with --ip-forward=false',
  'predict/forwarding-guessed': () =>
    'unknown whether IP forwarding was on before the daemon started; assumed off, so that the policy of FORWARD is DROP (use --ip-forward-before)',
  'predict/refused': ({ what }) =>
    `${what} is omitted: Docker reports a name or an address for it that no rule can contain`,
  'predict/options-unknown': ({ options }) =>
    `options of the Docker daemon that were not read: ${options}; the rules are those of their default values (--daemon-args gives the options)`,
  'daemon/no-process': ({ endpoint }) =>
    `the process that answers at ${endpoint} could not be found (this needs root and \`ss\` of iproute2, on the host of the engine): its options are unknown`,
  'daemon/not-dockerd': ({ endpoint, name, pid }) =>
    `${name} (process ${pid}) answers at ${endpoint}, and that is not dockerd: its options are unknown`,
  'daemon/not-root': ({ endpoint, pid, uid }) =>
    `process ${pid} answers at ${endpoint} and runs as user ${uid}, not as root: its options are not used`,
  'daemon/elsewhere': ({ endpoint, pid }) =>
    `the engine at ${endpoint} (process ${pid}) writes its rules in another network namespace than the one read here; --netns ${pid} reads that`,
  'daemon/no-net-admin': ({ endpoint, pid }) =>
    `process ${pid} answers at ${endpoint} and has no right to change rules (CAP_NET_ADMIN), so it is not the engine: its options are not used`,
  'daemon/socket-open': ({ endpoint, path }) =>
    `users other than root can replace the socket ${endpoint}, because they can write to ${path}: the options of the engine are not used`,
  'daemon/config-unreadable': ({ path }) =>
    `\`${path}\` of the Docker daemon could not be read: options that only this file gives are unknown`,
  'daemon/config-newer': ({ path }) =>
    `\`${path}\` is newer than the Docker daemon that runs: what the daemon read from it is unknown until \`systemctl restart docker\``,
  'status/no-rules': ({ source }) => `${source} has no rules: they were not read, so Docker's cannot be checked`,
  'status/forward-drop-left': ({ place }) =>
    `the policy of ${place} in iptables is DROP: what no rule there accepts is dropped, published ports included, although Docker's nftables rules accept it`,
  'status/no-nftables': ({ source }) =>
    `${source} has no tables of nftables: they were not read, so those of Docker's nftables backend cannot be checked`,
  'status/table-dormant': ({ table }) =>
    `table ${table} is switched off (flags dormant): none of its rules is applied; a repair switches it on`,
  'status/options-unknown': ({ options }) =>
    `options of the Docker daemon that were not read: ${options}; rules that depend on them are not judged (--daemon-args gives the options)`,
  'status/family-unread': ({ family }) =>
    `${familyName(family)} rules were not read: whether Docker's are there is unknown`,
  'status/variant-unread': ({ family, variant }) =>
    `Docker writes its ${familyName(family)} rules with iptables-${variant}, and the rules of that variant were not read: whether Docker's are there is unknown`,
  'status/variant-unknown': ({ family }) =>
    `Docker's ${familyName(family)} chains are in both nft and legacy, and the iptables that Docker runs could not be found out: --variant nft or --variant legacy names it`,
  'status/old-connections': ({ count, port, to, now, command }) =>
    `${plural(count, 'connection')} to ${port} ${Number(count) === 1 ? 'keeps its' : 'keep their'} old way, to ${to || 'this host'}: the kernel asks nat only for the first packet of a connection. New connections lead to ${now || 'this host'}. To end the old ${Number(count) === 1 ? 'one' : 'ones'}: ${command}`,
  'status/left-over': ({ family, variant, other, count }) =>
    `${plural(count, `${familyName(family)} rule`)} of Docker's ${Number(count) === 1 ? 'is' : 'are'} left over in iptables-${other}. Docker uses iptables-${variant}, so it never changes or removes ${Number(count) === 1 ? 'it' : 'them'}, and packets pass both. Look at ${Number(count) === 1 ? 'it' : 'them'}: ${family === 'ipv6' ? 'ip6tables' : 'iptables'}-${other}-save`,
  'status/changing': ({ names }) =>
    names === ''
      ? 'the rules changed while they were read, again and again: what differed is not judged. Run it again when nothing changes them'
      : `${names}: started or stopped while the host was read, so the rules for it are not judged. Run it again in a moment`,
  'status/other-engine': ({ bridges }) =>
    `rules for the bridge ${bridges} are here, which is no network of this engine: another Docker engine may have written them, so they are not judged or removed`,
  'status/inventory-unread': ({ what }) =>
    `not read from Docker: ${what}; rules without a known container or network may belong to it`,
  'status/unknown': () => 'unknown',
  'status/policy': ({ place, policy }) => `the policy of ${place} is not ${policy}, which Docker sets`,
  'status/next-there': () => 'Next, on that host',
  'status/iptables-off': () =>
    'with iptables=false, published ports are reached only through docker-proxy, and containers reach other networks only by rules of your own; rules of Docker that are here are left over from before',
  'status/expected': () => 'as expected',
  'status/missing': () => 'missing',
  'status/out-of-place': () => 'out of place',
  'status/altered': () => 'altered',
  'status/doubled': () => 'doubled',
  'status/stale': () => 'stale',
  'repair/nothing-off': () => 'Nothing to repair: Docker writes no rules here, by its option iptables=false.',
  'repair/nothing': () => "Nothing to repair: Docker's rules are present and in place.",
  'repair/nothing-known': () => 'Nothing to repair in what is known; unknown:',
  'repair/will': ({ count }) =>
    `${plural(count, 'change')} ${Number(count) === 1 ? 'restores' : 'restore'} Docker's rules; no other rules are touched:`,
  'repair/stale-left': ({ count }) =>
    `${plural(count, 'rule')} of Docker's shape ${Number(count) === 1 ? 'has' : 'have'} nothing to be there for any more, or another target than Docker gives them; --prune takes ${Number(count) === 1 ? 'it' : 'them'} away`,
  'repair/count': ({ count }) => plural(count, 'change'),
  'repair/each': () => '(--dry-run shows each rule)',
  'repair/engine': () => 'Docker itself',
  'repair/not-by-rules': () => "Docker's rules do not mend this:",
  'repair/closed-by-yours': () => 'Your own rules close this, and repair does not change them:',
  'repair/no-starts': ({ chains }) =>
    `without ${chains}, no container that publishes a port can start (\`docker run -p\`, restart policies)`,
  'repair/was-dead': ({ names }) => `Was dead before the repair: ${names}.`,
  'repair/opened': ({ names, source }) => `Reached now, and not in ${source}: ${names}.`,
  'repair/unchanged': () => 'Nothing was changed.',
  'repair/by-hand-left': ({ count }) =>
    `${plural(count, 'rule')} in chains of Docker ${Number(count) === 1 ? 'has' : 'have'} another target than Docker gives, and may be somebody's own; Docker's rule is put before ${Number(count) === 1 ? 'it' : 'them'}, and --prune does not remove ${Number(count) === 1 ? 'it' : 'them'}`,
  'repair/chain': ({ place }) => `make chain ${place}`,
  'repair/policy-back': () => 'The confirmed policy of Seawall was not in the kernel: it is loaded again.',
  'repair/policy-lost': () =>
    'The confirmed policy of Seawall is not in the kernel: `seawall repair --yes` loads it again.',
  'repair/policy-question': () =>
    "The confirmed policy of Seawall is not in the kernel. Load it again? Only 'yes' is accepted: ",
  'repair/policy': ({ place, policy }) => `set the policy of ${place} to ${policy}`,
  'repair/done': ({ rounds }) =>
    `Repaired${Number(rounds) > 1 ? ` in ${rounds} rounds, as rules changed meanwhile` : ''}; read back and correct.`,
  'repair/done-known': ({ rounds }) =>
    `Repaired what is known${Number(rounds) > 1 ? ` in ${rounds} rounds, as rules changed meanwhile` : ''}; read back and correct. What is unknown (\`?\`, above) was not repaired.`,
  'repair/native-policy-left': ({ place, policy }) =>
    `the policy of ${place} is not ${policy}, which Docker sets; somebody changed it, and it is left alone`,
  'repair/policy-left': ({ place, policy }) =>
    `the policy of ${place} is another than ${policy}, which Docker sets where it switched forwarding on itself; as its rules are all there, the policy is left alone (--ip-forward-before 0 sets it)`,
  'repair/unloadable': ({ count, text }) =>
    `${plural(count, 'rule')} with an interface name that iptables-restore reads differently: neither judged nor written (the first: ${text}); if rules are missing, restart the engine to write them`,
  'repair/user-rules-unknown': ({ place }) =>
    `${place} is missing, with the rules that you had there; --before SNAPSHOT (a capture or iptables-save from before) shows which rules these were`,
  'repair/lost': ({ count, source }) =>
    `${plural(count, 'rule')} of ${source} that ${Number(count) === 1 ? 'is' : 'are'} not Docker's ${Number(count) === 1 ? 'is' : 'are'} lost and not put back:`,
  'repair/none-lost': ({ source }) => `No rule of ${source} that is not Docker's is lost.`,
  'repair/stopped': () =>
    'every table is either unchanged or completely repaired; run `seawall repair` again to continue',
  'repair/left': ({ count, rounds }) =>
    `${plural(count, 'change')} still to do after ${plural(rounds, 'round')}: rules keep changing; run it again`,
  'repair/stalled': ({ count }) =>
    `Stopped: ${plural(count, 'change')} still to do, and loading the rules did not change that. The rules that did not come back as they were written were removed again; all other changes stay.`,
  'repair/kept': ({ paths }) => `The tables from before are kept in ${paths}.`,
  'repair/variant-unclear': ({ family, found }) =>
    `nothing was written: ${
      Number(found) === 0
        ? `no ${familyName(family)} rule of Docker's is left, and the iptables that Docker runs could not be found out`
        : `Docker's ${familyName(family)} chains are in both nft and legacy`
    }. Which one does Docker use? Say --variant nft or --variant legacy`,
  'repair/stranger': () => 'nothing was written: it is not certain that the engine that answered writes its rules here',
  'repair/prune-unknown': () =>
    'nothing was pruned: that needs all options of the daemon and all networks and containers, and some are unknown (see above)',
  'repair/prune-much': ({ going, there }) =>
    `nothing was pruned: ${going} of ${plural(there, 'rule')} of Docker would be removed, more than a third; look at them, then add --even-so`,
  'host/restore-refused': ({ command, status, said, kept }) =>
    `\`${command}\` rejected the rules with status ${status}, and that table was not changed: ${said}${kept ? `; the script is kept in ${kept}` : ''}`,
  'host/rules-busy': ({ command, said }) =>
    `\`${command}\` could not lock the rules, because another program is changing them: ${said}; nothing was changed`,
  'compose/not-yaml': ({ said }) => `the Compose file is not valid YAML: ${said}`,
  'compose/no-services': () => 'the Compose file has no services',
  'compose/undefined': ({ service, name }) =>
    `Compose refuses this project: ${service} uses \`${name}\`, which is not defined`,
  'compose/conflict': ({ kind, name }) =>
    `Compose refuses this project: ${kind} \`${name}\` is defined here and, differently, in an included file`,
  'compose/circle': ({ path }) => `Compose refuses this project: \`${path}\` includes or extends itself`,
  'compose/interpolation': ({ text }) =>
    `Compose refuses this project: \`${text}\` is not a valid variable; write \`$$\` for a dollar sign`,
  'compose/not-read': ({ path }) => `not known: \`${path}\` could not be read, so what it defines is missing here`,
  'compose/merged': ({ path }) => `${path} is merged over the file, as docker compose does`,
  'compose/old-form': ({ path }) =>
    `${path} has no \`services:\`; it is read as docker-compose 1 reads it, and docker compose refuses it`,
  'compose/bridges-unknown': () =>
    'assumed: bridges have the names of their networks here; Docker makes the real names from network ids that do not exist yet',
  'compose/subnets-assumed': ({ count }) =>
    `assumed: the next free subnets, in the order of the file, for ${plural(count, 'network')} without one; Docker may choose others`,
  'compose/addresses-assumed': ({ network }) =>
    `assumed: containers on ${network} get their addresses in the order of the file; Compose starts them in parallel`,
  'compose/subnet': ({ network, subnet }) => `not known: the subnet \`${subnet}\` of ${network} is not valid`,
  'compose/address': ({ service, address }) =>
    `not known: the address \`${address}\` of ${service} is not valid; the next free one is shown`,
  'compose/ipv6-subnet-assumed': ({ network }) =>
    `assumed: ${network} names no IPv6 subnet; fd00:... is an example, Docker chooses the subnet`,
  'compose/no-ipv6-subnet': ({ network }) => `${network} names no IPv6 subnet: engines before 27 refuse to create it`,
  'compose/replicas': ({ service, replicas }) =>
    `not known: the number of containers of ${service} is \`${replicas}\`; one is shown`,
  'compose/variable': ({ name }) =>
    `not known: \${${name}} is not set and has no default; Compose uses an empty string if it is not set when Compose runs`,
  'compose/variable-required': ({ name, said }) =>
    `not known: \${${name}} is not set; Compose refuses the project without it${said ? `: ${said}` : ''}`,
  'compose/port': ({ service, port }) =>
    `not known: the port \`${port}\` of ${service} could not be read; its rules are missing here`,
  'compose/port-taken': ({ service, port, other }) =>
    `a container of ${service} does not start: ${other} has its port ${port} already`,
  'compose/port-of-range': ({ service, port, chosen }) =>
    `assumed: ${service} gets the first free port of ${port}: ${chosen}`,
  'compose/ports-of-other': ({ service, mode }) =>
    `Docker refuses the ports of ${service}: with \`network_mode: ${mode}\` they belong to the other container`,
  'compose/host-network': ({ service }) =>
    `${service} uses the network of the host: Docker writes no rules for it, and INPUT decides who reaches its ports`,
  'compose/host-port-chosen': ({ service, port }) =>
    `Docker chooses the host port for ${port} of ${service}; its rules are missing here`,
  'compose/external': ({ network }) =>
    `not known: the network ${network} is external and was not read; it is shown as a new bridge (--diff HOST reads it)`,
  'compose/profile': ({ service, profiles }) =>
    `${service} is left out: it starts only with the profile ${profiles} (--profile)`,
  'compose/needs-profile': ({ service, name }) =>
    `Compose refuses this project: ${service} depends on ${name}, which starts only with a profile (--profile)`,
  'compose/only-internal': ({ container }) =>
    `the ports of ${container} are not published: all its networks are internal`,
  'compose/other-driver': ({ container, network, driver }) =>
    `${container} has its own address on the ${driver} network ${network}; Docker publishes its ports only where a bridge is its gateway network`,
  'compose/adds': ({ rules, both, ipv4, ipv6, local, bound, routed, chosen, unknown }) => {
    const opens = [
      both && `${both} to everyone on every interface, also on IPv6`,
      ipv4 && `${ipv4} to everyone on every interface, on IPv4`,
      ipv6 && `${ipv6} to everyone on every interface, on IPv6`,
      bound && `${bound} to everyone who reaches that address`,
      routed && `${routed} to everyone who has a route to that address`,
      local && `${local} to this host`,
      chosen && `a port that Docker chooses for ${chosen}`,
    ].filter(Boolean)
    const nothing = unknown ? '' : ' and open nothing'
    const what = opens.length > 0 ? ` and open ${opens.join('; ')}` : nothing
    return `this will add ${plural(rules, 'rule')}${what}${unknown ? `; not known whether it opens: ${unknown}` : ''}`
  },
} satisfies Partial<Catalogue>
