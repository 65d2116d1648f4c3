import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { answerExposure } from '#answers/exposure-answer.ts'
import { plainDoors } from '#answers/exposure-doors.ts'
import { ExposureJudge } from '#answers/exposure-judge.ts'
import { exposureZones } from '#answers/exposure-zones.ts'
import { ownersOf } from '#answers/owners-answer.ts'
import { prepare } from '#answers/trace-answer.ts'
import { writeAddress } from '#base/prefix.ts'
import { isRefusal } from '#model/answer.ts'
import { SourceClasses } from '#netfilter/source-classes.ts'
import { lowerSnapshot } from '#lowered/lower.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { inside } from '#space/sample.ts'
import { readPath } from '#snapshots/live.ts'
import { chanceFrom } from '../netfilter/random-rules.ts'

// SEAWALL_SAMPLES=100000: the long run.
const samples = Number(process.env.SEAWALL_SAMPLES ?? 2000)

/** A captured host with other rules. */
async function hostWith(host: string, change: (rules: string) => string): Promise<Snapshot> {
  const folder = mkdtempSync(join(tmpdir(), 'seawall-'))
  try {
    cpSync(`test/cases/hosts/${host}`, folder, { recursive: true })
    const file = join(folder, 'iptables-save.txt')
    writeFileSync(file, change(readFileSync(file, 'utf8')))
    return await readPath(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('a zone with more groups of addresses than are followed is named', async () => {
  const rules = (count: number) =>
    Array.from({ length: count }, (_, at) => `-A DOCKER-USER -s 8.${at}.0.0/16 -j ${at % 2 === 0 ? 'DROP' : 'ACCEPT'}`)
  const isNamed = async (count: number) => {
    const snapshot = await hostWith('redis-20.10.24', (text) => inTable(text, 'filter', ...rules(count)))
    const found = answerExposure(snapshot, { zones: [], from: 'internet', to: '10000', all: true })
    if (isRefusal(found)) throw new Error(found.message.id)
    return found.doors.some(({ notes }) => notes.some(({ id }) => id === 'exposure/note-cut'))
  }
  expect([await isNamed(20), await isNamed(90)]).toEqual([false, true])
})

/** The rules put in front of all others of a table. */
function inTable(rules: string, table: string, ...added: readonly string[]): string {
  const [before = '', after = ''] = rules.split(`*${table}\n`)
  const chains = /^(?::.*\n)*/.exec(after)?.[0] ?? ''
  return `${before}*${table}\n${chains}${added.map((rule) => `${rule}\n`).join('')}${after.slice(chains.length)}`
}

async function portOf(rules: readonly string[], table = 'filter') {
  const snapshot = await hostWith('redis-20.10.24', (text) => inTable(text, table, ...rules))
  const found = answerExposure(snapshot, { zones: [], from: 'internet', to: '10000', apart: true, all: true })
  if (isRefusal(found)) throw new Error(found.message.id)
  const cell = found.doors.find(({ families }) => families[0] === 'ipv4')?.cells[0]
  return [cell?.state, ...(cell?.parts ?? []).slice(1).map(({ state, from }) => `${state} ${from.join(' ')}`)]
}

// Judge: what the rules say. Docker accepts the port after DOCKER-USER, and 203.0.112.0/24 is of the internet.
test('a cell says which addresses of the zone meet something else', async () => {
  expect(await portOf(['-A DOCKER-USER -s 203.0.112.0/24 -j DROP'])).toEqual(['open', 'closed 203.0.112.0/24'])
  expect(await portOf(['-A DOCKER-USER -s 203.0.112.0/24 -j RETURN', '-A DOCKER-USER -i eth0 -j DROP'])).toEqual([
    'limited',
    'open 203.0.112.0/24',
  ])
  // The answer is dropped.
  expect(await portOf(['-A FORWARD -d 203.0.112.7/32 -j DROP'])).toEqual(['open', 'closed 203.0.112.7'])
  // A rule for another port tells nobody apart.
  expect(await portOf(['-A DOCKER-USER -s 203.0.112.0/24 -p tcp -m tcp --dport 443 -j DROP'])).toEqual(['open'])
  // One address has its own server, and only packets to that one are dropped.
  expect(
    await portOf(
      ['-A PREROUTING -s 203.0.112.9/32 -p tcp -m tcp --dport 10000 -j DNAT --to-destination 172.17.0.9:80'],
      'nat',
    ),
  ).toEqual(['open', 'closed 203.0.112.9'])
})

const prefixes = [
  '203.0.112.0/24',
  '198.51.100.0/22',
  '8.0.0.0/5',
  '100.0.0.0/8',
  '5.6.7.8/32',
  '172.17.0.0/29',
  '192.0.2.0/25',
]

function randomRule(chance: () => number): string {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(chance() * all.length)] as T
  const chain = pick(['INPUT', 'FORWARD', 'DOCKER-USER', 'OUTPUT', 'DOCKER-USER'])
  const not = chance() < 0.25 ? '! ' : ''
  const side = pick(['-s', '-s', '-d'])
  const port = pick([
    '',
    '-p tcp -m tcp --dport 6379',
    '-p tcp -m tcp --sport 6379',
    '-p tcp',
    '-p tcp -m tcp --dport 10000',
  ])
  return `-A ${chain} ${not}${side} ${pick(prefixes)} ${port} -j ${pick(['DROP', 'ACCEPT', 'RETURN', 'LOG'])}`.replace(
    / {2}/g,
    ' ',
  )
}

test('addresses drawn from the classes of a zone meet what was found for their class', async () => {
  const chance = chanceFrom(21)
  let asked = 0
  let divided = 0
  while (asked < samples) {
    const rules = Array.from({ length: 6 }, () => randomRule(chance))
    const snapshot = await hostWith('two-networks-20.10.24', (text) => inTable(text, 'filter', ...rules))
    const zones = exposureZones(snapshot, ['office=198.51.101.0/24'])
    if (isRefusal(zones)) throw new Error(zones.message.id)
    const program = prepare(snapshot)
    const divider = new SourceClasses(lowerSnapshot(snapshot), program, snapshot.facts)
    const judge = new ExposureJudge(snapshot, program, ownersOf(snapshot), divider)
    for (const door of plainDoors(snapshot, ownersOf(snapshot))) {
      for (const zone of zones) {
        for (const client of zone.clients[door.family] ?? []) {
          const first = judge.judgeClient(door, zone, client)
          if (first === undefined) continue
          const { found, whole } = judge.classes(door, zone, client, first, 1000)
          if (found.length > 0) expect(whole).toBe(true)
          if (found.length > 1) divided++
          for (const { sources, met } of found) {
            for (let count = 0; count < 4; count++) {
              const address = inside({ fields: [0], sets: [sources] }, [sources], chance)(0)
              const text = writeAddress(address)
              const one = judge.judgeClient(door, zone, { ...client, from: text.includes(':') ? `[${text}]` : text })
              asked++
              expect([rules, door.address, door.port, zone.zone.name, text, one?.way.state]).toEqual([
                rules,
                door.address,
                door.port,
                zone.zone.name,
                text,
                met.way.state,
              ])
            }
          }
        }
      }
    }
  }
  expect(divided).toBeGreaterThan(20)
}, 1_200_000)
