import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { answerRuleReach } from '#answers/rule-reach-answer.ts'
import { isRefusal } from '#model/answer.ts'
import { textSnapshot } from '#snapshots/read-snapshot.ts'

const text = readFileSync(new URL('../cases/pages/covered.v4', import.meta.url), 'utf8')

function reachOf(rule: string, rules = text) {
  const found = answerRuleReach(textSnapshot('rules', rules), rule)
  if (isRefusal(found)) throw new Error(found.message.id)
  return found
}

// Worked out by hand.
it.for([
  ['INPUT#1', 'met', undefined, []],
  ['INPUT#3', 'never', 'covered', ['ipv4/filter/INPUT#1', 'ipv4/filter/INPUT#2']],
  ['INPUT#4', 'perhaps', undefined, []],
  ['INPUT#5', 'perhaps', undefined, []],
  ['FORWARD#2', 'met', undefined, []],
  ['WEB#1', 'met', undefined, []],
  ['WEB#2', 'met', undefined, []],
  ['WEB#3', 'never', 'asks-nothing', []],
  ['WEB#4', 'never', 'covered', ['ipv4/filter/WEB#1']],
] as const)('packets that match %s: %s', ([rule, verdict, why, covers]) => {
  const found = reachOf(rule)
  expect({ verdict: found.verdict, why: found.why, covers: found.covers.map(({ id }) => id) }).toEqual({
    verdict,
    why,
    covers,
  })
})

it('a rule of a chain that nothing jumps to is reached by no packet', () => {
  const alone = text.replace('-A FORWARD -i eth0 -j WEB\n', '')
  expect(reachOf('WEB#2', alone)).toMatchObject({ verdict: 'never', why: 'no-jump' })
})

it('a line that was not read leaves open whether anything jumps to the chain', () => {
  const open = text.replace('-A FORWARD -i eth0 -j WEB\n', '-A FORWARD -i eth0 --nosuch -j WEB\n')
  expect(reachOf('WEB#2', open)).toMatchObject({ verdict: 'perhaps', unread: true })
})

it('a rule that is not there is refused', () => {
  expect(isRefusal(answerRuleReach(textSnapshot('rules', text), 'WEB#9'))).toBe(true)
})
