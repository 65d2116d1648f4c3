import { describe, expect, it } from 'vitest'
import { meaning } from '#lowered/meaning.ts'
import { targets } from '#extensions/target-list.ts'
import type { Effect } from '#model/effect.ts'
import type { Family } from '#model/family.ts'
import { defaultDialect } from '#model/family.ts'
import { finishLine } from '#syntax/line/finish-line.ts'
import { readLine } from '#syntax/line/line-reader.ts'
import { restoreWords } from '#syntax/line/words.ts'

function effectOf(words: string, family: Family = 'ipv4'): Effect {
  const text = `-A X ${words}`
  const context = { origin: { name: 'rule', text }, family, dialect: defaultDialect, diagnostics: [] }
  const line = readLine(restoreWords(text, 0, text.length), 0, context)
  const statement = finishLine(line, { start: 0, end: text.length }, undefined, context)
  if (statement?.kind !== 'rule' || statement.rules[0] === undefined)
    throw new Error(JSON.stringify(context.diagnostics))
  return meaning(statement.rules[0], family, () => false).effect
}

const address = (from: number | bigint, to = from) => ({ addresses: { from, to }, ports: undefined, base: undefined })

describe('what ends a chain', () => {
  const cases: readonly (readonly [rule: string, effect: Effect, because: string])[] = [
    ['-j ACCEPT', { kind: 'verdict', verdict: 'ACCEPT' }, 'it ends this base chain only'],
    ['-j DROP', { kind: 'verdict', verdict: 'DROP' }, 'it ends everything'],
    ['-j RETURN', { kind: 'return' }, 'the rule behind the jump comes next'],
    ['-j REJECT', { kind: 'verdict', verdict: 'DROP', error: 'icmp-port-unreachable' }, 'the usual answer'],
    ['-p tcp -j REJECT --reject-with tcp-rst', { kind: 'verdict', verdict: 'DROP', error: 'tcp-reset' }, 'an alias'],
    ['-j QUEUE', { kind: 'queue', bypass: false }, 'without a listener it drops'],
    ['-j NFQUEUE --queue-bypass', { kind: 'queue', bypass: true }, 'without a listener the next table sees the packet'],
    ['-p tcp -j SYNPROXY', { kind: 'unknown', target: 'SYNPROXY' }, 'it answers SYN and takes ACK for its own'],
    ['-p tcp -j TPROXY --on-port 1', { kind: 'unknown', target: 'TPROXY' }, 'accepts only where a socket listens'],
  ]
  for (const [rule, effect, because] of cases) it(`${rule}: ${because}`, () => expect(effectOf(rule)).toEqual(effect))

  it('REJECT answers in the language of its family', () => {
    expect(effectOf('-j REJECT', 'ipv6')).toEqual({ kind: 'verdict', verdict: 'DROP', error: 'icmp6-port-unreachable' })
  })
})

describe('where address translation leads', () => {
  const ports = { from: 80, to: 90 }
  const cases: readonly (readonly [rule: string, effect: Effect])[] = [
    ['-j DNAT --to 10.0.0.1', { kind: 'nat', change: 'dnat', range: address(0x0a000001) }],
    [
      '-p tcp -j DNAT --to-destination 10.0.0.1-10.0.0.9:80-90/100',
      { kind: 'nat', change: 'dnat', range: { addresses: { from: 0x0a000001, to: 0x0a000009 }, ports, base: 100 } },
    ],
    ['-j SNAT --to-source 10.0.0.1', { kind: 'nat', change: 'snat', range: address(0x0a000001) }],
    ['-j MASQUERADE', { kind: 'nat', change: 'masquerade', range: undefined }],
    [
      '-p udp -j REDIRECT --to-ports 80-90',
      { kind: 'nat', change: 'redirect', range: { addresses: undefined, ports, base: undefined } },
    ],
    ['-j NETMAP --to 10.1.2.3/24', { kind: 'nat', change: 'netmap', range: address(0x0a010200, 0x0a0102ff) }],
  ]
  for (const [rule, effect] of cases) it(rule, () => expect(effectOf(rule)).toEqual(effect))

  it('an IPv6 range of ports without address keeps the address', () => {
    const range = { addresses: undefined, ports: { from: 53, to: 53 }, base: undefined }
    expect(effectOf('-p udp -j DNAT --to-destination :53', 'ipv6')).toEqual({ kind: 'nat', change: 'dnat', range })
  })
})

