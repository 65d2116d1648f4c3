import { describe, expect, it } from 'vitest'
import { readText } from '#syntax/text/read-text.ts'

const forward = 'Chain FORWARD (policy ACCEPT 0 packets, 0 bytes)'
const columns = ' pkts bytes target     prot opt in     out     source               destination'
const row = '    0     0 DROP       all  --  eth0   any     anywhere             anywhere'
const listing = [forward, columns, row].join('\n')

function tableOf(text: string): string {
  const { rulesets } = readText({ name: 'page', text })
  return rulesets.flatMap(({ family, tables }) => tables.map(({ name }) => `${family} ${name}`)).join(', ')
}

// Judge: what the page itself says. FORWARD may be of filter, mangle or security, so nothing else can tell.
describe('the line above a listing tells its table', () => {
  it.each([
    ['mangle table:', 'ipv4 mangle'],
    ['Table: mangle', 'ipv4 mangle'],
    ['== mangle ==', 'ipv4 mangle'],
    ['### MANGLE', 'ipv4 mangle'],
    ['--- mangle ---', 'ipv4 mangle'],
    ['[mangle]', 'ipv4 mangle'],
    ['**mangle**', 'ipv4 mangle'],
    ['mangle', 'ipv4 mangle'],
    ['And the `mangle` table', 'ipv4 mangle'],
    ['Here is my mangle table:\n', 'ipv4 mangle'],
    ['The chains of table "mangle" are these:', 'ipv4 mangle'],
    ['Output of `iptables -t mangle -nvL`:', 'ipv4 mangle'],
    ['This is what iptables --table=mangle -L -v -n gives me:\n\n```', 'ipv4 mangle'],
    ['<h3>mangle table</h3>', 'ipv4 mangle'],
    ['IPv6 mangle table:', 'ipv6 mangle'],
    ['ip6tables mangle:', 'ipv6 mangle'],
    ['Output of iptables -nvL:', 'ipv4 filter'],
    // Neither of them is told.
    ['The nat and mangle tables of this host are empty, but here:', 'ipv4 filter'],
    // FORWARD is no chain of nat.
    ['nat table:', 'ipv4 filter'],
    ['I tried to mangle packets, without success.', 'ipv4 filter'],
  ])('%s', (heading, expected) => {
    expect(tableOf(`${heading}\n${listing}\n`)).toBe(expected)
  })

  it('of several listings, each by its own', () => {
    expect(tableOf(`filter:\n${listing}\n\nmangle:\n${listing}\n\nsecurity:\n${listing}\n`)).toBe(
      'ipv4 filter, ipv4 mangle, ipv4 security',
    )
  })

  it('and of `iptables -S`', () => {
    const rules = '-P FORWARD ACCEPT\n-A FORWARD -i eth0 -j DROP'
    expect(tableOf(`raw table:\n-P OUTPUT ACCEPT\n-A OUTPUT -o eth0 -j DROP`)).toBe('ipv4 raw')
    expect(tableOf(`mangle table:\n${rules}`)).toBe('ipv4 mangle')
    // Only nat masquerades.
    expect(tableOf('filter table:\n-A POSTROUTING -o eth0 -j MASQUERADE')).toBe('ipv4 nat')
  })
})
