import { describe, expect, it } from 'vitest'
import { lower } from '#lowered/lower.ts'
import type { Chain, Ruleset } from '#model/ruleset.ts'
import { rulesOf } from '../netfilter/hosts.ts'

function chainOf({ tables }: Ruleset, chain: string) {
  return tables[0]?.chains.find(({ name }) => name === chain) as Chain
}

describe('what a rule means', () => {
  // Judge: the kernel takes `-j NAME` for a jump where the table has that chain, and for a target where it has none.
  it('is another one once the chain exists that it jumps to, for the same rule', () => {
    const before = rulesOf('*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -j LOG\nCOMMIT\n')
    const own = rulesOf('*filter\n:INPUT ACCEPT [0:0]\n:LOG - [0:0]\nCOMMIT\n')
    const chains = [chainOf(before, 'INPUT'), chainOf(own, 'LOG')]
    const after: Ruleset = { ...before, tables: [{ name: 'filter', chains }] }
    const effectIn = (ruleset: Ruleset) => lower([ruleset]).tables[0]?.chains.get('INPUT')?.rules[0]?.effect
    expect(effectIn(before)).toEqual({ kind: 'continue', does: 'log' })
    expect(effectIn(after)).toEqual({ kind: 'jump', chain: 'LOG', goto: false })
    expect(effectIn(before)).toEqual({ kind: 'continue', does: 'log' })
  })
})

describe('a chain of iptables', () => {
  // Judge: TRACE of both variants; include/uapi/linux/netfilter_ipv4.h.
  it.each([
    ['raw', 'PREROUTING', -300, 'filter'],
    ['mangle', 'FORWARD', -150, 'filter'],
    ['mangle', 'OUTPUT', -150, 'route'],
    ['nat', 'PREROUTING', -100, 'nat'],
    ['nat', 'INPUT', 100, 'nat'],
    ['filter', 'INPUT', 0, 'filter'],
    ['nat', 'POSTROUTING', 100, 'nat'],
  ])('%s %s has the hook of its name at priority %d, as %s', (table, hook, priority, kind) => {
    const ruleset = rulesOf(`*${table}\n:${hook} DROP [0:0]\n:OWN - [0:0]\nCOMMIT\n`)
    const chains = lower([ruleset]).tables[0]?.chains
    expect(chains?.get(hook)?.base).toEqual({ hook, priority, kind, policy: 'DROP' })
    expect(chains?.get('OWN')?.base).toBeUndefined()
  })

  it('has no hook in a table that the kernel does not know', () => {
    const chain: Chain = { name: 'INPUT', policy: 'ACCEPT', counters: undefined, rules: [] }
    const ruleset: Ruleset = { family: 'ipv4', variant: 'nft', tables: [{ name: 'constructor', chains: [chain] }] }
    expect(lower([ruleset]).tables[0]?.chains.get('INPUT')?.base).toBeUndefined()
  })
})
