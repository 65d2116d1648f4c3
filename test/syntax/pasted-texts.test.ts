import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { defaultDialect } from '#model/family.ts'
import { printRule } from '#syntax/print/print-rule.ts'
import { printRuleset } from '#syntax/print/print-ruleset.ts'
import { readText } from '#syntax/text/read-text.ts'

/** The rules that a pasted text comes to, a line each, as iptables-save prints them; built-in chains with their policy. */
function rulesIn(text: string): readonly string[] {
  return readText({ name: '-', text }).rulesets.flatMap((ruleset) =>
    printRuleset(ruleset, { dialect: defaultDialect, counters: false })
      .split('\n')
      .filter((line) => /^[*:-]/.test(line))
      .map((line) => line.replace(/ \[\d+:\d+\]$/, '')),
  )
}

function fault(name: string): string {
  return readFileSync(new URL(`../cases/faults/${name}`, import.meta.url), 'utf8')
}

/** What people have before a command, by shell and distribution; the judges are the default prompts themselves. */
const prompts = {
  'ash of Alpine, at home': '~ $ ',
  'ash of Alpine, at the root': '/ # ',
  'bash without a profile': 'bash-5.1# ',
  'sh of CentOS': 'sh-4.2$ ',
  'oh-my-zsh': '\u279c  ~ ',
  'oh-my-zsh in a repository': '\u279c /etc git:(main) \u2717 ',
  Debian: 'user@host:~$ ',
  'Raspberry Pi OS': 'pi@raspberrypi:~ $ ',
  CentOS: '[root@x ~]# ',
  Gentoo: 'host ~ # ',
  OpenWrt: 'root@OpenWrt:~# ',
  fish: 'user@host ~> ',
  starship: '\u276f ',
  pure: '~/src \u276f ',
  'powerlevel, with an icon': 'user in \u{1f310} host in ~ \u276f ',
  'Kali, of two lines': '\u250c\u2500\u2500(kali\u327fkali)-[~]\n\u2514\u2500$ ',
  macOS: 'MacBook-Pro:~ user$ ',
  Synology: 'admin@NAS:/volume1$ ',
  'a time before': '12:34:56 root@h:~# ',
  'a time in brackets': '[12:34:56] $ ',
  'a virtual environment': '(venv) user@h:~$ ',
  'no blank behind it': 'user@host:~$',
  'a list mark': '- ',
  'a number of a list': '1. ',
  'a list mark and a prompt': '* $ ',
  'a quoted message': '> # ',
}

describe('the command above a listing tells its table, whatever prompt it has', () => {
  const listing = `Chain FORWARD (policy ACCEPT 0 packets, 0 bytes)
 pkts bytes target     prot opt in     out     source               destination
   12   140 DROP       0    --  *      *       192.0.2.9            0.0.0.0/0
`
  it.each(Object.entries(prompts))('%s', (_, prompt) => {
    const { rulesets } = readText({ name: '-', text: `${prompt}sudo iptables -t mangle -nvL\n${listing}` })
    expect(rulesets.map(({ tables }) => tables.map(({ name }) => name))).toEqual([['mangle']])
  })
})

describe('notes that people write behind rules are notes', () => {
  it.each([
    '# bad guy',
    '// mine',
    '\u2190 here',
    '<-- here',
    '<== this',
    '(the default)',
    '[new]',
    '\u2192 goes on',
    '/* x */',
  ])('%s', (note) => {
    const text = `-P FORWARD DROP ${note}\n-N MINE ${note}\n-A FORWARD -j MINE   ${note}\n-A MINE -s 192.0.2.7/32 -j RETURN ${note}\n`
    expect(rulesIn(text)).toEqual([
      '*filter',
      ':FORWARD DROP',
      ':MINE -',
      '-A FORWARD -j MINE',
      '-A MINE -s 192.0.2.7/32 -j RETURN',
    ])
  })

  it('but not in quotes, nor what an option takes', () => {
    const text = '-A INPUT -m comment --comment "a # b (c)" -j DROP\n-A INPUT -m comment --comment (c) -j DROP\n'
    const rules = readText({ name: '-', text }).rulesets[0]?.tables[0]?.chains[0]?.rules
    expect(rules?.map(({ matches }) => matches[0]?.options[0]?.value)).toEqual(['a # b (c)', '(c)'])
  })

  it('words set apart by blanks are read as a comment, and that is said', () => {
    const { rulesets, diagnostics } = readText({ name: '-', text: '-P INPUT DROP\n-A INPUT -j ACCEPT     this one\n' })
    expect(rulesets[0]?.tables[0]?.chains[0]?.rules).toHaveLength(1)
    expect(diagnostics.map(({ id }) => id)).toEqual(['syntax/words-after-rule'])
  })
})

