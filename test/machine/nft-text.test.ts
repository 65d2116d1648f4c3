import { existsSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readNftJson } from '#syntax/nft/read-nft-json.ts'
import { readNftText } from '#syntax/nft/text/read-nft-text.ts'
import { plainForm } from '../lowered/plain-form.ts'
import { generateNative } from './differential/generate-native.ts'
import { Random } from './differential/random.ts'
import { createNamespace, type Namespace, requireMachine } from './namespace.ts'

const rulesets = Number(process.env.SEAWALL_DIFFERENTIAL ?? 25)
const dumps = new URL('../../../shared/engines', import.meta.url).pathname

// Judge: nft, which lists one ruleset of the kernel both as text and as JSON.
async function compare(namespace: Namespace, what: string): Promise<void> {
  const text = (await namespace.run(['nft', '-a', 'list', 'ruleset'])).stdout
  const json = (await namespace.run(['nft', '-j', 'list', 'ruleset'])).stdout
  const { tables, diagnostics } = readNftText({ name: what, text })
  expect(diagnostics, what).toEqual([])
  expect(plainForm(tables), what).toEqual(plainForm(readNftJson(JSON.parse(json), what) ?? []))
}

test('of rulesets made by chance, the text of nft means what its JSON means', async (ctx) => {
  await requireMachine(ctx, 'nft')
  const namespace = await createNamespace('nfttext')
  try {
    for (let seed = 1; seed <= rulesets; seed++) {
      const family = seed % 2 === 0 ? 'ipv4' : 'ipv6'
      await namespace.run(['nft', 'flush', 'ruleset'])
      await load(namespace, generateNative(new Random(seed), family, true))
      await compare(namespace, `seed ${seed}`)
    }
  } finally {
    await namespace.delete()
  }
})

test('of the recorded rulesets of engines, the text of nft means what its JSON means', async (ctx) => {
  await requireMachine(ctx, 'nft')
  if (!existsSync(dumps)) ctx.skip(`no recorded engines at ${dumps}`)
  const namespace = await createNamespace('nfttext')
  let compared = 0
  try {
    const files = readdirSync(dumps, { recursive: true, encoding: 'utf8' })
    for (const file of files.filter((one) => one.endsWith('/nft-list-ruleset.json'))) {
      await namespace.run(['nft', 'flush', 'ruleset'])
      // Those that nft itself cannot load again are left out.
      const { code } = await namespace.run(['nft', '-j', '-f', `${dumps}/${file}`], { mayFail: true })
      if (code !== 0) continue
      await compare(namespace, file)
      compared++
    }
  } finally {
    await namespace.delete()
  }
  console.log(`${compared} recorded rulesets`)
  expect(compared).toBeGreaterThan(50)
})

// Chance makes rules that nft refuses: they go, the others stay.
async function load(namespace: Namespace, script: string): Promise<void> {
  let lines = script.split('\n')
  for (;;) {
    const { code, stderr } = await namespace.run(['nft', '-f', '-'], { stdin: lines.join('\n'), mayFail: true })
    if (code === 0) return
    const refused = new Set([...stderr.matchAll(/stdin:(\d+):/g)].map(([, line]) => Number(line)))
    const left = lines.filter((_, index) => !refused.has(index + 1))
    if (left.length === lines.length) throw new Error(`nft ended with ${code}: ${stderr}`)
    lines = left
  }
}
