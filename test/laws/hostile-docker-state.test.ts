import { execFileSync, spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { answerPredict, predictedText } from '#answers/predict-answer.ts'
import { answerRepair } from '#answers/repair-answer.ts'
import { plainDaemon } from '#model/daemon.ts'
import type { Container, DockerNetwork, DockerState } from '#model/docker.ts'
import { emptySnapshot } from '#model/snapshot.ts'
import { repairScript } from '#plan/repair-script.ts'

const poison = fc.constantFrom(
  ' -M /tmp/x',
  ' -s 0.0.0.0/0',
  ' -j ACCEPT',
  '\n-A INPUT -j ACCEPT',
  '/0',
  '!',
  '+',
  '"',
  "'",
  '\\',
  '\t',
  '\0',
  ',1.2.3.4',
  '-',
  ':80',
)
const poisoned = (good: string) =>
  fc.oneof(
    fc.constant(good),
    poison.map((bad) => good + bad),
    poison.map((bad) => bad + good),
    fc.string({ maxLength: 15 }),
  )

const network = (id: string, bridge: string, subnet: string): fc.Arbitrary<DockerNetwork> =>
  fc.record({
    id: fc.constant(id),
    name: poisoned('net'),
    driver: fc.constant('bridge'),
    created: fc.constant('1'),
    internal: fc.boolean(),
    ingress: fc.constant(false),
    ipv4: fc.constant(true),
    ipv6: fc.constant(false),
    subnets: poisoned(subnet).map((one) => [one]),
    options: fc.record({
      'com.docker.network.bridge.name': poisoned(bridge),
      'com.docker.network.bridge.enable_icc': fc.constantFrom('true', 'false'),
      'com.docker.network.bridge.trusted_host_interfaces': poisoned('eth1'),
      'com.docker.network.host_ipv4': fc.oneof(fc.constant(''), poisoned('192.0.2.1')),
      'com.docker.network.bridge.gateway_mode_ipv4': fc.constantFrom('nat', 'routed', 'nat-unprotected', ' -j ACCEPT'),
    }),
    members: fc.constant({}),
  })

const container = (id: string, networkId: string): fc.Arbitrary<Container> =>
  fc.record({
    id: fc.constant(id),
    name: poisoned('web'),
    running: fc.constant(true),
    startedAt: fc.constant('1'),
    pid: fc.constant(1),
    networkMode: fc.constant('bridge'),
    endpoints: fc
      .record({
        networkId: fc.constant(networkId),
        networkName: poisoned('net'),
        ipv4: poisoned('172.17.0.2'),
        ipv6: fc.constant(undefined),
        gatewayPriority: fc.constant(0),
      })
      .map((one) => [one]),
    ports: fc
      .record({
        protocol: fc.constantFrom('tcp' as const, 'udp' as const),
        containerPort: fc.constantFrom(80, 70000),
        hostAddress: poisoned('0.0.0.0'),
        hostPort: fc.constantFrom(8080, 0, 99999),
      })
      .map((one) => [one]),
    links: poisoned('/other:/web/x').map((one) => [one]),
    exposed: poisoned('80/tcp').map((one) => [one]),
    labels: fc.constant({}),
  })

const state: fc.Arbitrary<DockerState> = fc.record({
  version: fc.constantFrom('19.03.8', '20.10.24', '27.5.1', '28.0.0', '28.5.2', '29.1.3'),
  firewallBackend: fc.constant(undefined),
  swarmActive: fc.constant(false),
  networks: fc.tuple(
    network('a'.repeat(64), 'docker0', '172.17.0.0/16'),
    network('b'.repeat(64), 'br-b', '172.18.0.0/16'),
  ),
  containers: fc.tuple(container('c'.repeat(64), 'a'.repeat(64)), container('d'.repeat(64), 'b'.repeat(64))),
})

// What Docker writes, word by word: written down from the dumps of real engines. An interface may hold anything but blanks.
const words = [
  /^(-A|-I|-N|-D) [A-Z0-9-]+( \d+)?$/,
  /^-P FORWARD DROP$/,
  /^(! )?-[io] [^\s/:]{1,15}$/,
  /^(! )?-[sd] [\d.]+\/\d+$/,
  /^-p (tcp|udp|icmp)$/,
  /^-m (tcp|udp|addrtype|conntrack|set)$/,
  /^--(dport|sport) \d{1,5}$/,
  /^--(dst|src)-type LOCAL$/,
  /^--ctstate RELATED,ESTABLISHED$/,
  /^--match-set docker-ext-bridges-v4 dst$/,
  /^-j (ACCEPT|DROP|RETURN|MASQUERADE|DNAT|SNAT|DOCKER[A-Z0-9-]*)$/,
  /^--to-destination [\d.]+:\d{1,5}$/,
  /^--to-source [\d.]+$/,
]

/** The options of a line, each with what belongs to it. */
function optionsOf(line: string): readonly string[] {
  return line.split(/(?<!(?:^| )!) (?=(?:! )?--?[A-Za-z])/)
}

function scriptsOf(docker: DockerState): readonly string[] {
  const snapshot = {
    ...emptySnapshot('hostile'),
    docker,
    rulesets: [{ family: 'ipv4' as const, variant: 'nft' as const, tables: [] }],
  }
  const predicted = answerPredict(snapshot, plainDaemon)
  const repair = answerRepair(snapshot, plainDaemon)
  if (!('predictions' in predicted) || !('plans' in repair)) throw new Error('no answer')
  return [predictedText(predicted, 'ipv4'), ...repair.plans.filter(({ family }) => family === 'ipv4').map(repairScript)]
}

const isRoot = process.getuid?.() === 0
const namespace = `seawall-${process.pid}-hostile`
let made = false

/** Whether iptables-restore takes a script, in a namespace of its own; undefined where there is none to ask. */
function isTaken(script: string): string | undefined {
  if (!isRoot) return undefined
  if (!made) {
    if (spawnSync('ip', ['netns', 'add', namespace]).status !== 0) return undefined
    made = true
  }
  const { status, stderr } = spawnSync('ip', ['netns', 'exec', namespace, 'iptables-nft-restore', '--test'], {
    input: script,
  })
  return status === 0 ? '' : String(stderr)
}

afterAll(() => {
  if (made) execFileSync('ip', ['netns', 'delete', namespace])
})

describe("whatever Docker's state says", () => {
  test('a script has one rule a line, and each has only the options that Docker writes', () => {
    fc.assert(
      fc.property(state, (docker) => {
        for (const script of scriptsOf(docker)) {
          for (const line of script.split('\n')) {
            if (/^($|\*\w+$|COMMIT$|:[A-Z0-9-]+ (ACCEPT|DROP|-) \[0:0\]$)/.test(line)) continue
            const odd = optionsOf(line).filter((option) => !words.some((word) => word.test(option)))
            expect(odd, line).toEqual([])
          }
        }
      }),
      { numRuns: 400 },
    )
  })

  test('iptables-restore takes each repair of it', (ctx) => {
    if (isTaken('*filter\nCOMMIT\n') !== '') ctx.skip('not root, or no iptables-nft-restore')
    fc.assert(
      fc.property(state, (docker) => {
        const [, repair = ''] = scriptsOf(docker)
        // 28.0.0 needs its ipsets, which are not there.
        if (docker.version !== '28.0.0') expect(isTaken(repair), repair).toBe('')
      }),
      { numRuns: 60 },
    )
  })
})
