import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isRefusal } from '#model/answer.ts'
import { answerCompose } from '#answers/compose-answer.ts'
import { predictedText } from '#answers/predict-answer.ts'
import { readText } from '#syntax/text/read-text.ts'

const told = { words: [], json: undefined, before: { ipv4: false, ipv6: false }, mesh: [] }

describe('a text with the rules of both families', () => {
  // Both families have a table `filter` with the same chains; in that of IPv6 no rule has an address. Judge: the count of `-A` by hand.
  it('is read as two rulesets where a comment names the family', () => {
    const text = readFileSync(new URL('../cases/faults/predicted-two-families.yaml', import.meta.url), 'utf8')
    const predicted = answerCompose('compose.yaml', text, { project: 'p', version: '28.5.2' }, told)
    if (isRefusal(predicted)) throw new Error(predicted.message.id)
    const [four, six] = (['ipv4', 'ipv6'] as const).map((family) => predictedText(predicted, family))
    const count = (rules = '') => rules.split('\n').filter((line) => line.startsWith('-A')).length
    for (const marks of [
      ['# family: ipv4', '# family: ipv6'],
      ['# IPv4', '# IPv6'],
    ]) {
      const read = readText({ name: '-', text: `${marks[0]}\n${four}${marks[1]}\n${six}` })
      const found = read.rulesets.map(({ family, tables }) => [
        family,
        [...tables.values()].flatMap(({ chains }) => [...chains.values()].flatMap(({ rules }) => rules)).length,
      ])
      expect(found).toEqual([
        ['ipv4', count(four)],
        ['ipv6', count(six)],
      ])
    }
  })
})
