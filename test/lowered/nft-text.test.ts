import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readNftJson } from '#syntax/nft/read-nft-json.ts'
import { readNftText } from '#syntax/nft/text/read-nft-text.ts'
import { readText } from '#syntax/text/read-text.ts'
import { plainForm } from './plain-form.ts'

const read = (name: string) => readFileSync(new URL(`../cases/nft/${name}`, import.meta.url), 'utf8')

// Judge: nft 1.0.6, which listed the same ruleset as text and as JSON.
it.each(['every-statement', 'written-by-hand'])(
  'a text of nft means what the JSON of the same ruleset means: %s',
  (name) => {
    const { tables, diagnostics } = readNftText({ name: 'nft', text: read(`${name}.txt`) })
    const listed = readNftJson(JSON.parse(read(`${name}.json`)), 'nft') ?? []
    expect(diagnostics).toEqual([])
    expect(plainForm(tables)).toEqual(plainForm(listed))
  },
)

// Judge: nft 1.1.7, which loaded and listed the same texts; it writes flags and codes in another way.
it.each(['every-statement', 'written-by-hand'])('nft 1.1.7 means the same by its JSON: %s', (name) => {
  const meant = (file: string) => {
    const tables = readNftJson(JSON.parse(read(file)), 'nft') ?? []
    const bare = plainForm(tables.map((table) => ({ ...table, listedBy: undefined })))
    return JSON.parse(
      JSON.stringify(bare, (key, value: unknown) =>
        key === 'text' ? undefined : typeof value === 'bigint' ? `${value}n` : value,
      ),
    )
  }
  expect(meant(`${name}-1.1.7.json`)).toEqual(meant(`${name}.json`))
})

it('flags read as nft 1.1.7 lists them are printed as nft reads them', () => {
  const tables = readNftJson(JSON.parse(read('every-statement-1.1.7.json')), 'nft') ?? []
  const texts = tables.flatMap(({ chains }) =>
    chains.flatMap(({ rules }) => rules.map((rule) => rule.printed.origin.text)),
  )
  expect(texts).toContain('tcp flags syn / fin,syn,rst,ack accept')
})

// Judge: the same chain, which nft takes in the table `inet filter`.
it('a chain quoted without its table is a part of inet filter, and the text says so', () => {
  const chain = 'chain input {\n\ttype filter hook input priority filter; policy drop;\n\ttcp dport 22 accept\n}\n'
  const bare = readText({ name: 'page', text: chain })
  const whole = readText({ name: 'page', text: `table inet filter {\n${chain}}\n` })
  expect(plainForm(bare.native ?? [])).toEqual(plainForm(whole.native ?? []))
  expect(bare.diagnostics.map(({ id, args }) => [id, args.name])).toEqual([['syntax/nft-no-table', 'input']])
})
