// npm run engines [FOLDER] [--verbose ENGINE/SCENARIO]: predicts the rules of every captured engine and compares them, chain by chain.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { project } from './run.mjs'

const load = (path) => import(join(project, 'dist', path))
const { predict } = await load('docker/predict.js')
const { readInspect } = await load('docker/read-inspect.js')
const { readDaemonOptions } = await load('docker/engines/daemon-options.js')
const { readEngineVersion } = await load('docker/engines/engine-version.js')

const words = process.argv.slice(2)
const verbose = words.includes('--verbose') ? (words[words.indexOf('--verbose') + 1] ?? '') : undefined
const root = words.find((word) => !word.startsWith('--') && word !== verbose) ?? join(project, '../shared/engines')

// A file that holds an error message instead of JSON (`docker service inspect` without a service) counts as absent.
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

function folders(path) {
  const entries = readdirSync(path).filter((name) => statSync(join(path, name)).isDirectory())
  const own = existsSync(join(path, 'docker-network-inspect.json')) ? [path] : []
  return [...own, ...entries.sort().flatMap((name) => folders(join(path, name)))]
}

function commandsOf(path) {
  for (const folder of [path, join(path, '..')]) {
    if (existsSync(join(folder, 'commands.txt'))) return readFileSync(join(folder, 'commands.txt'), 'utf8')
  }
  return ''
}

function dump(path) {
  const chains = new Map()
  if (!existsSync(path)) return chains
  let table = ''
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line.startsWith('*')) table = line.slice(1)
    const chain = /^:(\S+) (\S+)/.exec(line)
    if (chain) chains.set(`${table}/${chain[1]}`, { policy: chain[2], rules: [] })
    const rule = /^-A (\S+) (.*)$/.exec(line)
    if (rule) chains.get(`${table}/${rule[1]}`).rules.push(rule[2])
  }
  return chains
}

function compare(path) {
  const commands = commandsOf(path)
  const files = ['docker-version.json', 'docker-info.json', 'docker-network-inspect.json', 'docker-inspect.json']
  const { state } = readInspect(files.flatMap((file) => readJson(join(path, file)) ?? []))
  const version = readEngineVersion(state.version)
  const args = /^# daemon: dockerd ?(.*)$/m.exec(commands)?.[1]?.split(/\s+/).filter(Boolean) ?? []
  const env = /^# (?:daemon )?env: (.*)$/m.exec(commands)?.[1]?.split(/\s+/).filter(Boolean) ?? []
  const json = JSON.parse(/^# daemon\.json: (.*)$/m.exec(commands)?.[1] ?? 'null')
  const forward = /ip_forward before start = (\d)/.exec(commands)?.[1] === '1'
  const daemon = readDaemonOptions(version, [...args, ...env], json)
  const services = readJson(join(path, 'docker-service-inspect.json')) ?? []
  const mesh = services
    .flatMap(({ Endpoint }) => Endpoint?.Ports ?? [])
    .filter(({ PublishMode }) => PublishMode === 'ingress')
    .map(({ Protocol, PublishedPort }) => ({ protocol: Protocol, port: PublishedPort }))
  const predictions = predict({ state, daemon, before: { ipv4: forward, ipv6: forward }, mesh }) ?? []
  const differences = []
  let order = 0
  for (const { family, book } of predictions) {
    const actual = dump(join(path, family === 'ipv4' ? 'iptables-save.txt' : 'ip6tables-save.txt'))
    const names = new Set(actual.keys())
    for (const [table, chains] of book.tables) for (const chain of chains.keys()) names.add(`${table}/${chain}`)
    for (const name of [...names].sort()) {
      const [table, chain] = name.split('/')
      const ours =
        book.tables
          .get(table)
          ?.get(chain)
          ?.map(({ text }) => text) ?? []
      const theirs = actual.get(name)?.rules ?? []
      if (name === 'filter/FORWARD') {
        const policy = book.policies.get(name) ?? 'ACCEPT'
        if (policy !== (actual.get(name)?.policy ?? 'ACCEPT'))
          differences.push(`${family} ${name} policy: ours ${policy}`)
      }
      if (ours.join('\n') === theirs.join('\n')) continue
      const missing = theirs.filter((text) => !ours.includes(text)).map((text) => `${family} ${name} missing ${text}`)
      const extra = ours.filter((text) => !theirs.includes(text)).map((text) => `${family} ${name} extra   ${text}`)
      if (missing.length + extra.length === 0) order++
      differences.push(...missing, ...extra)
      if (missing.length + extra.length === 0)
        differences.push(
          `${family} ${name} order:\n      ${ours.join('\n      ')}\n    theirs\n      ${theirs.join('\n      ')}`,
        )
    }
  }
  const steps = commands
  // This kernel has no IPVS, and without it an unmodified daemon leaves the routing mesh out: the stubbed ones show it.
  const meshless = mesh.length > 0 && !/ipvsstub/.test(path)
  const history = meshless
    ? 'no IPVS'
    : /RESTART|restart|kill|STOP|stop/.test(steps)
      ? 'restarted'
      : /\$ (iptables|ip6tables|firewall|ipset|nft)/.test(steps)
        ? 'disturbed'
        : ''
  const rules = differences.length - order > 0
  return {
    path: relative(root, path),
    result: differences.length === 0 ? 'exact' : rules ? 'rules differ' : 'order differs',
    history,
    differences,
  }
}

const table = new Map()
for (const path of folders(root)) {
  const name = relative(root, path)
  if (/nftables/.test(name) || (verbose !== undefined && !name.startsWith(verbose))) continue
  let found
  try {
    found = compare(path)
  } catch (error) {
    found = { path: name, result: 'failed', history: '', differences: [error.stack] }
  }
  const engine = name.split('/')[0]
  const key = found.history === '' ? found.result : `${found.result} (${found.history})`
  const row = table.get(engine) ?? new Map()
  row.set(key, (row.get(key) ?? 0) + 1)
  table.set(engine, row)
  if (verbose !== undefined && found.result !== 'exact')
    console.log(`${found.path}: ${key}\n    ${found.differences.join('\n    ')}`)
}
const columns = [...new Set([...table.values()].flatMap((row) => [...row.keys()]))].sort()
console.log(['engine', ...columns].join(' | '))
for (const [engine, row] of table) console.log([engine, ...columns.map((column) => row.get(column) ?? '')].join(' | '))
