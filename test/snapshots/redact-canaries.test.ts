import type { SnapshotFile } from '#model/snapshot-file.ts'
import { redact } from '#redact/redact.ts'
import { describe, expect, test } from 'vitest'
import { acme } from './acme.ts'
import { richNft, rich } from './rich.ts'

type Json = unknown

// A word that no program knows; each place gets a number of its own.
const canary = (count: number) => `qzx${count}vk`
const found = (value: Json) => [...new Set(JSON.stringify(value).match(/qzx\d+vk/gi) ?? [])]

// What the schema itself limits to a few words, by the names of the fields on the way.
const enums =
  /^(kind|schemaVersion|redacted|notes\.id|rules\.(family|variant)|facts\.(routes\.(family|type)|routingRules\.family|sockets\.(protocol|family))|docker\.containers\.ports\.protocol)$/

// The same document with every string leaf as `change` makes it, and the names of free-form objects too.
function changed(value: Json, change: (text: string, path: string) => string, path: string[] = []): Json {
  const where = path.filter((part) => !/^\d+$/.test(part)).join('.')
  if (typeof value === 'string') return enums.test(where) ? value : change(value, where)
  if (Array.isArray(value)) return value.map((one: Json, index) => changed(one, change, [...path, String(index)]))
  if (typeof value !== 'object' || value === null) return value
  const isFree = /(^nft\b.*|sysctls|options|labels|members|args)$/.test(where)
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const kept = [key, changed(inner, change, [...path, key])] as const
    return isFree ? [kept, [change(key, where), changed(inner, change, [...path, key])] as const] : [kept]
  })
  return Object.fromEntries(entries)
}

describe('a canary in every string of a snapshot, and in every free name of a field', () => {
  const placements: readonly (readonly [string, (text: string, bird: string) => string])[] = [
    ['instead of it', (_text, bird) => bird],
    ['as a word behind it', (text, bird) => `${text} ${bird}`],
    ['as a word before it', (text, bird) => `${bird} ${text}`],
    ['as a line behind it', (text, bird) => `${text}\n${bird}`],
    ['with a comma behind it', (text, bird) => `${text},${bird}`],
    ['with a slash behind it', (text, bird) => `${text}/${bird}`],
    ['with a dot behind it', (text, bird) => `${text}.${bird}`],
    ['in capitals', (_text, bird) => bird.toUpperCase()],
    ['as an option', (_text, bird) => `--${bird}=${bird}`],
    ['as a member of something', (_text, bird) => `@${bird}`],
  ]
  test.for(placements)('%s', ([_name, place]) => {
    for (const file of [acme, rich]) {
      let count = 0
      const planted = changed(file, (text) => place(text, canary(count++))) as SnapshotFile
      expect(count).toBeGreaterThan(100)
      const after = redact([planted])
      const left = found(after).map((bird) => new RegExp(`.{60}${bird}.{20}`, 'i').exec(JSON.stringify(after))?.[0])
      expect(left).toEqual([])
    }
  })

  test('in each string of what nft says, one at a time', () => {
    let total = 0
    changed(richNft, () => String(total++))
    for (let at = 0; at < total; at++) {
      let count = 0
      const nft = changed({ nft: richNft }, (text) => (count++ === at ? canary(at) : text)) as { nft: Json }
      expect(found(redact([{ ...rich, ...nft }]))).toEqual([])
    }
    expect(total).toBeGreaterThan(100)
  })

  test('in the place of each word of each rule', () => {
    const files = [...acme.rules, ...rich.rules].map(({ text }) => text)
    const lines = files.flatMap((text) => text.split('\n')).filter((line) => line !== '')
    let count = 0
    const planted = lines.flatMap((line) =>
      [...line.matchAll(/[^\s"]+/g)].flatMap(({ 0: word, index }) =>
        [canary(count++), `${word}${canary(count++)}`, `${word},${canary(count++)}`].map(
          (bird) => line.slice(0, index) + bird + line.slice(index + word.length),
        ),
      ),
    )
    const [file] = redact([{ ...acme, rules: [{ family: 'ipv4', command: 'x', text: planted.join('\n') }] }])
    expect(found(file).map((bird) => planted.find((line) => line.includes(bird)))).toEqual([])
  })
})

test('ids agree, their bridges too, moments keep their order, and seeds are gone', () => {
  const [after] = redact([rich])
  const [first, second] = after?.docker?.networks ?? []
  const [web, db] = after?.docker?.containers ?? []
  expect(first?.id).toMatch(/^[0-9a-f]{64}$/)
  expect(first?.id).not.toBe(rich.docker?.networks[0]?.id)
  expect(after?.facts.interfaces?.map(({ name }) => name)).toContain(`br-${first?.id.slice(0, 12)}`)
  expect(after?.rules[0]?.text).toContain(`-o br-${first?.id.slice(0, 12)} `)
  expect(web?.endpoints[0]?.networkId).toBe(first?.id)
  expect(Object.keys(first?.members ?? {})).toContain(web?.id)
  expect(db?.networkMode).toBe(`container:${web?.id}`)
  expect((first?.created ?? '') < (second?.created ?? '')).toBe(true)
  expect((web?.startedAt ?? '') < (db?.startedAt ?? '')).toBe(true)
  expect(web?.startedAt).toMatch(/^2000-01-01T/)
  expect(JSON.stringify(after)).not.toMatch(/veth4a513fb|initval|0xfeedbeef/)
})
