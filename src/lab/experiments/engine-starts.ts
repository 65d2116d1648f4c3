import type { Bench, Experiment } from '../experiment.ts'
import { check, did } from '../experiment.ts'

/** What does an engine write on a host that has no rule? */
export const emptyHost: Experiment = {
  name: 'empty-host',
  options: [],
  run: async (bench) => startEngine(bench),
}

// Every chain that a packet meets without a rule's doing.
const builtIn: Readonly<Record<string, readonly string[]>> = {
  raw: ['PREROUTING', 'OUTPUT'],
  mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
}

/** Does an engine flush anything, and do its rules stand before or behind those of the host's owner? */
export const ruleInEveryChain: Experiment = {
  name: 'rule-in-every-chain',
  options: [],
  run: async (bench) => {
    const { scene, step } = bench
    await step(did('rule-in-every-chain'), 'count', async () => {
      for (const [table, chains] of Object.entries(builtIn))
        for (const chain of chains) await scene.host.run(['iptables', '-t', table, '-A', chain, '-j', 'ACCEPT'])
      return []
    })
    await startEngine(bench)
  },
}

async function startEngine({ scene, engine, step }: Bench): Promise<void> {
  await step(did('engine-starts'), 'all', async () => {
    const { env } = await engine()
    const { stdout } = await scene.host.run(['iptables', '-S', 'FORWARD'], { env })
    const forwards = (await scene.host.run(['cat', '/proc/sys/net/ipv4/ip_forward'])).stdout.trim() === '1'
    return [check('forwards', forwards), check('forward-drops', stdout.startsWith('-P FORWARD DROP\n'))]
  })
}
