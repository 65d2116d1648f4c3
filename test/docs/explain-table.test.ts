import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkout, isBuilt, seawall } from '../cli/run.ts'

interface Told {
  readonly id: string
  readonly purpose: string
}

const host = 'test/cases/hosts/fresh-20.10.24'
const page = readFileSync(`${checkout}docs/explain.md`, 'utf8')
const rows = [...page.matchAll(/^\| .* \| `(ipv4\/[^`]+)` \| (.*) \|$/gm)].map(
  ([, id, text]) => [id ?? '', text ?? ''] as const,
)

describe.skipIf(!isBuilt)('the table of questions', () => {
  const answer = JSON.parse(seawall(['explain', host, '--json']).out) as {
    readonly chains: readonly (Told & { readonly owner: string })[]
    readonly rules: readonly Told[]
  }
  // A built-in chain of Docker's is its policy.
  const known = new Map([
    ...answer.chains.map(({ id, purpose }) => [id.endsWith('/FORWARD') ? `${id}#policy` : id, purpose] as const),
    ...answer.rules.map(({ id, purpose }) => [id, purpose] as const),
  ])

  test('says of each rule what explain says it is for', () => {
    expect(rows.map(([id, text]) => [id, text])).toEqual(rows.map(([id]) => [id, known.get(id)]))
  })

  test('asks for everything that a fresh engine writes', () => {
    const chains = answer.chains.filter(({ owner }) => owner === 'docker').map(({ id }) => id)
    const all = [
      ...chains.map((id) => (id.endsWith('/FORWARD') ? `${id}#policy` : id)),
      ...answer.rules.map(({ id }) => id),
    ]
    expect(rows.map(([id]) => id).sort()).toEqual(all.sort())
  })
})
