import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { generation } from '#docker/generation.ts'
import { readInspect } from '#docker/read-inspect.ts'
import { dockerRecogniser } from '#docker/recognise.ts'
import { provenRules } from '#docker/recognise-proof.ts'
import type { Ownership } from '#model/owner.ts'
import { eachRule } from '#model/rule-id.ts'
import { findChain, type Ruleset } from '#model/ruleset.ts'
import { assignOwners, otherRecognisers } from '#owners/owners.ts'
import type { Dump } from './engine-dumps.ts'
import { dockerDocuments, enginesFolder, fileOf, haveEngines, listDumps, readDump } from './engine-dumps.ts'

/** What `docker run` lines of commands.txt publish: `NAME HOSTPORT CONTAINERPORT/PROTOCOL`, HOSTPORT `*` where the engine chose. */
function publications(commands: string): ReadonlySet<string> {
  const found = new Set<string>()
  for (const line of commands.split('\n').filter((one) => /^\$ docker run /.test(one))) {
    const name = / --name (\S+)/.exec(line)?.[1] ?? ''
    for (const [, spec = ''] of line.matchAll(/ -p (\S+)/g)) {
      const [address = '', protocol = 'tcp'] = spec.split('/')
      const [port = '', host = ''] = address.split(/:(?=[\d-]*(?::[\d-]+)?$)/).reverse()
      const [from = 0, to = from] = port.split('-').map(Number)
      const [first, last = first] = host.split('-').map((text) => (text === '' ? undefined : Number(text)))
      for (let at = from; at <= to; at++) {
        // A range of host ports for one container port lets the engine choose among them.
        const chosen =
          first === undefined
            ? ['*']
            : from === to && last !== undefined
              ? range(first, last)
              : [String(first + at - from)]
        for (const one of chosen) found.add(`${name} ${one} ${at}/${protocol}`)
      }
    }
    if (/ (-P|--publish-all) /.test(line)) for (const exposed of ['80/tcp', '53/udp']) found.add(`${name} * ${exposed}`)
  }
  const services = / --name (\S+) --publish mode=host,target=(\d+),published=(\d+)/g
  for (const [, name, target, port] of commands.matchAll(services)) found.add(`${name} ${port} ${target}/tcp`)
  return found
}

function range(first: number, last: number): readonly string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => String(first + index))
}

function commandsOf({ engine, scenario }: Dump): string {
  return fileOf({ folder: `${enginesFolder}${engine}/${scenario}` }, 'commands.txt')
}

function ownershipsOf(dump: Dump): readonly Ownership[] {
  const rulesets = readDump(dump).map(({ ruleset }) => ruleset)
  const owners = assignOwners(rulesets, [
    ...otherRecognisers,
    dockerRecogniser(readInspect(dockerDocuments(dump)).state),
  ])
  const found: Ownership[] = []
  for (const ruleset of rulesets) eachRule(ruleset, (rule) => found.push(owners.ofRule(rule)))
  return found
}

describe("names from Docker's state, in the dumps of real engines", () => {
  test('a redirection names the container, host port and container port that `docker run` was given', (context) => {
    if (!haveEngines) context.skip('../shared/engines is not here')
    const wrong: string[] = []
    let named = 0
    for (const dump of listDumps()) {
      const published = publications(commandsOf(dump))
      for (const { part, args } of ownershipsOf(dump)) {
        if (part !== 'port-dnat' || args.container === '') continue
        named++
        const container = String(args.container).replace(/\.\d+\.[0-9a-z]{25}$/, '')
        const tail = `${args.containerPort}/${args.protocol}`
        if (published.has(`${container} ${args.hostPort} ${tail}`) || published.has(`${container} * ${tail}`)) continue
        wrong.push(`${dump.name}: ${args.container} ${args.hostPort} ${tail}`)
      }
    }
    expect(wrong).toEqual([])
    expect(named).toBeGreaterThan(800)
  }, 120_000)

  test('what a container publishes has all its rules under its name and host port', (context) => {
    if (!haveEngines) context.skip('../shared/engines is not here')
    const dump = listDumps().find(({ name }) => name === '26.1.5/01-publish-tcp')
    const found = dump === undefined ? [] : ownershipsOf(dump).filter(({ args }) => args.container === 'redis')
    expect(
      found.map(({ part, args }) => `${part} ${args.hostPort} -> ${args.containerPort}/${args.protocol}`).sort(),
    ).toEqual(['own-port-masquerade 10000 -> 6379/tcp', 'port-accept 10000 -> 6379/tcp', 'port-dnat 10000 -> 6379/tcp'])
  })

  test('a network is named as `docker network create` was told', (context) => {
    if (!haveEngines) context.skip('../shared/engines is not here')
    const names = new Set<string>()
    for (const dump of listDumps()) {
      const made = [...commandsOf(dump).matchAll(/^\$ docker network create .*?(\S+)$/gm)].map(([, name]) => name)
      const known = new Set(['', 'bridge', 'docker_gwbridge', ...made])
      for (const { args } of ownershipsOf(dump)) {
        if (args.network === undefined) continue
        names.add(String(args.network))
        expect(known, dump.name).toContain(args.network)
      }
    }
    expect(names.size).toBeGreaterThan(8)
  }, 120_000)
})

