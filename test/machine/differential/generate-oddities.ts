import type { Family } from '#model/family.ts'
import type { Random } from './random.ts'

/** Tables with what is seldom: routes that rules ask for, a table that is switched off, statements that we do not follow. */
export function generateOddities(random: Random, family: Family): string {
  const own = family === 'ipv4' ? 'ip' : 'ip6'
  const table = random.pick([own, 'inet'])
  const lines = ['prerouting', 'input', 'forward'].flatMap((hook) => {
    if (random.chance(0.4)) return []
    const rules = Array.from(
      { length: random.int(1, 3) },
      () => `${random.pick(questions)(random, own)} counter ${random.pick(effects)}`,
    )
    const policy = random.chance(0.1) ? 'drop' : 'accept'
    const priority = random.pick([-310, -140, 0, 20])
    return [`chain ${hook} { type filter hook ${hook} priority ${priority}; policy ${policy};`, ...rules, '}']
  })
  return [`table ${table} t9 {`, ...lines, '}', ...(random.chance(0.5) ? asleep : [])].join('\n')
}

const asleep: readonly string[] = [
  'table inet t8 { flags dormant;',
  'chain input { type filter hook input priority 0; policy drop; }',
  'chain forward { type filter hook forward priority 0; policy drop; }',
  'chain prerouting { type filter hook prerouting priority -150; counter drop; }',
  '}',
]

const effects = ['', 'drop', 'accept', 'meta nftrace set 1', 'meta mark set 3', 'meta priority set 1:2'] as const

type Question = (random: Random, own: string) => string

const questions: readonly Question[] = [routeQuestion, routeQuestion, routeQuestion, routeQuestion, narrow]

function routeQuestion(random: Random): string {
  const who = random.pick(['saddr', 'saddr . iif', 'saddr . mark . iif', 'saddr . mark', 'daddr', 'daddr . iif'])
  const what = random.pick([
    'oif missing',
    'oif exists',
    'oif 0',
    'oif != 0',
    'oifname "eth0"',
    'oifname != "docker0"',
    'oifname { "eth0", "lo" }',
    'oifname "e*"',
  ])
  return `fib ${who} ${what}`
}

// What we do not follow is asked of few packets: about the others nothing may be in doubt.
function narrow(random: Random, own: string): string {
  const host = own === 'ip' ? '203.0.113.77' : '2001:db8:1::77'
  const odd = random.pick([
    'socket transparent 1',
    'meta l4proto tcp osf name "Linux"',
    'meta cgroup 7',
    'numgen random mod 2 0',
    'meta hour "10:00"-"12:00"',
    'limit rate 3/second',
    'ct count over 5',
  ])
  return `${own} saddr ${host} ${odd}`
}
