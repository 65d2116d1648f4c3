// data: English texts of headings, counts and conclusions.
import { ownershipTexts } from './ownership.ts'
import type { Args, Text } from './text.ts'

const plural = (count: string | number | undefined, one: string, many = `${one}s`) =>
  `${count ?? 0} ${Number(count) === 1 ? one : many}`

const standings: Readonly<Record<string, string>> = {
  'before-yours': ', before your rules',
  'after-yours': ', after your rules',
  'between-yours': ', between your rules',
}

export const enReport = {
  'conclusion/rules': ({ family, rules, layout, versions }: Args) => {
    const where = family === 'ipv6' ? 'IPv6' : 'IPv4'
    const written = layout ? `; Docker's layout is that of ${versions}` : ''
    return Number(rules) === 0 ? `${where}: no rules` : `${where}: ${plural(rules, 'rule')}: {}${written}`
  },
  'conclusion/owner': ({ count, owner }: Args) => `${count} ${owner === 'user' ? 'yours' : owner}`,
  'conclusion/ports': ({ count }: Args) => `Published: ${plural(count, 'port')}: {}`,
  'conclusion/published': ({
    container,
    containerAddress,
    containerPort,
    hostAddress,
    hostPort,
    protocol,
    family,
  }: Args) => {
    const any = family === 'ipv6' ? '[::]' : '*'
    const target = container ? String(container) : String(containerAddress)
    return `${hostAddress || any}:${hostPort}/${protocol} -> ${target}:${containerPort}`
  },
  'conclusion/forward-policy': ({ family, policy }: Args) =>
    policy === 'DROP'
      ? `${family === 'ipv6' ? 'IPv6' : 'IPv4'} FORWARD drops what no rule accepts`
      : `${family === 'ipv6' ? 'IPv6' : 'IPv4'} FORWARD lets through what no rule drops (policy ${policy})`,
  'conclusion/docker-user': ({ rules }: Args) =>
    Number(rules) === 0
      ? 'DOCKER-USER holds no rule of yours: nothing of yours stands between the outside and published ports'
      : `DOCKER-USER holds ${plural(rules, 'rule')} of yours`,
  'conclusion/never-matches-port': ({ rule }: Args) =>
    `! ${rule} asks for a port that was rewritten before it: it does not take the traffic it names`,
  'conclusion/networks': ({ count }: Args) => `${plural(count, 'bridge network')}: {}`,
  'conclusion/network': ({ network, bridge }: Args) => (network === bridge ? `${network}` : `${network} (${bridge})`),
  'conclusion/policy': ({ id, chain, policy, owner, part, ...args }: Args) => {
    const title =
      (ownershipTexts as Readonly<Record<string, Text>>)[`part/${owner}/${part}`]?.({ chain, ...args } as Args) ??
      String(part)
    const what = policy === 'DROP' ? 'drops' : 'lets through'
    return `${id}: ${chain} ${what} what no rule decided (${policy}); ${owner}: ${title}`
  },
  'explain/no-such-rule': ({ id }: Args) => `there is no rule \`${id}\` here`,
  'explain/no-such-chain': ({ chain, chains }: Args) => `there is no chain \`${chain}\` here; chains are ${chains}`,
  'explain/no-such-table': ({ table }: Args) => `there is no table \`${table}\` here`,
  'explain/rule-not-there': () => 'no rule here is equal to this one',
  'conclusion/rule': ({ id, owner, part, ...args }: Args) => {
    const title = (ownershipTexts as Readonly<Record<string, Text>>)[`part/${owner}/${part}`]?.(args) ?? String(part)
    return `${id}: ${owner === 'user' ? 'yours' : `${owner}'s`}, ${title}`
  },
  'explain/quiet-chains': ({ count, names }: Args) => `${plural(count, 'chain')} without rules: ${names}`,
  'explain/empty-chain': () => 'no rules: packets pass through untouched',
  'explain/every-packet': () => 'All packets that come here',
  'explain/packets': ({ protocol, asked }: Args) =>
    `${protocol ? `${protocol} packets` : 'Packets'}${asked ? ` ${asked}` : ''}`,
  'explain/purpose': () => 'For      ',
  'explain/breaks': () => 'Without it',
  'explain/reached': () => 'Reached   ',
  'explain/hook': ({ hook }: Args) => `directly by the kernel, at hook ${hook}`,
  'explain/more': ({ count }: Args) => `and from ${plural(count, 'more rule')}`,
  'explain/hits': ({ packets, bytes }: Args) => `Hits       ${plural(packets, 'packet')}, ${plural(bytes, 'byte')}`,
  'cause/port': ({ container, containerAddress, hostPort, containerPort, protocol }: Args) => {
    const who = container ? `container ${container}` : `the container at ${containerAddress ?? 'an unknown address'}`
    return hostPort
      ? `${who} published ${hostPort} -> ${containerPort ?? '?'}/${protocol ?? 'tcp'}`
      : `${who}, port ${containerPort}/${protocol ?? 'tcp'}`
  },
  'cause/network': ({ network, bridge }: Args) =>
    network && network !== bridge ? `network ${network} (${bridge})` : `the network of ${bridge}`,
  'cause/engine': () => 'the Docker engine itself',
  'cause/owner': ({ owner }: Args) => (owner === 'you' ? 'your rules' : owner === 'system' ? 'the system' : `${owner}`),
  'diff/same': ({ unchanged }: Args) => `No difference: ${plural(unchanged, 'rule')} on both sides.`,
  'diff/changed': ({ added, removed, moved, made, gone, policies, unchanged }: Args) => {
    const parts = [
      Number(added) > 0 ? `${plural(added, 'rule')} added` : '',
      Number(removed) > 0 ? `${plural(removed, 'rule')} removed` : '',
      Number(moved) > 0 ? `${plural(moved, 'rule')} moved` : '',
      Number(made) > 0 ? `${plural(made, 'chain')} made` : '',
      Number(gone) > 0 ? `${plural(gone, 'chain')} removed` : '',
      Number(policies) > 0 ? `${plural(policies, 'policy', 'policies')} changed` : '',
    ]
    return `${parts.filter((part) => part !== '').join(', ')}; ${plural(unchanged, 'rule')} unchanged.`
  },
  'diff/rules': ({ count }: Args) => plural(count, 'rule'),
  'diff/chains': ({ count }: Args) => plural(count, 'chain'),
  'diff/chain-made': ({ chain }: Args) => `chain ${chain} made`,
  'diff/chain-removed': ({ chain }: Args) => `chain ${chain} removed`,
  'diff/chain-policy': ({ chain, before, after }: Args) =>
    `policy of ${chain}: ${before || 'ACCEPT'} -> ${after || 'ACCEPT'}`,
  'diff/place-added': ({ after, standing }: Args) => `#${after}${standings[String(standing)] ?? ''}`,
  'diff/place-removed': ({ before }: Args) => `was #${before}`,
  'diff/place-moved': ({ before, after, standing }: Args) =>
    `#${before} -> #${after}${standings[String(standing)] ?? ''}`,
  'diff/only-after': ({ tables }: Args) => `Tables that only the second side has: ${tables}`,
  'diff/only-before': ({ tables }: Args) => `Tables that only the first side has: ${tables}`,
  'diff/ignored': ({ count }: Args) => `${plural(count, 'change')} left out as asked.`,
}
