import { expect, test } from 'vitest'
import { SetTrie } from '#explain/set-trie.ts'

test('the subsets that are found are those that a comparison of every pair finds', () => {
  // Every set of the numbers 0 to 5 whose bits, as a number, are no multiple of 5: some are there, some are not.
  const numbers = (bits: number) => [0, 1, 2, 3, 4, 5].filter((at) => bits & (1 << at))
  const sets = Array.from({ length: 64 }, (_, bits) => bits).filter((bits) => bits % 5 !== 0)
  const trie = new SetTrie<number>()
  for (const bits of sets) trie.add(numbers(bits), bits)
  for (let of = 0; of < 64; of++) {
    const found: number[] = []
    trie.subsets(numbers(of), (bits) => found.push(bits))
    expect(found.sort((a, b) => a - b)).toEqual(sets.filter((bits) => (bits & of) === bits))
  }
})

test('the first value of a set stays, and only just this set is visited', () => {
  const trie = new SetTrie<string>()
  trie.add([1, 2], 'first')
  trie.add([1, 2], 'second')
  const found: string[] = []
  for (const set of [[], [1], [1, 2], [1, 2, 3], [2]]) trie.visit(set, (value) => found.push(value))
  expect(found).toEqual(['first'])
})
