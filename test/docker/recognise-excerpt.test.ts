import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { dockerRecogniser } from '#docker/recognise.ts'
import { eachRule } from '#model/rule-id.ts'
import { assignOwners, otherRecognisers } from '#owners/owners.ts'
import { readText } from '#syntax/text/read-text.ts'

// Judge: Docker 28.5.2, which wrote these rules; the chains that its jump leads to are left out, as pages do.
it('rules of a page that lacks the chain of a jump are those of a later engine, not of an early one', () => {
  const text = readFileSync(new URL('../cases/hosts/redis-28.5.2/iptables-save.txt', import.meta.url), 'utf8')
  const filter = text.slice(text.indexOf('*filter'), text.indexOf('COMMIT', text.indexOf('*filter')))
  const kept = filter.split('\n').filter((line) => !/^:DOCKER-|^-A DOCKER-/.test(line))
  const { rulesets } = readText({ name: 'page', text: [...kept, 'COMMIT', ''].join('\n') })
  const owners = assignOwners(rulesets, [...otherRecognisers, dockerRecogniser(undefined)])
  const found: string[] = []
  for (const ruleset of rulesets) eachRule(ruleset, (rule) => found.push(owners.ofRule(rule).owner))
  expect(found.length).toBeGreaterThan(3)
  expect(found).toEqual(found.map(() => 'docker'))
})
