import { describe, expect, it } from 'vitest'
import { coverIndex } from '#explain/cover-index.ts'
import { reachIndex } from '#explain/reach-index.ts'
import { lower } from '#lowered/lower.ts'
import { readRules } from '#snapshots/read-rules.ts'

// The expected values are hand calculations: which packets the rules before leave over.
function reasonOf(lines: string, id: string) {
  const text = `*filter\n:INPUT ACCEPT [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n:OWN - [0:0]\n:END - [0:0]\n${lines}\nCOMMIT\n`
  const [ruleset] = readRules({ name: 'rules', text }).rulesets
  if (ruleset === undefined) throw new Error('no rules')
  const [chain = '', position] = id.split('#')
  const rule = lower([ruleset]).tables[0]?.chains.get(chain)?.rules[Number(position) - 1]
  if (rule === undefined) throw new Error('no rule')
  return coverIndex(reachIndex().callers).reason(rule)
}

describe('a rule that no packet reaches is named with the rule that covers it', () => {
  it.each([
    ['a RETURN of everything', '-A FORWARD -j OWN\n-A OWN -j RETURN\n-A OWN -i eth0 -j DROP', 'OWN#2', 'OWN#1'],
    ['an ACCEPT of everything', '-A FORWARD -j ACCEPT\n-A FORWARD -s 192.0.2.1 -j DROP', 'FORWARD#2', 'FORWARD#1'],
    ['a REJECT of everything', '-A FORWARD -j REJECT\n-A FORWARD -j ACCEPT', 'FORWARD#2', 'FORWARD#1'],
    [
      'an ACCEPT with a comment',
      '-A FORWARD -m comment --comment all -j ACCEPT\n-A FORWARD -j DROP',
      'FORWARD#2',
      'FORWARD#1',
    ],
    ['a goto', '-A FORWARD -g OWN\n-A FORWARD -j ACCEPT', 'FORWARD#2', 'FORWARD#1'],
    [
      'a jump to a chain that drops the rest',
      '-A FORWARD -j OWN\n-A FORWARD -j ACCEPT\n-A OWN -i eth0 -j ACCEPT\n-A OWN -j DROP',
      'FORWARD#2',
      'FORWARD#1',
    ],
    [
      'the same conditions',
      '-A FORWARD -s 192.0.2.1 -i eth0 -j ACCEPT\n-A FORWARD -i eth0 -s 192.0.2.1 -j DROP',
      'FORWARD#2',
      'FORWARD#1',
    ],
    [
      'some of the same conditions',
      '-A FORWARD -i eth0 -j DROP\n-A FORWARD -i eth0 -p tcp --dport 80 -j ACCEPT',
      'FORWARD#2',
      'FORWARD#1',
    ],
    ['a jump that is itself covered', '-A FORWARD -j DROP\n-A FORWARD -j OWN\n-A OWN -j ACCEPT', 'OWN#1', 'FORWARD#2'],
    ['a jump from another interface', '-A FORWARD -i eth0 -j OWN\n-A OWN -i eth1 -j DROP', 'OWN#1', 'FORWARD#1'],
    [
      'a jump that leaves the interface out',
      '-A FORWARD ! -o docker0 -j OWN\n-A OWN -o docker0 -j DROP',
      'OWN#1',
      'FORWARD#1',
    ],
    ['a jump of another protocol', '-A FORWARD -p udp -j OWN\n-A OWN -p tcp -j DROP', 'OWN#1', 'FORWARD#1'],
    ['a jump of another network', '-A FORWARD -s 10.0.0.0/8 -j OWN\n-A OWN -s 192.0.2.1 -j DROP', 'OWN#1', 'FORWARD#1'],
  ])('by %s', (_, lines, id, by) => {
    expect(reasonOf(lines, id)?.args.by).toBe(`ipv4/filter/${by}`)
  })

  it.each([
    ['only some packets', '-A FORWARD -i eth0 -j ACCEPT\n-A FORWARD -j DROP', 'FORWARD#2'],
    ['what is only logged', '-A FORWARD -j LOG\n-A FORWARD -j DROP', 'FORWARD#2'],
    [
      'what a limit lets by',
      '-A FORWARD -m limit --limit 1/s -j ACCEPT\n-A FORWARD -m limit --limit 1/s -j DROP',
      'FORWARD#2',
    ],
    [
      'a mark that changed between',
      '-A FORWARD -m mark --mark 1 -j DROP\n-A FORWARD -j MARK --set-mark 1\n-A FORWARD -m mark --mark 1 -j ACCEPT',
      'FORWARD#3',
    ],
    [
      'a set that a rule between adds to',
      '-A FORWARD -m set --match-set x src -j DROP\n-A FORWARD -j SET --add-set x src\n-A FORWARD -m set --match-set x src -j ACCEPT',
      'FORWARD#3',
    ],
    [
      'a chain that returns some',
      '-A FORWARD -j OWN\n-A FORWARD -j ACCEPT\n-A OWN -i eth0 -j RETURN\n-A OWN -j DROP',
      'FORWARD#2',
    ],
    ['one of two jumps', '-A FORWARD -i eth0 -j OWN\n-A FORWARD -i eth1 -j OWN\n-A OWN -i eth1 -j DROP', 'OWN#1'],
    ['an unknown target', '-A FORWARD -j NOBODY\n-A FORWARD -j DROP', 'FORWARD#2'],
  ])('but not by %s', (_, lines, id) => {
    expect(reasonOf(lines, id)).toBeUndefined()
  })
})

describe('whether packets come to a chain', () => {
  const comes = (text: string, chain: string) => {
    const [ruleset] = readRules({ name: 'rules', text }).rulesets
    const found = ruleset && lower([ruleset]).tables[0]?.chains.get(chain)
    return found && reachIndex().comes(found)
  }
  const listing = (references: number, more = '') =>
    `$ sudo iptables -nvL OWN\nChain OWN (${references} references)\n pkts bytes target     prot opt in     out     source               destination\n  312 18720 DROP       tcp  --  eth0   *       0.0.0.0/0            0.0.0.0/0            tcp dpt:80\n${more}`

  it.each([
    ['a listing of one chain with a reference', listing(1), 'not-shown'],
    ['a listing of one chain without a reference', listing(0), 'no'],
    [
      'a listing whose only reference is from a chain that nothing shows',
      listing(
        1,
        '\nChain OTHER (1 references)\n pkts bytes target     prot opt in     out     source               destination\n    0     0 OWN        all  --  *      *       0.0.0.0/0            0.0.0.0/0\n',
      ),
      'not-shown',
    ],
    ['one chain of iptables -S', '-N OWN\n-A OWN -j DROP\n', 'not-shown'],
    [
      'a whole table without a jump to it',
      '*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n:OWN - [0:0]\n-A OWN -j DROP\nCOMMIT\n',
      'no',
    ],
    [
      'a table with a line that could not be read',
      '*filter\n:FORWARD ACCEPT [0:0]\n:OWN - [0:0]\n-A FORWARD --nonsense -j OWN\n-A OWN -j DROP\nCOMMIT\n',
      'not-shown',
    ],
    [
      'a jump from a hook',
      '*filter\n:FORWARD ACCEPT [0:0]\n:OWN - [0:0]\n-A FORWARD -j OWN\n-A OWN -j DROP\nCOMMIT\n',
      'yes',
    ],
  ])('%s', (_, text, expected) => {
    expect(comes(text, 'OWN')).toBe(expected)
  })
})
