import type { ExperimentCheck } from '#model/experiment.ts'
import { answering, tryTcp, untilAnswered } from '../client.ts'
import type { Engine } from '../engine.ts'
import type { Bench, Experiment } from '../experiment.ts'
import { check, did } from '../experiment.ts'
import { repairScene } from '../repair-scene.ts'
import { addresses } from '../scene.ts'

const ports = [
  { container: 'web', port: 8080 },
  { container: 'db', port: 7000 },
] as const

/** Is everything as before when everything was flushed and repaired, without a restart of anything? */
export const flushAndRepair: Experiment = {
  name: 'flush-and-repair',
  // docker-proxy, a program, would go on serving published ports: without it they live by their rules alone.
  options: ['--userland-proxy=false'],
  run: async (bench) => {
    const { step } = bench
    let engine: Engine | undefined
    let before: Was | undefined
    await step(did('containers-are-there'), 'count', async () => {
      engine = await setUp(bench)
      before = await lookAt(bench, engine)
      return reaching(bench, true)
    })
    await step(did('flush'), 'count', async () => {
      for (const words of ['-F', '-X', '-t nat -F', '-t nat -X', '-P FORWARD ACCEPT'])
        await bench.scene.host.run(['iptables', ...words.split(' ')], { env: engine?.env ?? {} })
      return reaching(bench, false)
    })
    await step(did('repair'), 'count', async () => {
      if (engine === undefined || before === undefined) return []
      const { rounds, left } = await repairScene(bench.scene, engine)
      const after = await lookAt(bench, engine)
      const was = before
      const same = (key: keyof Was) => after[key] === was[key]
      return [
        check('repaired', left === 0, { rounds }),
        ...(await reaching(bench, true)),
        check('lives', same('lives'), { count: ports.length }),
        check('same-rules', same('ipv4') && same('ipv6')),
      ]
    })
  },
}

async function setUp({ engine }: Bench): Promise<Engine> {
  const started = await engine()
  await started.docker(['network', 'create', 'shop'])
  await started.start(['--name', 'web', '-p', '8080:80'], answering(80, 'web'))
  await started.start(['--name', 'db', '--network', 'shop', '-p', '7000:7000'], answering(7000, 'db'))
  return started
}

async function reaching({ scene }: Bench, wanted: boolean): Promise<readonly ExperimentCheck[]> {
  const look = wanted ? untilAnswered : tryTcp
  const met = ports.map(async ({ container, port }) => {
    const { kind } = await look(scene.outside, addresses.host.ipv4, port)
    return check(wanted ? 'client-reaches' : 'client-fails', (kind === 'answered') === wanted, { port, container })
  })
  return Promise.all(met)
}

/** What must be as before, as the tools print it. */
interface Was {
  readonly ipv4: string
  readonly ipv6: string
  readonly lives: string
}

async function lookAt({ scene }: Bench, engine: Engine): Promise<Was> {
  const save = async (tool: string) => {
    const { stdout } = await scene.host.run([tool], { env: engine.env })
    return stdout.replace(/^#.*\n/gm, '').replace(/ \[\d+:\d+\]$/gm, '')
  }
  const form = '{{.Id}} {{.State.StartedAt}} {{.State.Pid}}'
  const names = ports.map(({ container }) => container)
  const { stdout: lives } = await engine.docker(['inspect', '--format', form, ...names])
  return { ipv4: await save('iptables-save'), ipv6: await save('ip6tables-save'), lives }
}
