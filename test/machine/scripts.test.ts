import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { expect, test } from 'vitest'
import { before, byChain, linesOf, readScript } from '../syntax/script-reading.ts'
import { createNamespace, requireMachine } from './namespace.ts'

const folder = new URL('../cases/scripts/', import.meta.url)
const recorded = new URL('../cases/scripts-kernel.json', import.meta.url)

for (const name of readdirSync(folder))
  test(`${name}: what we read is what it does without arguments or with start, as iptables-save shows it`, async (ctx) => {
    await requireMachine(ctx, 'iptables-nft', 'bash')
    const host = await createNamespace()
    await host.run(['iptables-restore'], { stdin: before })
    const script = readFileSync(new URL(name, folder), 'utf8')
    const takes = /case "\$1"/.test(script) ? ['start'] : []
    await host.run(['bash', '-s', '--', ...takes], { stdin: script, mayFail: true })
    const { stdout } = await host.run(['iptables-save'])
    const kernel = byChain(linesOf(stdout))
    if (process.env.SEAWALL_RECORD === '1') {
      const known = JSON.parse(readFileSync(recorded, 'utf8')) as Record<string, readonly string[]>
      writeFileSync(recorded, `${JSON.stringify({ ...known, [name]: kernel }, null, 2)}\n`)
    }
    expect(readScript(name, script)).toEqual(kernel)
  })
