import type { Chance } from '#space/sample.ts'

/** Numbers from 0 to below 1 that are the same for one seed (mulberry32). */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

function oneOf<T>(chance: Chance, all: readonly T[]): T {
  return all[Math.floor(chance() * all.length)] as T
}

const addresses = ['203.0.113.0/24', '203.0.113.9/32', '198.51.100.0/24', '10.0.0.0/8', '10.1.0.0/16', '10.1.2.3/32']
const ports = ['22', '80', '80:90', '1024:65535', '0:1023', '443']

/** The conditions of a rule. */
export function randomConditions(chance: Chance): string {
  const words: string[] = []
  if (chance() < 0.4) words.push(`${chance() < 0.2 ? '! ' : ''}-s ${oneOf(chance, addresses)}`)
  if (chance() < 0.4) words.push(`${chance() < 0.2 ? '! ' : ''}-d ${oneOf(chance, addresses)}`)
  if (chance() < 0.3) words.push(`${chance() < 0.3 ? '! ' : ''}-i ${oneOf(chance, ['eth0', 'eth1', 'eth+', 'br0'])}`)
  if (chance() < 0.2) words.push(`${chance() < 0.3 ? '! ' : ''}-o ${oneOf(chance, ['eth0', 'br0', 'br-+'])}`)
  const kind = chance()
  if (kind < 0.3) words.push(`-p tcp -m tcp ${chance() < 0.2 ? '! ' : ''}--dport ${oneOf(chance, ports)}`)
  else if (kind < 0.45) words.push(`-p udp -m multiport ${chance() < 0.3 ? '! ' : ''}--dports 53,123,500:600`)
  else if (kind < 0.5) words.push('-p icmp -m icmp --icmp-type 8')
  else if (kind < 0.6) words.push(`${chance() < 0.3 ? '! ' : ''}-p ${oneOf(chance, ['tcp', 'udp', '47'])}`)
  if (chance() < 0.15) words.push(`-m conntrack --ctstate ${oneOf(chance, ['NEW', 'RELATED,ESTABLISHED', 'INVALID'])}`)
  if (chance() < 0.05) words.push('-m mark --mark 0x10')
  if (chance() < 0.05) words.push('-p tcp -m tcp --tcp-flags SYN,ACK SYN')
  return words
    .join(' ')
    .replace(/(-p \S+ .*)-p tcp/, '$1')
    .replace(/-p (udp|icmp|47)(.*) -m tcp --tcp-flags SYN,ACK SYN/, '-p $1$2')
}

/** A filter table of rules made by chance, with chains that call each other. */
export function randomRules(chance: Chance, each: number): string {
  const rule = (chain: string, targets: readonly string[]) =>
    `-A ${chain} ${randomConditions(chance)} ${oneOf(chance, targets)}`.replace(/ +/g, ' ')
  const some = (chain: string, targets: readonly string[]) =>
    Array.from({ length: Math.floor(chance() * each) + 1 }, () => rule(chain, targets))
  const ends = ['-j ACCEPT', '-j DROP', '-j REJECT', '-j RETURN', '-j LOG']
  return [
    '*filter',
    ':INPUT ACCEPT [0:0]',
    `:FORWARD ${chance() < 0.5 ? 'ACCEPT' : 'DROP'} [0:0]`,
    ':OUTPUT ACCEPT [0:0]',
    ':A - [0:0]',
    ':B - [0:0]',
    ...some('FORWARD', [...ends, '-j A', '-j A', '-g B', '-j B']),
    ...some('A', [...ends, '-j B', '-g B']),
    ...some('B', ends),
    'COMMIT',
    '',
  ].join('\n')
}
