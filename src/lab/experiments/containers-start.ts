import { answering, type Place, tryTcp, untilAnswered } from '../client.ts'
import type { Engine } from '../engine.ts'
import type { Bench, Experiment } from '../experiment.ts'
import { check, did } from '../experiment.ts'
import { addresses } from '../scene.ts'

/** Which rules does one published port bring? */
export const container: Experiment = {
  name: 'container',
  options: [],
  run: async ({ scene, engine, step }) => {
    await step(did('engine-starts'), 'count', async () => {
      await engine()
      return []
    })
    await step(did('container-starts'), 'all', async () => {
      await (await engine()).start(['--name', 'ubuntu', '--publish', '3456:3456'], answering(3456, 'ubuntu'))
      const met = await untilAnswered(scene.outside, addresses.host.ipv4, 3456)
      const other = await tryTcp(scene.outside, addresses.host.ipv4, 3457)
      return [
        check('client-reaches', met.kind === 'answered', { port: 3456, container: 'ubuntu' }),
        check('port-closed', other.kind !== 'answered', { port: 3457 }),
      ]
    })
  },
}

/** Which rules does a Compose project bring, where another container is running? */
export const pair: Experiment = {
  name: 'pair',
  options: [],
  run: async (bench) => {
    const { engine, step } = bench
    await step(did('container-is-there'), 'count', async () => {
      await (await engine()).start(['--name', 'ubuntu', '--publish', '3456:3456'], answering(3456, 'ubuntu'))
      return []
    })
    await step(did('pair-starts'), 'all', async () => startPair(bench, await engine()))
  },
}

// As `docker compose up` does it for a project `shop` with the services `web` (4567:4567) and `db`.
async function startPair({ scene }: Bench, engine: Engine) {
  const project = ['--label', 'com.docker.compose.project=shop']
  await engine.docker([
    'network',
    'create',
    ...project,
    '--label',
    'com.docker.compose.network=default',
    'shop_default',
  ])
  const service = (name: string) => [
    ...['--name', `shop-${name}-1`, '--network', 'shop_default', '--network-alias', name],
    ...[...project, '--label', `com.docker.compose.service=${name}`],
  ]
  await engine.start(service('db'), answering(5432, 'db'))
  await engine.start([...service('web'), '--publish', '4567:4567'], answering(4567, 'web'))
  const met = await untilAnswered(scene.outside, addresses.host.ipv4, 4567)
  const inside = (name: string): Place => ({ run: (argv, how) => engine.docker(['exec', name, ...argv], how) })
  const form = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}'
  const address = (await engine.docker(['inspect', '--format', form, 'shop-db-1'])).stdout.trim()
  const friend = await untilAnswered(inside('shop-web-1'), 'db', 5432)
  const stranger = await tryTcp(inside('ubuntu'), address, 5432)
  return [
    check('client-reaches', met.kind === 'answered', { port: 4567, container: 'shop-web-1' }),
    check('friend-reaches', friend.kind === 'answered', { from: 'shop-web-1', to: 'shop-db-1' }),
    check('stranger-stays-out', stranger.kind !== 'answered', { from: 'ubuntu', to: 'shop-db-1' }),
  ]
}
