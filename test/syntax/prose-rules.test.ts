import { describe, expect, it } from 'vitest'
import { answerExplain } from '#answers/explain-answer.ts'
import { ownersOf } from '#answers/owners-answer.ts'
import { defaultDialect } from '#model/family.ts'
import { printRuleset } from '#syntax/print/print-ruleset.ts'
import { plainText } from '#syntax/text/plain-text.ts'
import { readText } from '#syntax/text/read-text.ts'
import { readSnapshot } from '#snapshots/read-snapshot.ts'

function read(page: string) {
  const { rulesets, diagnostics } = readText({ name: '-', text: plainText(page).text })
  const rules = rulesets.flatMap((ruleset) =>
    printRuleset(ruleset, { dialect: defaultDialect, counters: false })
      .split('\n')
      .filter((line) => line.startsWith('-A')),
  )
  const unread = diagnostics.find(({ id }) => id === 'syntax/rules-in-prose')
  return { rules, unread: Number(unread?.args.count ?? 0) }
}

async function conclusionOf(text: string) {
  const snapshot = await readSnapshot('page', text)
  const answer = answerExplain(snapshot, ownersOf(snapshot), {})
  return 'conclusion' in answer ? answer.conclusion : []
}

const ssh = '-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT'
const user = '-A DOCKER-USER -i eth0 -j DROP'

const pages = {
  'a Markdown table with marks of code': `
| Chain | Rule | Purpose |
|-------|------|---------|
| INPUT | \`iptables -A INPUT -p tcp --dport 22 -j ACCEPT\` | ssh |
| DOCKER-USER | \`iptables -I DOCKER-USER -i eth0 -j DROP\` | block |
`,
  'a Markdown table without them': `
| Rule | Purpose |
|---|---|
| iptables -A INPUT -p tcp --dport 22 -j ACCEPT | ssh |
| iptables -I DOCKER-USER -i eth0 -j DROP | block |
`,
  'an HTML table, a cell a line': `<table>
<tr>
  <th>Rule</th>
  <th>Purpose</th>
</tr>
<tr>
  <td>iptables -A INPUT -p tcp --dport 22 -j ACCEPT</td>
  <td>ssh</td>
</tr>
<tr>
  <td><code>sudo iptables -I DOCKER-USER -i eth0 -j DROP</code></td>
  <td>block</td>
</tr>
</table>`,
  'an HTML table, a row a line': `<table><tr><th>Rule</th><th>What</th></tr>
<tr><td>iptables -A INPUT -p tcp --dport 22 -j ACCEPT</td><td>ssh</td></tr>
<tr><td>iptables -I DOCKER-USER -i eth0 -j DROP</td><td>block</td></tr></table>`,
  'code in sentences': `First run \`iptables -A INPUT -p tcp --dport 22 -j ACCEPT\`, then
\`iptables -I DOCKER-USER -i eth0 -j DROP\`. Look with \`iptables -L\`.
`,
  'rules without a command': `I have \`-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\`
and also \`-A DOCKER-USER -i eth0 -j DROP\`.
`,
}

const dump = '\n```\n*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n```\n'

describe.each(Object.entries(pages))('%s', (_name, page) => {
  it('is read where the page shows no other rules', () => {
    expect(read(page)).toEqual({ rules: [ssh, user], unread: 0 })
  })

  it('is named, and not read, beside rules that are shown', () => {
    expect(read(page + dump)).toEqual({ rules: ['-A INPUT -i lo -j ACCEPT'], unread: 2 })
  })
})

describe('rules in sentences', () => {
  it('are not read without marks that show where they end, but named', () => {
    expect(read(`${dump}\nDo I need iptables -A INPUT -j DROP at the end?\n`)).toEqual({
      rules: ['-A INPUT -i lo -j ACCEPT'],
      unread: 1,
    })
  })

  it('are no other rules where the page shows the same one', () => {
    expect(read(`${dump}\nI think that \`iptables -I INPUT 1 -i lo -j ACCEPT\` is harmless.\n`).unread).toBe(0)
  })

  it('that change nothing are not named', () => {
    expect(read(`${dump}\nShow me \`iptables -L -n\`, and never run \`iptables -F\`.\n`).unread).toBe(0)
  })

  it('come in the first lines of an answer', async () => {
    const page = `${dump}\nI ran \`iptables -A INPUT -s 10.0.0.0/8 -j ACCEPT\` too.\n`
    expect(await conclusionOf(page)).toContainEqual({ id: 'conclusion/rules-in-prose', args: { count: 1 } })
  })
})

it('a listing that a page shows as a table is a listing', () => {
  const table = `Chain INPUT (policy DROP)

| num | target | prot | opt | source | destination | |
|---|---|---|---|---|---|---|
| 1 | ACCEPT | all | -- | 0.0.0.0/0 | 0.0.0.0/0 | ctstate RELATED,ESTABLISHED |
| 2 | DROP | tcp | -- | 10.0.0.0/8 | 0.0.0.0/0 | tcp dpt:22 |
`
  expect(read(table).rules).toEqual([
    '-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
    '-A INPUT -s 10.0.0.0/8 -p tcp -m tcp --dport 22 -j DROP',
  ])
})

describe('the first lines', () => {
  // Judge: iptables-restore loads the file, and the counters of MYCHAIN stay 0 whatever is sent.
  it('name a chain that no rule jumps to', async () => {
    expect(await conclusionOf('*filter\n:MYCHAIN - [0:0]\n-A MYCHAIN -p tcp -j ACCEPT\nCOMMIT\n')).toContainEqual({
      id: 'conclusion/chains-unreached',
      args: { chains: 'ipv4/filter/MYCHAIN', more: 0, rules: 1 },
    })
  })

  // Judge: `iptables -A MINE` fails where MINE is not there: the host made it before, and its jumps are not in the text.
  it('say that jumps to a chain are not shown which the text did not make', async () => {
    expect(await conclusionOf('iptables -A MINE -p tcp -j ACCEPT\n')).toContainEqual({
      id: 'conclusion/callers-not-shown',
      args: { chains: 'ipv4/filter/MINE', more: 0, rules: 1 },
    })
    const made = await conclusionOf('iptables -N MINE\niptables -A MINE -p tcp -j ACCEPT\n')
    expect(made.map(({ id }) => id)).toContain('conclusion/chains-unreached')
  })

  it('say nothing of DOCKER-USER, to which Docker jumps', async () => {
    const conclusion = await conclusionOf('iptables -I DOCKER-USER -i eth0 -j DROP\n')
    expect(conclusion.map(({ id }) => id)).toEqual(['conclusion/rules', 'conclusion/docker-user'])
  })

  it('count the rules of a listing without a chain', async () => {
    const row = 'target     prot opt source               destination\nACCEPT     tcp  --  0.0.0.0/0    0.0.0.0/0\n'
    expect(await conclusionOf(row)).toContainEqual({ id: 'conclusion/rules-without-chain', args: { count: 1 } })
  })
})

it('a missing line number is a row that is left out', () => {
  const listing = `Chain INPUT (policy DROP)
num  target     prot opt source               destination
1    ACCEPT     all  --  0.0.0.0/0            0.0.0.0/0
5    DROP       all  --  0.0.0.0/0            0.0.0.0/0
`
  const { rulesets } = readText({ name: '-', text: listing })
  expect(rulesets[0]?.tables[0]?.chains.find(({ name }) => name === 'INPUT')?.unread?.map(({ at }) => at)).toEqual([1])
})
