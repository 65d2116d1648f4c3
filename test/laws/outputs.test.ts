import { describe, expect, it, vi } from 'vitest'
import { isRefusal } from '#model/answer.ts'
import { say } from '#i18n/catalogue.ts'
import type { MessageId } from '#model/messages.ts'
import {
  answerCompose,
  answerVerdict,
  formatText,
  packetFromJson,
  predictedText,
  prepare,
  textSnapshot,
} from '#pages.ts'

// What scripts/fuzz.mjs found, one case each.
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/

describe('what a text says reaches no terminal as it is', () => {
  it.for([
    [
      'prose around the commands of a page',
      'Do this \u001b[2J first:\n\n  iptables -A INPUT -j ACCEPT\n\nand\u009b1m then rest.\n',
    ],
    ['a text without rules', 'COMMIT \u0000 \u001b[2J \u0007'],
    ['a blank line that ends in a carriage return', '*filter\n-A INPUT -j ACCEPT\n \r\n-A INPUT -j DROP\nCOMMIT\n'],
  ] as const)('fmt shows %s with controls written out', ([, text]) => {
    expect(formatText({ name: 'page', text }, { canonical: true }).text).not.toMatch(controls)
    expect(formatText({ name: 'page', text }, { canonical: false }).text.replaceAll('\r', '')).not.toMatch(controls)
  })

  it('fmt prints a dump back byte for byte, letters that join others included', () => {
    const text = '*filter\r\n-A INPUT -m comment --comment "👩\u200d👧 \t" -j ACCEPT\r\nCOMMIT\r\n'
    expect(formatText({ name: 'dump', text }, { canonical: false }).text).toBe(text)
  })

  it('a message escapes its facts, with or without a text in the catalogue', () => {
    const args = { path: 'a\u001b[2Jb', said: 'c\u202ed' }
    for (const id of ['host/unreadable', 'no/such-message'] as MessageId[]) {
      expect(say({ id, args })).toContain('a\\u{1b}[2Jb')
      expect(say({ id, args })).not.toMatch(/[\u001b\u202e]/)
    }
  })

  it('a name in a Compose file is no line of the rules predicted for it', () => {
    const told = { words: [], json: undefined, before: { ipv4: undefined, ipv6: undefined }, mesh: [] }
    const text = 'name: "a\\nb\\e[2J"\nservices: {x: {image: y, ports: ["80:80"]}}\n'
    const predicted = answerCompose('compose.yaml', text, { project: 'p', version: '29.1.3' }, told)
    if (isRefusal(predicted)) throw new Error(predicted.message.id)
    const lines = predictedText(predicted, 'ipv4').split('\n')
    expect(lines.join('\n')).not.toMatch(controls)
    expect(lines.filter((line) => !/^($|[*:#]|-A |COMMIT)/.test(line))).toEqual([])
  })

  it('the YAML of a Compose file is not quoted on standard error', () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    const told = { words: [], json: undefined, before: { ipv4: undefined, ipv6: undefined }, mesh: [] }
    answerCompose('compose.yaml', 'a: !!binary {\u001b: 1}\n', { project: 'p', version: '29.1.3' }, told)
    expect(warned).not.toHaveBeenCalled()
    warned.mockRestore()
  })
})

describe('names of a text are no names of ours', () => {
  it.for(['constructor', 'toString'])('a listing that says %s where a protocol or a level stands', (name) => {
    const text = `Chain INPUT (policy ACCEPT)\ntarget prot opt source destination\n${name} ${name} -- 0.0.0.0/0 0.0.0.0/0\nLOG ${name} ::/0 ::/0 LOG level ${name}\nACCEPT tcp -- 0.0.0.0/0 0.0.0.0/0 LOG level ${name}\n`
    expect(textSnapshot('listing', text).texts).toHaveLength(1)
  })

  it.for(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('a table and a chain called %s', (name) => {
    const text = `*${name}\n:${name} - [0:0]\n-A ${name} -p tcp -j ${name}\n-A PREROUTING -m ${name} -j DROP\nCOMMIT\n`
    const program = prepare(textSnapshot('dump', text))
    const wanted = packetFromJson({ dst: '10.0.0.1', in: 'eth0' })
    if (isRefusal(wanted)) throw new Error(wanted.message.id)
    expect(answerVerdict(wanted, program).verdict).not.toBe('')
  })

  it('a line of slashes, which could be the path of a program in very many ways', () => {
    expect(textSnapshot('page', `${'/'.repeat(150)} x\n`).rulesets).toEqual([])
    expect(textSnapshot('page', '/usr/bin/sudo /usr/sbin/iptables -A INPUT -j DROP\n').rulesets).toHaveLength(1)
  })
})
