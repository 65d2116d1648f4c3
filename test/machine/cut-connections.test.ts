import { spawn } from 'node:child_process'
import { cutConnections } from '#apply/cut-connections.ts'
import { readAddress } from '#base/prefix.ts'
import { netnsHost } from '#host/netns-host.ts'
import { nodeHost } from '#host/node-host.ts'
import type { Family } from '#model/family.ts'
import { untilAnswered } from '#lab/client.ts'
import { addresses, createScene } from '#lab/scene.ts'
import { expect, onTestFinished, test } from 'vitest'
import { requireMachine } from './namespace.ts'

const server = `for (const port of [80, 81]) require('net').createServer((s) => s.on('error', () => {}).write('x')).listen(port, '::')`
const client = (address: string) =>
  `for (const port of [80, 80, 81]) require('net').connect(port, '${address}').on('error', () => {})`

const kinds: readonly { readonly family: Family }[] = [{ family: 'ipv4' }, { family: 'ipv6' }]

// Judge: what conntrack lists.
test.for(kinds)(
  'the kernel forgets the connections of $family to one port, and no others',
  { timeout: 120_000 },
  async ({ family }, ctx) => {
    const [to, from] = [addresses.host[family], addresses.outside[family]]
    await requireMachine(ctx, 'nft', 'conntrack')
    const scene = await createScene()
    const run = (name: string, code: string) => {
      const child = spawn('ip', ['netns', 'exec', name, process.execPath, '-e', code], { stdio: 'ignore' })
      onTestFinished(() => void child.kill('SIGKILL'))
    }
    run(scene.host.name, server)
    // A rule that asks for a state makes the kernel keep connections.
    const table = 'table inet t { chain i { type filter hook input priority 0; ct state new counter; }; }'
    await scene.host.run(['nft', '-f', '-'], { stdin: table })
    for (const port of [80, 81]) await untilAnswered(scene.outside, to, port)
    await scene.host.run(['conntrack', '-F'])
    run(scene.outside.name, client(to))
    const listed = async (port: number) => {
      const argv = [
        'conntrack',
        '-L',
        '-f',
        family,
        '-p',
        'tcp',
        '--state',
        'ESTABLISHED',
        '--orig-port-dst',
        `${port}`,
      ]
      return (await scene.host.run(argv)).stdout.split('\n').filter((line) => line !== '').length
    }
    await expect.poll(async () => [await listed(80), await listed(81)], { timeout: 20_000 }).toEqual([2, 1])
    const [source, destination] = [readAddress(from) ?? 0, readAddress(to) ?? 0]
    const one = { family, protocol: 6, source, destination, count: 2 } as const
    const host = netnsHost(nodeHost, scene.host.name)
    expect(await cutConnections(host, [{ ...one, port: 80 }])).toBe(2)
    expect([await listed(80), await listed(81)]).toEqual([0, 1])
    // What has ended meanwhile is no fault.
    expect(await cutConnections(host, [{ ...one, port: 9 }])).toBe(0)
  },
)
