import fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, it } from 'vitest'
import { chunksOfWidth, displayWidth } from '#base/width.ts'

// Colours are taken out before; Hangul letters that no syllable joins are drawn apart by some terminals and not by others.
const otherwise = /[\u001b\u009b\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb]/

it('a text is as wide as the string-width package says', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'grapheme-composite', maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 3 }),
  )
  fc.assert(
    fc.property(
      anyText.filter((text) => !otherwise.test(text)),
      (text) => {
        expect(displayWidth(text)).toBe(stringWidth(text))
      },
    ),
    { numRuns: 5000 },
  )
})

it.for([
  ['web', 3],
  ['10.0.0.1 → 172.17.0.2…', 22],
  ['データベース', 12],
  ['ﾃﾞｰﾀ', 4],
  ['한국어', 6],
  ['가', 2],
  ['é', 1],
  ['🐳', 2],
  ['👩‍💻', 2],
  ['🇫🇷', 2],
  ['1️⃣', 2],
  ['', 0],
] as const)('%s takes %i columns', ([text, columns]) => {
  expect(displayWidth(text)).toBe(columns)
  expect(stringWidth(text)).toBe(columns)
})

it('pieces of a long text keep their width and lose nothing', () => {
  const pieces = chunksOfWidth('データベースの名前', 7)
  expect(pieces.join('')).toBe('データベースの名前')
  expect(Math.max(...pieces.map(displayWidth))).toBeLessThanOrEqual(7)
})