describe('what becomes of marks', () => {
  const all = 0xffffffff
  const cases: readonly (readonly [rule: string, effect: Effect])[] = [
    ['-j MARK --set-mark 1', { kind: 'mark', field: 'mark', change: { value: 1, mask: all } }],
    ['-j MARK --set-mark 0x10/0x0f', { kind: 'mark', field: 'mark', change: { value: 0x10, mask: 0x1f } }],
    ['-j MARK --and-mark 0xff', { kind: 'mark', field: 'mark', change: { value: 0, mask: 0xffffff00 } }],
    ['-j CONNMARK --or-mark 4', { kind: 'mark', field: 'connmark', change: { value: 4, mask: 4 } }],
    [
      '-j CONNMARK --save-mark --nfmask 0xff --ctmask 0xf',
      { kind: 'mark', field: 'connmark', change: { value: 0xff, mask: 0xf }, copy: 'to-connmark' },
    ],
    [
      '-j CONNMARK --restore-mark --nfmask 0xff --ctmask 0xf',
      { kind: 'mark', field: 'mark', change: { value: 0xf, mask: 0xff }, copy: 'from-connmark' },
    ],
    ['-j CONNMARK --restore-mark --left-shift-mark 8', { kind: 'rewrite', field: 'mark', to: undefined, how: 'shift' }],
    [
      '-j HMARK --hmark-tuple src --hmark-mod 2 --hmark-rnd 1',
      { kind: 'rewrite', field: 'mark', to: undefined, how: 'hash' },
    ],
    ['-j SET --map-set x src --map-mark', { kind: 'rewrite', field: 'mark', to: undefined, how: 'from ipset' }],
  ]
  for (const [rule, effect] of cases) it(rule, () => expect(effectOf(rule)).toEqual(effect))
})

describe('what lets the packet go on', () => {
  const cases: readonly (readonly [rule: string, effect: Effect])[] = [
    ['-j LOG --log-prefix x', { kind: 'continue', does: 'log' }],
    ['-j NFLOG', { kind: 'continue', does: 'log' }],
    ['-j TRACE', { kind: 'continue', does: 'trace' }],
    ['-j TEE --gateway 10.0.0.1', { kind: 'continue', does: 'tee' }],
    ['-j SET --add-set x src', { kind: 'continue', does: 'set' }],
    ['-j AUDIT --type drop', { kind: 'continue', does: 'audit' }],
    ['-j CT --zone 1', { kind: 'continue', does: 'ct' }],
    ['-j CT --notrack', { kind: 'untrack' }],
    ['-j NOTRACK', { kind: 'untrack' }],
    ['-j TTL --ttl-set 64', { kind: 'rewrite', field: 'ttl', to: 64, how: 'set 64' }],
    ['-j TTL --ttl-dec 1', { kind: 'rewrite', field: 'ttl', to: undefined, how: 'less 1', add: -1 }],
    ['-p tcp -j TCPMSS --set-mss 1400', { kind: 'rewrite', field: 'tcpmss', to: 1400, how: 'set 1400' }],
    [
      '-j TOS --set-tos 0x10',
      { kind: 'rewrite', field: 'tos', to: 0x10, how: 'clear 0xff, xor 0x10', change: { value: 0x10, mask: 0xff } },
    ],
    [
      '-j TOS --or-tos 0x10',
      {
        kind: 'rewrite',
        field: 'tos',
        to: undefined,
        how: 'clear 0x10, xor 0x10',
        change: { value: 0x10, mask: 0x10 },
      },
    ],
    ['-j CLASSIFY --set-class 1:10', { kind: 'rewrite', field: 'class', to: 0x10010, how: 'set 10010' }],
  ]
  for (const [rule, effect] of cases) it(rule, () => expect(effectOf(rule)).toEqual(effect))
})

describe('the list of targets', () => {
  it('has every name once for a family', () => {
    const names = targets.flatMap(({ name, families }) => families.map((family) => `${family} ${name}`))
    expect(new Set(names).size).toBe(names.length)
  })

  it('says nothing of an option whose value is hidden', () => {
    const unknown = { kind: 'unknown', target: 'MARK' }
    const uses = [{ name: '--set-xmark', negated: false, value: { unknown: '$MARK' }, start: 0, end: 1 }]
    const mark = targets.find(({ name }) => name === 'MARK')
    expect(mark?.effect(uses, { family: 'ipv4' })).toEqual(unknown)
  })
})
