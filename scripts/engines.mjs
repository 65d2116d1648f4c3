// npm run engines [FOLDER] [--list [WORD]]: predicts the rules of every captured engine and holds them against what it wrote.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { project } from './run.mjs'

const { answerPredict, nftFit, ownersOf, predictionFit } = await import(join(project, 'dist/pages.js'))
const { readPath } = await import(join(project, 'dist/node.js'))

const words = process.argv.slice(2)
const list = words.indexOf('--list')
const wanted = list < 0 ? undefined : (words[list + 1] ?? '')
const root =
  words.find((word, at) => !word.startsWith('--') && (list < 0 || at !== list + 1)) ??
  join(project, '../shared/engines')
if (!existsSync(root)) {
  console.error(`no captured engines in ${root}: npm run engines -- FOLDER`)
  process.exit(3)
}

function folders(path) {
  const entries = readdirSync(path).filter((name) => statSync(join(path, name)).isDirectory())
  const own = existsSync(join(path, 'docker-network-inspect.json')) ? [path] : []
  return [...own, ...entries.sort().flatMap((name) => folders(join(path, name)))]
}

/** What happened to the host before this capture, as far as its commands tell. */
function historyOf(path) {
  const file = [path, join(path, '..')].map((folder) => join(folder, 'commands.txt')).find(existsSync)
  const text = file === undefined ? '' : readFileSync(file, 'utf8')
  const later = /^-- stop engine .*, args \[(.*)\] --$/m.exec(text)?.[1]?.replaceAll("'", '').replaceAll(',', '')
  const header = /^# daemon: dockerd ?(.*)$/m.exec(text)?.[1]?.trim()
  const first = /^1-/.test(basename(path))
  return {
    first,
    restarted: !first && /^-- .*(?:restart|stop|start)/im.test(text),
    killed: /^-- KILL/m.test(text),
    disturbed: /^(?:\(before start\) )?\$ (?:iptables|ip6tables|firewall-cmd|ipset|nft) |firewalld/m.test(text),
    policySet: /\$ ip6?tables .*-P /m.test(text),
    mesh: /^\$ docker service create/m.test(text),
    failed: /^Error response from daemon: /m.test(text),
    fault18: /33-fwmark-network-removed/.test(path) && !first,
    optionsLost: first && later !== undefined && later !== '' && later === header,
    environment: /no-raw-env/.test(path),
  }
}

/** Why a prediction without history differs here; undefined: nothing explains it. */
function reasonOf({ kind, chain }, history, engine) {
  if (history.optionsLost || history.environment) return 'option not in the capture'
  if (kind === 'order') {
    if (history.restarted) return 'restart'
    if (history.disturbed) return 'disturbed'
    return engine < 18.03 && chain === 'DOCKER-ISOLATION' ? 'left to chance' : undefined
  }
  if (kind === 'missing' || kind === 'missing-chain') {
    if (history.mesh) return 'left by the mesh'
    if (history.restarted) return 'left by the daemon before'
    return history.failed ? 'left by a failed command' : undefined
  }
  if (history.fault18) return "fault of the engine's"
  if (kind === 'policy') return history.policySet || history.restarted ? 'policy set before' : undefined
  if (history.mesh) return 'mesh without IPVS'
  if (history.disturbed) return 'flushed'
  return history.killed && engine < 20 ? 'crash of an old daemon' : undefined
}

async function compare(path) {
  const snapshot = await readPath(path)
  const told = snapshot.daemon
  const predicted = answerPredict(snapshot, told)
  if (!('predictions' in predicted)) return undefined
  const owners = ownersOf(snapshot)
  const history = historyOf(path)
  const engine = Number.parseFloat(snapshot.docker.version)
  const misfits = predicted.predictions.flatMap((prediction) => {
    const ruleset = snapshot.rulesets.find(({ family }) => family === prediction.family)
    return ruleset === undefined ? [] : predictionFit(prediction, ruleset, owners)
  })
  // Of a host with the nftables backend, the table of the engine alone is compared.
  for (const one of predicted.native ?? []) misfits.push(...nftFit(one, snapshot.native ?? []))
  const dockers = misfits.filter(({ owner }) => owner === undefined || owner === 'docker')
  const reasons = dockers.map((misfit) => ({ misfit, reason: reasonOf(misfit, history, engine) }))
  const rules = dockers.some(({ kind }) => kind !== 'order')
  const result = dockers.length === 0 ? 'exact' : rules ? 'rules differ' : 'order differs'
  return { path: relative(root, path), result, reasons, others: misfits.length - dockers.length }
}

const lines = (reasons) =>
  reasons.map(({ misfit: { family, table, chain, kind, text }, reason }) => {
    const said = kind === 'missing' ? 'not predicted' : kind === 'extra' ? 'only predicted' : kind
    return `    ${reason ?? 'UNEXPLAINED'}: ${family} ${table} ${chain} ${said} ${text.replaceAll('\n', '\n      ')}`
  })

const table = new Map()
const unexplained = []
for (const path of folders(root)) {
  const name = relative(root, path)
  if (wanted !== undefined && !name.includes(wanted)) continue
  const found = await compare(path)
  if (found === undefined) continue
  const row = table.get(name.split('/')[0]) ?? {
    exact: 0,
    'order differs': 0,
    'rules differ': 0,
    unexplained: 0,
    why: new Map(),
  }
  table.set(name.split('/')[0], row)
  row[found.result]++
  for (const reason of new Set(found.reasons.map(({ reason }) => reason)))
    if (reason !== undefined) row.why.set(reason, (row.why.get(reason) ?? 0) + 1)
  if (found.reasons.some(({ reason }) => reason === undefined)) {
    row.unexplained++
    unexplained.push(found)
  }
  if (wanted !== undefined && found.result !== 'exact')
    console.log([`${found.path}: ${found.result}`, ...lines(found.reasons)].join('\n'))
}

const width = Math.max(6, ...[...table.keys()].map((name) => name.length))
const print = (cells, why) =>
  console.log(
    `${cells.map((cell, at) => (at === 0 ? String(cell).padEnd(width) : String(cell).padStart(12))).join(' ')}  ${why}`,
  )
print(
  ['engine', 'exact', 'order differs', 'rules differ', 'unexplained'].map((cell) =>
    cell.replace(' differs', ' diff').replace(' differ', ' diff'),
  ),
  'what history explains',
)
for (const [engine, row] of table)
  print(
    [engine, row.exact, row['order differs'], row['rules differ'], row.unexplained],
    [...row.why].map(([reason, count]) => `${reason} ${count}`).join(', '),
  )
if (wanted === undefined)
  for (const found of unexplained)
    console.log(
      [`unexplained: ${found.path}`, ...lines(found.reasons.filter(({ reason }) => reason === undefined))].join('\n'),
    )