describe('what pages lose', () => {
  it('a row without its address columns has unknown addresses, and its matches', () => {
    const { rulesets } = readText({ name: '-', text: fault('listing-without-address-cells.txt') })
    const rules = rulesets[0]?.tables[0]?.chains[0]?.rules ?? []
    expect(rules.map(({ hidden }) => hidden.filter((what) => what.startsWith('-')))).toEqual([
      ['-s', '-d'],
      ['-s', '-d'],
      ['-s', '-d'],
    ])
    expect(rules.map(({ matches }) => matches.map(({ name }) => name))).toEqual([['conntrack'], ['tcp'], []])
  })

  it('a row that lost the stars of its interfaces keeps its addresses', () => {
    const text = `Chain INPUT (policy DROP 0 packets, 0 bytes)
 pkts bytes target     prot opt in     out     source               destination
    1   40 ACCEPT     tcp  --  192.0.2.0/24  0.0.0.0/0  tcp dpt:80
`
    const [rule] = readText({ name: '-', text }).rulesets[0]?.tables[0]?.chains[0]?.rules ?? []
    expect(rule?.hidden).toEqual(['in', 'out'])
    expect(rule?.source?.value).toMatchObject({ address: 0xc0000200 })
  })
})

describe('one ruleset shown twice is one ruleset', () => {
  it('a listing, then -S with a note behind a policy', () => {
    expect(rulesIn(fault('listing-then-S-annotated-policy.txt'))).toEqual([
      '*filter',
      ':INPUT ACCEPT',
      ':FORWARD DROP',
      ':OUTPUT ACCEPT',
      '-A FORWARD -s 192.0.2.9/32 -i eth0 -j DROP',
    ])
  })

  it('a listing, then one chain of -S without the command', () => {
    const text = `Chain FORWARD (policy DROP)
target     prot opt source               destination
DROP       all  --  192.0.2.9            0.0.0.0/0

-P FORWARD DROP
-A FORWARD -s 192.0.2.9/32 -i eth0 -j DROP
`
    expect(rulesIn(text)).toEqual(['*filter', ':FORWARD DROP', '-A FORWARD -s 192.0.2.9/32 -i eth0 -j DROP'])
  })
})

it('a policy with a comment behind it is that policy, whatever prose follows', () => {
  expect(rulesIn(fault('policy-comment-then-prose.txt'))).toContain(':INPUT DROP')
})

// The judge is the registry of IANA: 8080 of Debian's and RHEL's lists, 8443, 445, 2376 and 9000 are assigned there.
it('service names that RHEL prints are ports', () => {
  const text = `${fault('rhel-service-names.txt')}ACCEPT     tcp  --  anywhere             172.17.0.5           multiport dports ssh,docker-s,cslistener
`
  const rules = rulesIn(text).filter((line) => line.startsWith('-A'))
  expect(rules.map((rule) => /--dports? (\S+)/.exec(rule)?.[1])).toEqual(['8080', '8443', '445', '22,2376,9000'])
})

// Judge: nothing of iptables stands behind `-j ACCEPT`, so what people write there is a remark.
describe('signs behind a rule are remarks', () => {
  it.each(['!!!', '= web', '- why', '-- mine', '; why', '\u2705', '... and so on', '*', '<-- here', '# why', '[new]'])(
    '%s',
    (remark) => {
      const rule = '-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT'
      const { rulesets, diagnostics } = readText({ name: 'page', text: `-P INPUT DROP\n${rule} ${remark}\n` })
      const rules = rulesets.flatMap(({ tables }) =>
        tables.flatMap(({ chains }) => chains.flatMap((chain) => chain.rules)),
      )
      expect(rules.map((one) => `-A INPUT${printRule(one, 'ipv4', defaultDialect)}`)).toEqual([rule])
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    },
  )
})
