// data: English texts of what happens while a host is watched.
import type { Catalogue } from '#model/messages.ts'

const plural = (count: unknown, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`
const owners: Readonly<Record<string, string>> = {
  user: 'your rules',
  docker: "Docker's rules",
  system: 'built-in chains',
}

const byFamily = (family: unknown) => (family === 'ipv4' ? ' by IPv4' : family === 'ipv6' ? ' by IPv6' : '')

const changes = (facts: Readonly<Record<string, unknown>>) =>
  [
    ...(facts.added ? [`+${facts.added}`] : []),
    ...(facts.removed ? [`-${facts.removed}`] : []),
    ...(facts.moved ? [`${facts.moved} moved`] : []),
  ].join(' ')

const ofContainer = (verb: string, facts: Readonly<Record<string, unknown>>) => {
  const count = changes(facts)
  const many = Number(facts.added ?? 0) + Number(facts.removed ?? 0) !== 1
  return `container ${facts.container} ${verb}${count === '' ? '' : `: ${count} ${many ? 'rules' : 'rule'}`}`
}

export const enWatch = {
  'watch/started': ({ engine, count, all }) => `watching; Docker ${engine}: ${count} of its ${all} rules are in place`,
  'watch/started-unjudged': () => "watching; Docker's rules are not judged",
  'watch/open-now': ({ ports, count, more }) =>
    count ? `open to the internet: ${ports}${more ? ` and ${more} more` : ''}` : 'no port is open to the internet',
  'watch/open-unknown': () => 'what the internet can reach is not known',
  'watch/container-started': (facts) => ofContainer('started', facts),
  'watch/container-stopped': (facts) => ofContainer('stopped', facts),
  'watch/container-restarted': (facts) => ofContainer('restarted', facts),
  'watch/container-short': ({ container }) => `container ${container} started and stopped again`,
  'watch/network-made': ({ network, added }) => `network ${network} created: +${plural(added, 'rule')}`,
  'watch/network-removed': ({ network, removed }) => `network ${network} removed: -${plural(removed, 'rule')}`,
  'watch/opens': ({ port, family }) => `opens ${port}${byFamily(family)} to the internet`,
  'watch/closes': ({ port, family }) => `closes ${port}${byFamily(family)}`,
  'watch/stays-closed': ({ port }) => `${port} is closed to the internet`,
  'watch/rules-changed': ({ owner, places, place, other, ...facts }) => {
    const count = changes(facts)
    const what = [
      ...(count === '' ? [] : [count]),
      ...(other ? [plural(other, count === '' ? 'chain, set or policy' : 'other change')] : []),
    ]
    const where = `${place}${Number(places) > 1 ? ` and ${plural(Number(places) - 1, 'other chain')}` : ''}`
    return `${owners[String(owner)] ?? `rules of ${owner}`} changed: ${what.join(', ')}${where ? ` in ${where}` : ''}`
  },
  'watch/rules-lost': ({ count, all }) =>
    `Docker's rules lost: ${count} of ${all} ${count === 1 ? 'is' : 'are'} missing`,
  'watch/rules-wrong': ({ count, place, places }) =>
    `${plural(count, 'rule')} of Docker's not as Docker wrote it, in ${place}${Number(places) > 1 ? ` and ${plural(Number(places) - 1, 'other chain')}` : ''}`,
  'watch/rules-whole': ({ count, all, wrong }) =>
    count === all && !wrong
      ? `Docker's rules are in place again: ${count} of ${all}`
      : `${count} of ${all} of Docker's rules are in place again${wrong ? `, ${wrong} are not as Docker wrote them` : ''}`,
  'watch/port-opened': ({ port, to, family }) =>
    `${port} is now open to the internet${byFamily(family)}${to ? `: ${to}` : ''}`,
  'watch/port-closed': ({ port, to, family }) =>
    `${port} is not open to the internet any more${byFamily(family)}${to ? `: ${to}` : ''}`,
  'watch/dead': ({ name }) => `${name} does not work any more`,
  'watch/works': ({ name }) => `${name} works again`,
  'watch/not-started': ({ container, said }) => `container ${container} did not start: ${said}`,
  'watch/more': ({ count }) => `${count} more`,
  'watch/by': ({ program, pid, unit, login, command }) => {
    const known = [`pid ${pid}`, ...(unit ? [`unit ${unit}`] : []), ...(login ? [`login ${login}`] : [])]
    return `${program} (${known.join(', ')})${command && command !== program ? ` ${command}` : ''}`
  },
  'watch/by-all': ({ actors, more }) => `by ${actors}${more ? ` and ${more} more` : ''}`,
  'watch/by-legacy': () => 'iptables-legacy: who changed it is not known',
  'watch/by-unheard': () => 'who changed it is not known without nft monitor',
  'watch/no-nft': () =>
    'nft is not installed: changes are found by comparison every 1.5 seconds, and who made them is not known',
  'watch/monitor-gone': () => 'nft monitor ended: changes are found by comparison until it runs again',
  'watch/monitor-back': () => 'nft monitor runs again',
  'watch/engine-gone': ({ endpoint }) =>
    `the engine at ${endpoint} does not answer: changes of rules are still shown, Docker's rules are not judged`,
  'watch/engine-back': () => 'the engine answers again',
  'watch/repaired': ({ count }) => `repaired: ${plural(count, 'change')} made, Docker's rules are in place`,
  'watch/policy-back': () => 'repaired: the policy of Seawall is loaded again',
  'watch/lost-by': ({ program, pid, unit, login }) =>
    `the rules were taken by ${program} (${[`pid ${pid}`, ...(unit ? [`unit ${unit}`] : []), ...(login ? [`login ${login}`] : [])].join(', ')})`,
  'watch/kept': ({ paths }) => `the tables from before are kept in ${paths}`,
  'watch/repair-failed': () => 'the rules could not be repaired',
  'watch/repair-left': ({ count }) => `repaired in part: ${plural(count, 'change')} left to do`,
  'watch/repair-stopped': ({ count }) =>
    `no more repairs until watch is started again: the rules were lost again after ${count} repairs in a minute`,
  'watch/not-judged': () => "Docker's rules are not judged any more",
  'watch/judged-again': ({ count, all }) => `Docker's rules are judged again: ${count} of ${all} are in place`,
  'watch/not-read': () => 'the rules could not be read; trying again every second',
  'watch/read-again': () => 'the rules are read again',
} satisfies Partial<Catalogue>
