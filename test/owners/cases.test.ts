import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { dockerRecogniser } from '#docker/recognise.ts'
import { ownershipTexts } from '#i18n/ownership.ts'
import type { Ownership } from '#model/owner.ts'
import { parts } from '#model/parts.ts'
import { findChain } from '#model/ruleset.ts'
import { assignOwners, otherRecognisers } from '#owners/owners.ts'
import { readText } from '../docker/engine-dumps.ts'

const folder = new URL('../cases/owners/', import.meta.url)
const cases = readdirSync(folder).sort()

interface Line {
  readonly expected: string
  readonly text: string
  readonly ownership: Ownership
}

/** A case is a restore file; before some lines stands `OWNER/PART |`, what we should say of that chain or rule. */
function judge(name: string): readonly Line[] {
  const lines = readFileSync(new URL(name, folder), 'utf8').trimEnd().split('\n')
  const split = lines.map((line) => /^(\S+)\s+\| (.*)$/.exec(line) ?? ['', '', line])
  const { ruleset, unread } = readText(
    `${split.map(([, , text]) => text).join('\n')}\n`,
    name.includes('.v6.') ? 'ipv6' : 'ipv4',
  )
  expect(unread).toEqual([])
  const owners = assignOwners([ruleset], [...otherRecognisers, dockerRecogniser()])
  const seen = new Map<string, number>()
  let table = ''
  return split.flatMap(([, expected = '', text = '']) => {
    if (text.startsWith('*')) table = text.slice(1)
    const chain = /^(?::|-A )(\S+)/.exec(text)?.[1] ?? ''
    if (expected === '') return []
    if (text.startsWith(':')) return [{ expected, text, ownership: owners.ofChain(ruleset, table, chain) }]
    const index = seen.get(`${table} ${chain}`) ?? 0
    seen.set(`${table} ${chain}`, index + 1)
    const rule = findChain(ruleset, table, chain)?.rules[index]
    if (rule === undefined) throw new Error(`no such rule: ${text}`)
    return [{ expected, text, ownership: owners.ofRule(rule) }]
  })
}

const shown = ({ text }: Line, owner: string) => `${owner.padEnd(29)} | ${text}`

describe('whose each rule is and what it is part of, by cases', () => {
  test.each(cases)('%s', (name) => {
    const lines = judge(name)
    const answers = lines.map((line) => shown(line, `${line.ownership.owner}/${line.ownership.part}`))
    expect(answers).toEqual(lines.map((line) => shown(line, line.expected)))
  })

  test('every part of every owner has a case', () => {
    const tried = new Set(cases.flatMap(judge).map(({ expected }) => expected))
    const all = Object.entries(parts).flatMap(([owner, names]) => names.map((part) => `${owner}/${part}`))
    // Native tables have a test of their own.
    expect(all.filter((part) => !/\/(nft-.*|container-replies)$/.test(part) && !tried.has(part))).toEqual([])
  })

  test('each text of a case is a sentence without holes', () => {
    for (const { text, ownership } of cases.flatMap(judge)) {
      for (const kind of ['purpose', 'breaks'] as const) {
        const id = `${kind}/${ownership.owner}/${ownership.part}`
        const said = (ownershipTexts as Readonly<Record<string, (args: Ownership['args']) => string>>)[id]?.(
          ownership.args,
        )
        expect(said, `${id}: ${text}`).toMatch(/^\S.*[.]$/)
        expect(said, `${id}: ${text}`).not.toMatch(/undefined| {2}|\(\)| [,.;]/)
      }
    }
  })
})
