import { describe, expect, test } from 'vitest'
import { ownershipTexts } from '#i18n/ownership.ts'
import { owners } from '#model/owner.ts'
import { parts } from '#model/parts.ts'

const texts = Object.entries(ownershipTexts)
const ids = owners.flatMap((owner) =>
  parts[owner].flatMap((part) => ['part', 'purpose', 'breaks'].map((kind) => `${kind}/${owner}/${part}`)),
)

describe('texts of ownership', () => {
  test('every part of every owner has its three texts, and no text lacks its part', () => {
    expect(texts.map(([id]) => id).sort()).toEqual([...ids].sort())
  })

  test('no owner has a part twice', () => {
    for (const owner of owners) expect(new Set(parts[owner]).size, owner).toBe(parts[owner].length)
  })

  test('a text stands without any fact: one line, no hole where a fact would be', () => {
    for (const [id, text] of texts) {
      expect(text({}), id).toMatch(/^\S[^\n]*\S$/)
      expect(text({}), id).not.toMatch(/undefined|NaN| {2}|\(\)|\$\{| [,.;:]/)
    }
  })

  test('the name of a part is a noun phrase of two to five words, its other texts one to three sentences', () => {
    const wrong = texts.flatMap(([id, text]) => {
      const said = text({})
      const words = said.split(' ').length
      const sentences = said.split(/[.:] (?=[A-Z])/).length
      const isName = id.startsWith('part/')
      const right = isName
        ? words >= 2 && words <= 5 && !said.endsWith('.')
        : sentences <= 3 && said.length <= 340 && said.endsWith('.')
      return right ? [] : [`${id}: ${said}`]
    })
    expect(wrong).toEqual([])
  })

  test('facts come into the text as they are, for the page to escape', () => {
    const hostile = 'x\u001b[31m$1$& \u202e'
    const args = { container: hostile, containerPort: 80, protocol: 'tcp', hostPort: 8080 }
    expect(ownershipTexts['purpose/docker/port-dnat'](args)).toContain(`container ${hostile}.`)
    expect(ownershipTexts['part/docker/port-accept'](args)).toBe(`published port of ${hostile}`)
  })

  test('the questions of people who met the rules are answered: one text says what they did not find', () => {
    const { 'purpose/docker/nat-jump-output': output, 'breaks/docker/nat-jump-output': without } = ownershipTexts
    expect(output({})).toMatch(/programs on this host .* published ports .* Loopback/)
    expect(without({})).toMatch(/docker-proxy/)
    expect(ownershipTexts['purpose/docker/nat-jump-prerouting']({})).toMatch(
      /from outside .* redirected to its container/,
    )
    expect(ownershipTexts['purpose/docker/bridge-return']({ bridge: 'docker0' })).toMatch(
      /docker0 .* docker-proxy serves/,
    )
    expect(ownershipTexts['purpose/docker/isolation-2']({})).toMatch(/from another Docker network/)
    expect(ownershipTexts['purpose/docker/own-port-masquerade']({ proxy: 'on' })).toMatch(/never hit/)
    expect(ownershipTexts['purpose/docker/own-port-masquerade']({ proxy: 'off' })).not.toMatch(/never hit/)
    expect(ownershipTexts['breaks/docker/user-return']({})).toMatch(/insert rules with -I/)
  })
})