/** `28.5.2+dfsg4` before or after `28.5.2`: as three numbers. */
function compare(left: string, right: string): number {
  const numbers = (text: string) =>
    (/^(\d+)\.(\d+)(?:\.(\d+))?/.exec(text) ?? []).slice(1).map((part) => Number(part ?? 0))
  const [a, b] = [numbers(left), numbers(right)]
  return a.map((part, index) => part - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0
}

function generationOf(ruleset: Ruleset) {
  const { rules, copied } = provenRules([ruleset])
  return copied.has(ruleset) ? undefined : generation(ruleset, rules)
}

describe('generation', () => {
  test.each([
    ['17.12.1', 'isolation'],
    ['18.09.7', 'stage'],
    ['19.03.8', 'stage'],
    ['27.5.1', 'stage'],
    ['28.0.0', 'ipset'],
    ['28.5.2', 'forward-stage'],
    ['28.5.2-legacy', 'forward-stage'],
    ['29.1.3', 'forward-internal'],
  ])('engine %s with a published port shows layout %s', (engine, layout) => {
    const dump = listDumps().find(({ name }) => name === `${engine}/01-publish-tcp`)
    if (dump === undefined) return
    expect(readDump(dump).map(({ ruleset }) => generationOf(ruleset)?.layout)).toContain(layout)
  })

  test("the engine's version lies within the versions that its rules are said to show", (context) => {
    if (!haveEngines) context.skip('../shared/engines is not here')
    const wrong: string[] = []
    let judged = 0
    for (const dump of listDumps()) {
      const { version } = readInspect(dockerDocuments(dump)).state
      if (version === '' || readdirSync(dump.folder).length === 0) continue
      for (const { ruleset } of readDump(dump)) {
        const found = generationOf(ruleset)
        // Rules of another engine or backend stay behind in some scenarios; then the chains of the present one tell.
        if (found === undefined || dump.name.includes('nftables')) continue
        judged++
        const within = compare(version, found.from) >= 0 && (found.to === undefined || compare(version, found.to) <= 0)
        if (!within) wrong.push(`${dump.name} ${ruleset.family}: ${version} is not in ${found.from} to ${found.to}`)
      }
    }
    expect(wrong).toEqual([])
    expect(judged).toBeGreaterThan(1000)
  }, 120_000)
})

describe("FORWARD's policy", () => {
  test("DROP is the engine's where its trace sets it", (context) => {
    if (!haveEngines) context.skip('../shared/engines is not here')
    let judged = 0
    for (const dump of listDumps()) {
      const trace = fileOf({ folder: `${enginesFolder}${dump.engine}/${dump.scenario}` }, 'iptables-commands.txt')
      const rulesets = readDump(dump).map(({ ruleset }) => ruleset)
      const owners = assignOwners(rulesets, [
        ...otherRecognisers,
        dockerRecogniser(readInspect(dockerDocuments(dump)).state),
      ])
      for (const ruleset of rulesets) {
        const tool = ruleset.family === 'ipv4' ? 'iptables' : 'ip6tables'
        if (
          findChain(ruleset, 'filter', 'FORWARD')?.policy !== 'DROP' ||
          !trace.includes(`${tool} -t filter -P FORWARD DROP`)
        )
          continue
        judged++
        expect(owners.ofChain(ruleset, 'filter', 'FORWARD'), dump.name).toMatchObject({
          owner: 'docker',
          part: 'forward-policy',
        })
      }
    }
    expect(judged).toBeGreaterThan(100)
  }, 120_000)
})

describe('a port on the loopback address', () => {
  test('is one published port, before its redirection and behind it', (context) => {
    if (!haveEngines) return context.skip('../shared/engines is not here')
    const dump = listDumps().find(({ name }) => name === '28.5.2/02-publish-loopback')
    if (dump === undefined) return context.skip('the capture is not here')
    const dropped = ownershipsOf(dump).find(({ part }) => part === 'loopback-drop')
    // docker run --name web -p 127.0.0.1:8080:80
    expect(dropped?.args).toMatchObject({
      container: 'web',
      containerPort: 80,
      hostPort: 8080,
      hostAddress: '127.0.0.1',
    })
  })
})
