// What scripts/fuzz.mjs feeds: real texts of every kind that seawall reads, with things cut out, put in, doubled and mixed.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { project } from './run.mjs'

const longest = 6000

/** A generator of numbers in [0, 1) that gives the same ones for the same seed (mulberry32). */
export function randomFrom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const places = [
  ['test/cases', 4000],
  ['docs', 100],
  ['../shared/corpus', 800],
  ['../shared/engines', 1200],
  ['../shared/iptables', 300],
]

/**
 * Texts by kind: 'rules' (dumps, listings, shell, pages), 'scripts' (of shells, units, settings with commands), 'json' (docker inspect,
 * snapshots), 'nft' (nft -j), 'compose', 'packets'.
 */
export function seedTexts(snapshots) {
  const seeds = {
    rules: [],
    scripts: [],
    json: [...snapshots],
    nft: [],
    compose: [...composeTexts],
    packets: [packetLines],
  }
  for (const [folder, most] of places) {
    const path = join(project, folder)
    if (!existsSync(path)) continue
    const files = readdirSync(path, { recursive: true }).map((name) => join(path, name))
    const step = Math.max(1, Math.floor(files.length / most))
    for (let index = 0; index < files.length; index += step) addSeed(seeds, files[index])
  }
  return seeds
}

function addSeed(seeds, path) {
  const stat = statSync(path)
  if (!stat.isFile() || stat.size === 0 || stat.size > 300_000) return
  const text = readFileSync(path, 'utf8')
  if (/\.ya?ml$/.test(path)) seeds.compose.push(text)
  else if (path.endsWith('.json')) {
    if (text.length > 60_000) return
    if (text.startsWith('{"nftables"')) seeds.nft.push(text)
    else if (/docker|inspect/.test(path)) seeds.json.push(text)
  } else if (/\.(sh|service|conf)$|interfaces$|^#!/.test(path) || text.startsWith('#!')) seeds.scripts.push(text)
  else seeds.rules.push(text)
}

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: variables of shells and Compose files
const composeTexts = [
  `services:
  web:
    image: nginx
    ports: ["8080:80", "127.0.0.1:8443:443/tcp", "5000-5010:5000-5010/udp"]
    networks: [front, back]
    deploy: {replicas: 2}
  db:
    image: redis
    ports:
      - {target: 6379, published: "\${PORT:-6379}", host_ip: 10.0.0.1, protocol: tcp, mode: host}
    networks:
      back: {ipv4_address: 172.28.0.9}
networks:
  front: {driver: bridge, enable_ipv6: true}
  back:
    internal: true
    ipam: {config: [{subnet: 172.28.0.0/16}]}
`,
  'services: &a {x: {image: y, ports: [80]}}\nx-b: *a\ninclude: [other.yaml]\n',
]

const packetLines = `{"proto":"tcp","src":"203.0.113.9","sport":40000,"dst":"203.0.113.10","dport":10000,"in":"eth0"}
{"proto":"udp","dst":"172.17.0.2","dport":53,"local":true,"out":"docker0","ttl":1,"mark":255}
{"proto":"icmp","src":"2001:db8::1","dst":"fe80::1","icmptype":8,"state":"ESTABLISHED","direction":"REPLY"}
{"dst":"10.0.0.1","tcpflags":"SYN,ACK","fragment":1,"pkttype":3,"bridged":true,"uid":0}
`

const spices = [
  '!',
  '"',
  "'",
  '\\',
  '\r',
  '\r\n',
  '\n',
  '\t',
  '\0',
  '\u001b[2J',
  '\u001b]0;x\u0007',
  '\u009b1m',
  '\u202e',
  '\u200b',
  '\ufeff',
  '\ud800',
  '\udc00',
  'é',
  '漢',
  '👩‍👩‍👧',
  '%s',
  '${X}',
  '$(x)',
  '`x`',
  '|',
  '>',
  '<<EOF',
  ';',
  '&&',
  '#',
  '*filter',
  '*nat',
  'COMMIT',
  '-A ',
  '-I ',
  '-j ',
  ' -m ',
  ' --dport ',
  '[0:0]',
  ':',
  '::',
  '/',
  '/99',
  ',',
  '-',
  '--',
  '=',
  '0x',
  '-1',
  '65536',
  '4294967296',
  '9'.repeat(40),
  '1e309',
  '{',
  '}',
  '[',
  ']',
  '{"a":',
  'null',
  'true',
  '[]',
  '{}',
  '&a',
  '*a',
  '<<: *a',
  '!!binary',
  '__proto__',
  'constructor',
  'toString',
  '(1 references)',
  'Chain INPUT (policy DROP)',
  'pkts bytes target',
  '-D INPUT 1',
  '-X',
  '-F',
  '-P INPUT DROP',
  '-E A B',
  'DOCKER',
  'DOCKER-USER',
  'xargs',
]

// biome-ignore-end lint/suspicious/noTemplateCurlyInString: variables of shells and Compose files

const shares = [
  [0.4, 'rules'],
  [0.52, 'scripts'],
  [0.65, 'json'],
  [0.75, 'nft'],
  [0.87, 'compose'],
  [0.93, 'packets'],
]

/** One text to feed. `kind` says how it is asked. */
export function makeText(seeds, random) {
  const pick = (list) => list[Math.floor(random() * list.length)]
  const chance = random()
  const kind = shares.find(([most]) => chance < most)?.[1] ?? 'noise'
  if (kind === 'noise') return { kind: pick(Object.keys(seeds)), text: noise(random, pick) }
  let text = cut(pick(seeds[kind]), kind, random)
  if ((kind === 'rules' || kind === 'scripts') && random() < 0.15)
    text = `${text}\n${cut(pick(seeds[kind]), kind, random)}`
  if ((kind === 'json' || kind === 'nft') && random() < 0.7) return { kind, text: editJson(text, random, pick) }
  const edits = Math.floor(random() * 6)
  for (let count = 0; count < edits; count++) text = edit(text, random, pick)
  return { kind, text: text.slice(0, 40_000) }
}

// Some lines that follow each other, behind the first ones; JSON stays whole, or it would hardly ever be JSON.
function cut(text, kind, random) {
  if ((kind !== 'rules' && kind !== 'scripts') || text.length < 1500) return text
  const lines = text.split('\n')
  const from = Math.floor(random() * lines.length)
  const size = 1 + Math.floor(random() * 40)
  const head = random() < 0.7 ? lines.slice(0, Math.floor(random() * 8)) : []
  return [...head, ...lines.slice(from, from + size)].join('\n').slice(0, longest)
}

function edit(text, random, pick) {
  const at = Math.floor(random() * (text.length + 1))
  const size = Math.floor(random() ** 3 * 200)
  switch (Math.floor(random() * 8)) {
    case 0:
      return text.slice(0, at) + text.slice(at + size)
    case 1:
      return text.slice(0, at) + pick(spices).repeat(random() < 0.05 ? 300 : 1) + text.slice(at)
    case 2:
      return text.slice(0, at) + text.slice(at, at + size).repeat(3) + text.slice(at + size)
    case 3: {
      const to = Math.floor(random() * (text.length + 1))
      return text.slice(0, to) + text.slice(at, at + size) + text.slice(to)
    }
    case 4:
      return text.slice(0, at) + String.fromCharCode(Math.floor(random() * 256)) + text.slice(at + 1)
    case 5:
      return text.slice(0, at)
    default:
      return editWord(text, at, random, pick)
  }
}

// A word gives way to another word of the text, or to something odd.
function editWord(text, at, random, pick) {
  const start = text.lastIndexOf(' ', at) + 1
  const found = text.indexOf(' ', at)
  const end = found < 0 ? text.length : found
  const other = Math.floor(random() * (text.length + 1))
  const word = /\S+/.exec(text.slice(other, other + 80))?.[0] ?? ''
  return text.slice(0, start) + (random() < 0.5 ? word : pick(spices)) + text.slice(end)
}

const oddValues = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    Number.MAX_VALUE,
    2 ** 53,
    65536,
    '',
    ' ',
    '*',
    '@',
    '\u001b[2J',
    '::',
    '0.0.0.0/0',
    [],
    {},
    [[]],
  ],
  ...[
    { __proto__: 1 },
    { constructor: {} },
    { jump: { target: '' } },
    { range: [1] },
    { prefix: { addr: 'x', len: 999 } },
    { set: [] },
  ],
]

