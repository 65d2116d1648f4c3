import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { defaultDialect } from '#model/family.ts'
import { printRule } from '#syntax/print/print-rule.ts'
import { readText } from '#syntax/text/read-text.ts'

/** The rules of a file, read as one of its alternatives. The judge is the manual of whoever runs it: what it calls, and in which order. */
function rulesOf(name: string, as?: string) {
  const text = readFileSync(
    new URL(`../cases/${name.endsWith('.sh') ? 'scripts' : 'faults'}/${name}`, import.meta.url),
    'utf8',
  )
  const { rulesets, diagnostics } = readText({ name, text }, { as })
  const rules = rulesets.flatMap(({ tables }) =>
    tables.flatMap((table) =>
      table.chains.flatMap((chain) =>
        chain.rules.map((rule) => `${table.name} ${chain.name}${printRule(rule, 'ipv4', defaultDialect)}`),
      ),
    ),
  )
  return { rules, alternatives: diagnostics.filter(({ id }) => id === 'syntax/alternatives').map(({ args }) => args) }
}

describe('files that have commands run are sources', () => {
  it('a tunnel of wg-quick: PostDown is another alternative than PostUp', () => {
    expect(rulesOf('wg0-postdown.conf')).toEqual({
      rules: ['filter FORWARD -i %i -j ACCEPT', 'nat POSTROUTING -o eth0 -j MASQUERADE'],
      alternatives: [{ names: 'up, down', chosen: 'up' }],
    })
    expect(rulesOf('wg0-postdown.conf', 'down').rules).toEqual([])
  })

  it('a unit of systemd, with a shell, a continued line and a prefix', () => {
    expect(rulesOf('systemd-unit.service').rules).toEqual(['filter DOCKER-USER -s 192.0.2.9/32 -j DROP'])
    expect(rulesOf('several-commands.service')).toEqual({
      rules: ['filter DOCKER-USER -i eth0 -j FW', 'filter FW -s %i -j RETURN', 'filter FW -j DROP'],
      alternatives: [{ names: 'start, stop', chosen: 'start' }],
    })
  })

  it('an action of fail2ban: a ban comes on top of the start', () => {
    const start = ['filter <chain> -m multiport --dports <port> -j f2b-<name>', 'filter f2b-<name> -j <returntype>']
    expect(rulesOf('jail-action.conf', 'start').rules).toEqual(start)
    expect(rulesOf('jail-action.conf').rules).toContain('filter f2b-<name> -s <ip> -j <blocktype>')
    expect(rulesOf('jail-action.conf').rules).toHaveLength(3)
  })

  it('the file of ifupdown', () => {
    expect(rulesOf('interfaces').rules).toEqual(['nat POSTROUTING -s 10.0.0.0/24 -o eth0 -j MASQUERADE'])
  })
})

const read = (text: string, as?: string) =>
  readText({ name: 'text', text }, { as }).rulesets.flatMap(({ family, tables }) =>
    tables.flatMap((table) =>
      table.chains.flatMap((chain) =>
        chain.rules.map((rule) => `${table.name} ${chain.name} ${printRule(rule, family, defaultDialect).trim()}`),
      ),
    ),
  )

// Judges: wg-quick(8), whose script matches keys in any case, and the environment that the image of wg-easy documents.
describe('hooks of WireGuard', () => {
  it('count in any case', () => {
    const text =
      '[Interface]\npostup = iptables -A FORWARD -i wg0 -j ACCEPT\nPOSTDOWN = iptables -D FORWARD -i wg0 -j ACCEPT\n'
    expect(read(text)).toEqual(['filter FORWARD -i wg0 -j ACCEPT'])
  })

  it('may be the environment of a container', () => {
    const rules = ['filter FORWARD -i wg0 -j ACCEPT', 'nat POSTROUTING -o eth0 -j MASQUERADE']
    const up = 'iptables -A FORWARD -i wg0 -j ACCEPT; iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE'
    const down = up.replaceAll('-A', '-D')
    expect(read(`environment:\n  - WG_POST_UP=${up}\n  - WG_POST_DOWN=${down}\n`)).toEqual(rules)
    expect(read(`environment:\n  - "WG_POST_UP=${up}"\n  - "WG_POST_DOWN=${down}"\n`)).toEqual(rules)
    expect(read(`environment:\n  WG_POST_UP: '${up}'\n  WG_POST_DOWN: '${down}'\n`)).toEqual(rules)
  })
})

describe('a program that is no script of a shell', () => {
  it.each(['#!/usr/bin/env fish', '#!/usr/bin/python3', '#!/bin/tcsh', '#!/usr/bin/env -S perl -w'])(
    '%s is said, and not read',
    (first) => {
      const text = `${first}\nif x\n  iptables -A INPUT -j DROP\nend\n`
      expect(read(text)).toEqual([])
      expect(readText({ name: 'text', text }).diagnostics[0]?.id).toBe('syntax/other-language')
    },
  )
})

describe('a script of alternatives', () => {
  it('is read as it starts, and as it stops where that is asked for', () => {
    expect(rulesOf('start-stop.sh').rules).toHaveLength(3)
    expect(rulesOf('start-stop.sh').alternatives).toEqual([{ names: 'start, stop', chosen: 'start' }])
    expect(rulesOf('start-stop.sh', 'stop').rules).toEqual([])
  })

  it('has no rule in a chain that it deleted', () => {
    expect(rulesOf('x-then-append.sh').rules).toEqual([])
  })
})
