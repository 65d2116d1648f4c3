import type { ExperimentCheck } from '#model/experiment.ts'
import { answering, tryTcp, untilAnswered } from '../client.ts'
import type { Engine } from '../engine.ts'
import type { Bench, Experiment } from '../experiment.ts'
import { check, did } from '../experiment.ts'
import { addresses } from '../scene.ts'

const port = 10000

/** Why does a DROP for a published port in DOCKER-USER do nothing, and which one does? */
export const droppedPort: Experiment = {
  name: 'dropped-port',
  options: [],
  run: async (bench) => {
    const { scene, step } = bench
    const engine = await startRedis(bench)
    const iptables = (words: readonly string[]) => scene.host.run(['iptables', ...words], { env: engine.env })
    const plain = ['DOCKER-USER', '-p', 'tcp', '--dport', String(port), '-j', 'DROP']
    await step(did('drop-by-port'), 'none', async () => {
      await iptables(['-I', ...plain])
      const met = await tryTcp(scene.outside, addresses.host.ipv4, port)
      const counted = await countersOf(bench, engine, / -A DOCKER-USER .*--dport 10000 -j DROP/)
      return [
        check('client-reaches', met.kind === 'answered', { port, container: 'redis' }),
        check('rule-counts-nothing', counted === 0, { rule: 'DOCKER-USER#1' }),
      ]
    })
    const original = ['-m', 'conntrack', '--ctorigdstport', String(port), '--ctdir', 'ORIGINAL', '-j', 'DROP']
    await step(did('drop-by-original-port'), 'none', async () => {
      await iptables(['-D', ...plain])
      await iptables(['-I', 'DOCKER-USER', '-p', 'tcp', ...original])
      const met = await tryTcp(scene.outside, addresses.host.ipv4, port)
      const counted = await countersOf(bench, engine, / -A DOCKER-USER .*--ctorigdstport 10000/)
      return [
        check('client-fails', met.kind !== 'answered', { port, container: 'redis' }),
        check('rule-counts', counted > 0, { rule: 'DOCKER-USER#1' }),
      ]
    })
  },
}

/** Which chains does a packet to a published port meet, and where does it leave them? */
export const logEverywhere: Experiment = {
  name: 'log-everywhere',
  options: [],
  run: async (bench) => {
    const { scene, step } = bench
    const engine = await startRedis(bench)
    await step(did('log-rules'), 'none', async () => {
      for (const [table, chain] of logged) {
        for (const [verb, when] of [
          ['-I', 'before'],
          ['-A', 'after'],
        ] as const) {
          const prefix = `${when} ${chain}: `
          await scene.host.run(['iptables', '-t', table, verb, chain, '-j', 'LOG', '--log-prefix', prefix], {
            env: engine.env,
          })
        }
      }
      const met = await tryTcp(scene.outside, addresses.host.ipv4, port)
      const sees = async (id: 'log-counts' | 'log-counts-not', table: string, chain: string, when: string) => {
        const counted = await countersOf(
          bench,
          engine,
          new RegExp(` -A ${chain} -j LOG --log-prefix "${when} ${chain}: "`),
          table,
        )
        return check(id, counted > 0 === (id === 'log-counts'), { table, chain, when })
      }
      const seen: ExperimentCheck[] = [check('client-reaches', met.kind === 'answered', { port, container: 'redis' })]
      for (const [table, chain, before, after] of logged) {
        seen.push(await sees(before ? 'log-counts' : 'log-counts-not', table, chain, 'before'))
        seen.push(await sees(after ? 'log-counts' : 'log-counts-not', table, chain, 'after'))
      }
      return seen
    })
  },
}

// Whether a connection to a published port meets the rule at the beginning of the chain, and the one at its end.
const logged = [
  ['nat', 'PREROUTING', true, false],
  ['filter', 'INPUT', false, false],
  ['filter', 'FORWARD', true, false],
  ['nat', 'POSTROUTING', true, true],
] as const

async function startRedis({ scene, engine, step }: Bench): Promise<Engine> {
  const started = await engine()
  await step(did('redis-is-there'), 'count', async () => {
    await started.start(['--name', 'redis', '-p', `${port}:6379`], answering(6379, 'redis'))
    const met = await untilAnswered(scene.outside, addresses.host.ipv4, port)
    return [check('client-reaches', met.kind === 'answered', { port, container: 'redis' })]
  })
  return started
}

/** How many packets the rule has counted; NaN: there is no such rule. */
async function countersOf({ scene }: Bench, { env }: Engine, rule: RegExp, table = 'filter'): Promise<number> {
  const { stdout } = await scene.host.run(['iptables-save', '-c', '-t', table], { env })
  const line = stdout.split('\n').find((one) => rule.test(one))
  return Number(/^\[(\d+):/.exec(line ?? '')?.[1] ?? Number.NaN)
}