// JSON that stays JSON: values give way to odd ones, to each other, or to themselves many times and many deep.
function editJson(text, random, pick) {
  let document
  try {
    document = JSON.parse(text)
  } catch {
    return text
  }
  const places = []
  const walk = (value) => {
    if (typeof value !== 'object' || value === null) return
    for (const key of Object.keys(value)) {
      places.push([value, key])
      walk(value[key])
    }
  }
  walk(document)
  if (places.length === 0) return text
  for (let count = 1 + Math.floor(random() * 5); count > 0; count--) {
    const [holder, key] = pick(places)
    holder[key] = oddFor(holder[key], pick(places), random, pick)
  }
  try {
    return JSON.stringify(document)
  } catch {
    // It holds itself now.
    return text
  }
}

function oddFor(value, [otherHolder, otherKey], random, pick) {
  switch (Math.floor(random() * 6)) {
    case 0:
      return structuredClone(otherHolder[otherKey])
    case 1:
      return Array.from({ length: 50 }, () => value)
    case 2: {
      let deep = value
      for (let depth = 0; depth < 300; depth++) deep = random() < 0.5 ? [deep] : { expr: deep }
      return deep
    }
    case 3:
      return undefined
    default:
      return pick(oddValues)
  }
}

function noise(random, pick) {
  const length = Math.floor(random() ** 2 * 600)
  const bytes = random() < 0.4
  let text = ''
  while (text.length < length) text += bytes ? String.fromCharCode(Math.floor(random() * 256)) : `${pick(spices)} `
  return text
}
