import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readNftJson } from '#syntax/nft/read-nft-json.ts'
import { readNftText } from '#syntax/nft/text/read-nft-text.ts'
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
