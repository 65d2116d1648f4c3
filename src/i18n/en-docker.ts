// data: English texts of prediction, status and repair.
import type { Catalogue } from '#model/messages.ts'

const plural = (count: string | number | undefined, one: string) =>
  `${count ?? 0} ${one}${Number(count) === 1 ? '' : 's'}`

export const enDocker = {
  'docker/unknown-document': ({ index }) =>
    `document ${Number(index) + 1} of Docker's JSON is no container, network, version or info, and was left out`,
  'docker/unreadable': ({ index, path }) =>
    `document ${Number(index) + 1} of Docker's JSON was left out: \`${path}\` is not what Docker writes there`,
  'predict/no-state': ({ source }) =>
    `${source} tells nothing of Docker: its version, networks and containers are needed to know what it would write`,
  'predict/nftables-backend': ({ version }) =>
    `Docker ${version} uses its nftables backend here, and that is not predicted yet`,
  'predict/forwarding-guessed': () =>
    'nobody told whether the kernel forwarded before the daemon started; taken as off, so that FORWARD drops (--ip-forward-before says it)',
  'status/well': ({ engine, rules }) => `Docker ${engine}: all ${plural(rules, 'rule')} are there and in place`,
  'status/wrong': ({ engine, rules, wrong }) =>
    `Docker ${engine}: ${plural(wrong, 'thing')} wrong, ${plural(rules, 'rule')} as they should be`,
  'status/policy': ({ place, policy }) => `the policy of ${place} is not ${policy}, as Docker sets it`,
  'status/next-there': () => 'Next, on that host: ',
  'status/iptables-off': () =>
    'Docker runs with --iptables=false and writes no rules: those of its kind that are here are left from before',
  'status/more': ({ count }) => `... and ${count} more (--full shows all)`,
  'status/expected': () => 'as expected',
  'status/missing': () => 'missing',
  'status/out-of-place': () => 'out of place',
  'status/altered': () => 'altered',
  'status/doubled': () => 'doubled',
  'status/stale': () => 'stale',
  'repair/nothing': () => "Nothing to repair: Docker's rules are there and in place.",
  'repair/will': ({ count }) => `${plural(count, 'change')} put Docker's rules right; nobody else's are touched:`,
  'repair/stale-left': ({ count }) =>
    `${plural(count, 'rule')} of Docker's shape ${Number(count) === 1 ? 'has' : 'have'} nothing to be there for any more, or another target than Docker gives them; --prune takes ${Number(count) === 1 ? 'it' : 'them'} away`,
  'repair/chain': ({ place }) => `make chain ${place}`,
  'repair/policy': ({ place, policy }) => `set the policy of ${place} to ${policy}`,
  'repair/done': ({ rounds }) =>
    `Repaired${Number(rounds) > 1 ? ` in ${rounds} rounds, as rules changed meanwhile` : ''}; read back and found right.`,
  'repair/policy-left': ({ place, policy }) =>
    `the policy of ${place} is another than ${policy}, which Docker sets where it switched forwarding on itself; as its rules are all there, the policy is left alone (--ip-forward-before 0 sets it)`,
  'repair/unloadable': ({ text }) =>
    `left out, as iptables-restore does not read back such an interface name: ${text}; restarting the engine writes it`,
  'repair/user-rules-unknown': ({ place }) =>
    `${place} is gone, and with it what you had there; --before SNAPSHOT (a capture or iptables-save from before) says which rules those were`,
  'repair/lost': ({ count, source }) =>
    `${plural(count, 'rule')} of ${source} that ${Number(count) === 1 ? 'is' : 'are'} not Docker's ${Number(count) === 1 ? 'is' : 'are'} lost and not put back:`,
  'repair/none-lost': ({ source }) => `No rule of ${source} that is not Docker's is lost.`,
  'repair/reach': ({ reached, count, before, source }) =>
    `Traced: ${reached} of ${plural(count, 'published port')} ${Number(reached) === 1 ? 'is' : 'are'} reached (${source === '' ? 'before the repair' : `in ${source}`}: ${before}).`,
  'repair/more': ({ count }) => `... and ${count} more (--json has all)`,
  'repair/reach-of': ({ port, protocol, container, containerPort, family }) =>
    `${port}/${protocol} -> ${container}:${containerPort} (${family === 'ipv6' ? 'IPv6' : 'IPv4'}): `,
  'repair/reach-stopped': ({ by }) => `stopped at ${by === '' ? 'more than one place' : by}`,
  'repair/reach-astray': () => 'nothing takes it to the container',
  'repair/reach-unknown': () => 'depends on what was not read',
  'repair/reach-opened': ({ source }) => `reached now, and was not in ${source}`,
  'repair/stopped': () => 'every table is as it was or as it should be, and running it again goes on from there',
  'repair/left': ({ count }) =>
    `${plural(count, 'change')} still to do after five rounds: rules keep changing; run it again`,
  'host/restore-refused': ({ command, status, said, kept }) =>
    `\`${command}\` refused the rules with status ${status}, and that table was not changed; it said: ${said}${kept ? `; the script is kept in ${kept}` : ''}`,
  'host/rules-busy': ({ command, said }) =>
    `\`${command}\` could not get at the rules, another program is changing them: ${said}; nothing was changed`,
  'compose/not-yaml': ({ said }) => `the Compose file is not YAML: ${said}`,
  'compose/no-services': () => 'the Compose file has no services',
  'compose/bridges-unknown': () =>
    'perhaps: bridges are named after their networks here and addresses are the next free ones; Docker chooses both when it starts',
  'compose/replicas': ({ service, replicas }) => `perhaps: ${service} runs ${replicas} times; one is shown`,
  'compose/variable': ({ name }) => `perhaps: \${${name}} has no default; taken as 0`,
  'compose/port': ({ service, port }) => `perhaps: the port \`${port}\` of ${service} is not understood and left out`,
  'compose/host-port-chosen': ({ service, port }) =>
    `perhaps: Docker chooses the host port for ${port} of ${service}; its rules are left out`,
  'compose/external': ({ network }) =>
    `perhaps: the network ${network} is external, and nobody told what it is like; taken as a new bridge`,
  'compose/profile': ({ service, profiles }) =>
    `perhaps: ${service} starts only with a profile (${profiles}); left out`,
  'compose/adds': ({ rules, both, ipv4, ipv6, local, bound }) => {
    const opens = [
      both && `${both} to everyone on every interface, also on IPv6`,
      ipv4 && `${ipv4} to everyone on every interface, on IPv4`,
      ipv6 && `${ipv6} to everyone on every interface, on IPv6`,
      bound && `${bound} to everyone who reaches that address`,
      local && `${local} to this host`,
    ].filter(Boolean)
    return `this will add ${plural(rules, 'rule')} and open ${opens.length > 0 ? opens.join('; ') : 'nothing'}`
  },
} satisfies Partial<Catalogue>
