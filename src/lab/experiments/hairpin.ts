import { answering, type Place, tryTcp, untilAnswered } from '../client.ts'
import type { Bench, Experiment } from '../experiment.ts'
import { check, did } from '../experiment.ts'
import { addresses } from '../scene.ts'

/** What is the MASQUERADE rule for, whose source and destination are the container itself? */
export const hairpin: Experiment = {
  name: 'hairpin',
  // With docker-proxy the container's own calls go through it, and the rule is never met.
  options: ['--userland-proxy=false'],
  run: async ({ scene, engine, step }: Bench) => {
    const { docker, start, env } = await engine()
    const inside: Place = { run: (argv, how) => docker(['exec', 'web', ...argv], how) }
    await step(did('web-is-there'), 'count', async () => {
      await start(['--name', 'web', '-p', '8080:80'], answering(80, 'web'))
      const met = await untilAnswered(inside, addresses.host.ipv4, 8080)
      return [check('calls-itself', met.kind === 'answered', { container: 'web', port: 8080 })]
    })
    await step(did('hairpin-deleted'), 'all', async () => {
      const { stdout } = await scene.host.run(['iptables', '-t', 'nat', '-S', 'POSTROUTING'], { env })
      const rule = stdout.split('\n').find((line) => /-s (\S+) -d \1 .*MASQUERADE/.test(line))
      if (rule !== undefined)
        await scene.host.run(['iptables', '-t', 'nat', '-D', ...rule.split(' ').slice(1)], { env })
      const own = await tryTcp(inside, addresses.host.ipv4, 8080)
      const other = await untilAnswered(scene.outside, addresses.host.ipv4, 8080)
      return [
        check('hairpin-found', rule !== undefined),
        check('calls-itself-not', own.kind !== 'answered', { container: 'web', port: 8080 }),
        check('client-reaches', other.kind === 'answered', { container: 'web', port: 8080 }),
      ]
    })
  },
}
