import { describe, expect, test } from 'vitest'
import { isBuilt, seawall } from '../cli/run.ts'
import { tableOf } from './tables.ts'

describe.skipIf(!isBuilt)('the page of JSON', () => {
  test('names every schema that there is, and no other', () => {
    const named = tableOf('docs/json.md', 'schemas').flatMap((row) => /^\| .* \| `([a-z-]+)` \| /.exec(row)?.[1] ?? [])
    expect(named.sort()).toEqual(seawall(['schema']).out.trim().split('\n').sort())
  })
})
