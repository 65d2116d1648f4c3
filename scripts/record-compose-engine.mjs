// node scripts/record-compose-engine.mjs DOCKER-COMPOSE [DOCKERD]: as root, starts a real engine in a network namespace, brings each
// project of test/cases/compose/engine up with a docker-compose program (version 2), and keeps the rules that the engine wrote beside
// it, as NAME.VERSION.txt. The bridges that the engine named are listed on top. `npm run build` first.
import { execFileSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { removeAll } from '../dist/lab/cleanup.js'
import { startEngine } from '../dist/lab/engine.js'
import { connect, createNamespace } from '../dist/lab/namespace.js'

const [program, dockerd] = process.argv.slice(2)
if (program === undefined) throw new Error('usage: node scripts/record-compose-engine.mjs DOCKER-COMPOSE [DOCKERD]')
const cases = new URL('../test/cases/compose/engine/', import.meta.url).pathname
const args = ['--experimental', '--ip6tables']

// An engine of its own for each: what an earlier project used, subnets and jumps, is not as on a new host.
async function record(file) {
  const name = basename(file, '.yaml')
  const host = await createNamespace('compose')
  const outside = await createNamespace('outside')
  await connect({ namespace: host, name: 'eth0' }, { namespace: outside, name: 'eth0' })
  const engine = await startEngine(host, { args, dockerd })
  execFileSync(resolve(program), ['-p', name, '-f', `${cases}${file}`, 'up', '-d'], {
    env: { ...process.env, DOCKER_HOST: engine.host },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const { stdout } = await engine.docker(['network', 'ls', '--no-trunc', '--format', '{{.ID}} {{.Name}} {{.Driver}}'])
  const bridges = stdout.split('\n').flatMap((line) => {
    const [id, network, driver] = line.split(' ')
    return driver === 'bridge' ? [`# bridge br-${id.slice(0, 12)} ${network}`] : []
  })
  const saved = await Promise.all(
    ['iptables', 'ip6tables'].map(async (tool) => {
      const { stdout: text } = await host.run([`${tool}-save`])
      const rules = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
      const family = tool === 'iptables' ? 'ipv4' : 'ipv6'
      return [`# family: ${family}`, ...rules].join('\n').replace(/\[\d+:\d+\]/g, '[0:0]')
    }),
  )
  const version = engine.version.replace(/\+.*/, '')
  const head = [`# daemon: dockerd ${args.join(' ')}`, ...bridges]
  writeFileSync(`${cases}${name}.${version}.txt`, `${[...head, ...saved].join('\n')}\n`)
  console.log(`${name}: ${version}`)
}

for (const file of readdirSync(cases).filter((name) => name.endsWith('.yaml'))) {
  try {
    await record(file)
  } catch (error) {
    console.error(`${file}: ${error.stderr ?? error.message}`)
    process.exitCode = 1
  } finally {
    removeAll()
  }
}
process.exit()
