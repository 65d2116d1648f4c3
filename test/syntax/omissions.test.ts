import { describe, expect, it } from 'vitest'
import { findChain } from '#model/ruleset.ts'
import { isOmission } from '#syntax/line/omission.ts'
import { readText } from '#syntax/text/read-text.ts'

/** How people say that they left lines out. */
const marks = [
  '...',
  '\u2026',
  '....',
  '. . . ...',
  '[...]',
  '(...)',
  '[\u2026]',
  '<...>',
  '# ...',
  '-- ... --',
  '[snip]',
  '<snip>',
  '*snip*',
  '--snip--',
  '----- snip -----',
  '8<--- snip --->8',
  'snip',
  '[cut]',
  '<cut>',
  '(output omitted)',
  '<output omitted>',
  '[output truncated]',
  '(lines omitted for brevity)',
  '... more rules ...',
  '... (20 more rules)',
  '[20 more rules]',
  '[other rules]',
  '<other rules here>',
  '... 12 lines omitted ...',
  '# ... existing rules ...',
  '# (rest omitted)',
  '[some rules removed]',
  '// ...',
  '~~ snip ~~',
  '6    ...',
  '6-10 ...',
  '(12 more rules)',
  '--- 40 lines omitted ---',
  '40 lines omitted',
  '+ 5 others',
  'and 12 more rules',
  '(15 similar rules for other ports)',
  '\uff08\u4ee5\u4e0b\u7701\u7565\uff09',
  '(\uc911\ub7b5)',
]

const forms = {
  '-S': (mark: string) => `-P INPUT DROP\n-A INPUT -i lo -j ACCEPT\n${mark}\n-A INPUT -p tcp -j DROP\n`,
  dump: (mark: string) =>
    `*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n${mark}\n-A INPUT -p tcp -j DROP\nCOMMIT\n`,
  'a dump under its command': (mark: string) =>
    `# iptables-save\n*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n${mark}\n-A INPUT -p tcp -j DROP\nCOMMIT\n`,
  listing: (mark: string) => `Chain INPUT (policy DROP)
target     prot opt source               destination
ACCEPT     all  --  0.0.0.0/0            0.0.0.0/0
${mark}
DROP       tcp  --  0.0.0.0/0            0.0.0.0/0
`,
  script: (mark: string) => `iptables -A INPUT -i lo -j ACCEPT\n${mark}\niptables -A INPUT -p tcp -j DROP\n`,
  'commands behind a prompt': (mark: string) =>
    `$ sudo iptables -A INPUT -i lo -j ACCEPT\n${mark}\n$ sudo iptables -A INPUT -p tcp -j DROP\n`,
}

// Judge: the text itself says that rules of INPUT stood between its two rules.
describe.each(Object.keys(forms) as (keyof typeof forms)[])('lines that were left out of %s', (form) => {
  it.each(marks)('%s: the chain is unknown from there on, and a warning says so', (mark) => {
    const { rulesets, diagnostics } = readText({ name: 'page', text: forms[form](mark) })
    const chain = rulesets[0] && findChain(rulesets[0], 'filter', 'INPUT')
    expect([chain?.rules.length, chain?.unread?.map(({ at }) => at)]).toEqual([2, [1]])
    expect(diagnostics.map(({ id, args }) => [id, args]).filter(([id]) => id !== 'syntax/listing-hides')).toEqual([
      ['syntax/omitted', { count: 1, chains: 'INPUT' }],
    ])
  })
})

it('lines left out between the rules of two chains may be of any chain', () => {
  const text = '-P INPUT DROP\n-P FORWARD DROP\n-A INPUT -i lo -j ACCEPT\n...\n-A FORWARD -j ACCEPT\n'
  const { rulesets, diagnostics } = readText({ name: 'page', text })
  expect(rulesets[0]?.tables[0]?.unread).toHaveLength(1)
  expect(diagnostics.map(({ args }) => args)).toEqual([{ count: 1, chains: '' }])
})

it('dots before the heading of a listing leave its chain whole', () => {
  const text = `$ iptables -nL
...
Chain DOCKER (1 references)
target     prot opt source               destination
DROP       tcp  --  0.0.0.0/0            0.0.0.0/0
`
  const { rulesets, diagnostics } = readText({ name: 'page', text })
  expect(rulesets[0] && findChain(rulesets[0], 'filter', 'DOCKER')?.unread).toBeUndefined()
  expect(diagnostics.map(({ id }) => id)).toContain('syntax/omitted-chains')
})

it.each([
  '-A INPUT -j DROP',
  '# ----------',
  '---',
  '***',
  '==========',
  ':INPUT DROP [0:0]',
  'COMMIT',
  '# rules',
  '# other rules',
  '1',
  '10. 20',
  'Then I removed the rule ...',
  'docker',
  '[INPUT]',
  '| --- | --- |',
  'exit 0',
])('`%s` leaves nothing out', (line) => {
  expect(isOmission(line, { start: 0, end: line.length })).toBe(false)
})
