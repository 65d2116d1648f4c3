// data: English texts of headings, counts and conclusions.
import type { Args } from './text.ts'

const plural = (count: string | number | undefined, one: string, many = `${one}s`) =>
  `${count ?? 0} ${Number(count) === 1 ? one : many}`

const standings: Readonly<Record<string, string>> = {
  'before-yours': ', before your rules',
  'after-yours': ', after your rules',
  'between-yours': ', between your rules',
}

export const enReport = {
  'conclusion/rules': ({ rules, owners }: Args) => `${plural(rules, 'rule')}: ${owners}`,
  'explain/empty-chain': () => 'no rules: packets pass through untouched',
  'explain/every-packet': () => 'Every packet that comes here',
  'explain/packets': ({ asked }: Args) => `Packets ${asked}`,
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
  'conclusion/owner': ({ count, owner }: Args) => (owner === 'user' ? `${count} yours` : `${count} ${owner}`),
}
