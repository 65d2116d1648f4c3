import { answerPreview } from '#answers/preview-answer.ts'
import type { ReachChange } from '#model/reach-change.ts'
import { answering, tryTcp, untilAnswered } from '../client.ts'
import type { Engine } from '../engine.ts'
import type { Bench, Experiment } from '../experiment.ts'
import { check, did } from '../experiment.ts'
import { addresses } from '../scene.ts'

// Rules of the host's own as an administrator keeps them in /etc/iptables/rules.v4.
const own = `*filter
:INPUT ACCEPT [0:0]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
-F INPUT
-A INPUT -i lo -j ACCEPT
-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT
COMMIT
`

const restore = ({ scene }: Bench, { env }: Engine, words: readonly string[], stdin: string) =>
  scene.host.run(['iptables-restore', ...words], { env, stdin })

/** What does a reload of the host's own rules do, with --noflush and without? */
export const reload: Experiment = {
  name: 'reload',
  options: [],
  run: async (bench) => {
    const { scene, engine, step } = bench
    const started = await engine()
    await step(did('web-is-there'), 'count', async () => {
      await started.start(['--name', 'web', '-p', '8080:80'], answering(80, 'web'))
      return [await hears(bench, 8080, 'web')]
    })
    await step(did('restore-noflush'), 'all', async () => {
      for (let time = 0; time < 2; time++) await restore(bench, started, ['--noflush'], own)
      return [await hears(bench, 8080, 'web')]
    })
    await step(did('restore-plain'), 'all', async () => {
      await restore(bench, started, [], own)
      const met = await tryTcp(scene.outside, addresses.host.ipv4, 8080)
      return [check('client-fails', met.kind !== 'answered', { port: 8080, container: 'web' })]
    })
  },
}

/** Where does a saved file lead, when containers have other addresses than when it was saved? */
export const staleFile: Experiment = {
  name: 'stale-file',
  options: [],
  run: async (bench) => {
    const { scene, engine, step } = bench
    const started = await engine()
    const start = async (names: readonly string[]) => {
      for (const name of names) {
        const port = name === 'web' ? 8080 : 3306
        await started.start(['--name', name, '-p', `${port}:80`], answering(80, name))
      }
    }
    let saved = ''
    await step(did('saved'), 'count', async () => {
      await start(['web', 'db'])
      saved = (await scene.host.run(['iptables-save'], { env: started.env })).stdout
      return [await hears(bench, 8080, 'web'), await hears(bench, 3306, 'db')]
    })
    await step(did('other-order'), 'count', async () => {
      await started.docker(['rm', '-f', 'web', 'db'])
      await start(['db', 'web'])
      return [await hears(bench, 8080, 'web'), await hears(bench, 3306, 'db')]
    })
    await step(did('restore-saved'), 'all', async () => {
      const options = { noflush: false, counters: false }
      const before = await scene.look('before', started)
      const { reach } = answerPreview(before, { name: 'rules.v4', text: saved }, options)
      await restore(bench, started, [], saved)
      return [
        await hears(bench, 8080, 'db'),
        await hears(bench, 3306, 'web'),
        check('preview-said', leadsTo(reach, 8080) === 'db' && leadsTo(reach, 3306) === 'web'),
      ]
    })
  },
}

/** What does a restart of the engine bring back after all rules were deleted, and what does it cost? */
export const deleteAndRestart: Experiment = {
  name: 'delete-and-restart',
  options: ['--userland-proxy=false'],
  run: async (bench) => {
    const { scene, engine, step } = bench
    const started = await engine()
    const lives = async () => (await started.docker(['inspect', '--format', '{{.State.StartedAt}}', 'web'])).stdout
    let before = ''
    await step(did('web-is-there'), 'count', async () => {
      await started.start(['--name', 'web', '--restart', 'always', '-p', '8080:80'], answering(80, 'web'))
      before = await lives()
      return [await hears(bench, 8080, 'web')]
    })
    await step(did('flush'), 'count', async () => {
      for (const words of ['-F', '-X', '-t nat -F', '-t nat -X', '-P FORWARD ACCEPT'])
        await scene.host.run(['iptables', ...words.split(' ')], { env: started.env })
      const met = await tryTcp(scene.outside, addresses.host.ipv4, 8080)
      return [check('client-fails', met.kind !== 'answered', { port: 8080, container: 'web' })]
    })
    await step(did('engine-restarts'), 'all', async () => {
      await started.restart()
      const { stdout } = await scene.host.run(['iptables', '-S', 'FORWARD'], { env: started.env })
      return [
        await hears(bench, 8080, 'web'),
        check('restarted', (await lives()) !== before, { container: 'web' }),
        check('forward-stays-open', stdout.startsWith('-P FORWARD ACCEPT\n')),
      ]
    })
  },
}

function leadsTo(reach: readonly ReachChange[], port: number): string | undefined {
  const found = reach.find(({ kind, asked }) => kind === 'elsewhere' && asked.kind === 'port' && asked.port === port)
  return found?.after.kind === 'container' ? found.after.name : undefined
}

async function hears({ scene }: Bench, port: number, name: string) {
  const met = await untilAnswered(scene.outside, addresses.host.ipv4, port)
  return check('client-reaches', met.kind === 'answered' && met.text === name, { port, container: name })
}
