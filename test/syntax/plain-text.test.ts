import { describe, expect, it } from 'vitest'
import { defaultDialect } from '#model/family.ts'
import { textSnapshot } from '#snapshots/read-snapshot.ts'
import { printRuleset } from '#syntax/print/print-ruleset.ts'
import { plainText } from '#syntax/text/plain-text.ts'

const listing = `Chain FORWARD (policy DROP 12 packets, 720 bytes)
 pkts bytes target     prot opt in     out     source               destination
   10   600 DOCKER-USER  all  --  *      *       0.0.0.0/0            0.0.0.0/0
    2   120 ACCEPT     all  --  *      docker0  0.0.0.0/0            0.0.0.0/0            ctstate RELATED,ESTABLISHED
    1    60 DROP       tcp  --  eth0   *       192.0.2.0/24         0.0.0.0/0            tcp dpt:8080

Chain DOCKER-USER (1 references)
 pkts bytes target     prot opt in     out     source               destination
    5   300 RETURN     all  --  *      *       0.0.0.0/0            0.0.0.0/0
`
const list = `-P INPUT DROP
-P FORWARD DROP
-P OUTPUT ACCEPT
-N DOCKER-USER
-A INPUT -i lo -j ACCEPT
-A INPUT -p tcp -m tcp --dport 22 -m comment --comment "ssh in" -j ACCEPT
-A FORWARD -j DOCKER-USER
-A DOCKER-USER -s 192.0.2.9/32 -j DROP
`
const save = `*filter
:INPUT DROP [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
-A INPUT -i lo -j ACCEPT
-A INPUT -p tcp -m tcp --dport 22 -m comment --comment "ssh in" -j ACCEPT
COMMIT
`
const commands = `iptables -P INPUT DROP
iptables -A INPUT -i lo -j ACCEPT
iptables -A INPUT -p tcp --dport 22 -m comment --comment "ssh in" -j ACCEPT
`

const all = { listing, list, save, commands }
type Form = keyof typeof all

const each = (change: (line: string, number: number) => string) => (text: string) =>
  text
    .split('\n')
    .map((line, at) => (line === '' ? line : change(line, at + 1)))
    .join('\n')
const quoted = (text: string) => text.replaceAll('"', '&quot;').replaceAll('<', '&lt;')

const disguises: Readonly<Record<string, (text: string) => string>> = {
  'mail quotes': each((line) => `> ${line}`),
  'quotes of quotes': each((line) => `>> ${line}`),
  'a bar': each((line) => `| ${line}`),
  'a diff': each((line) => `+${line}`),
  'numbers, as nl prints them': each((line, at) => `${String(at).padStart(6)}\t${line}`),
  'numbers with a colon': each((line, at) => `${at}:${line}`),
  'numbers with a bar': each((line, at) => `${String(at).padStart(3)} | ${line}`),
  'a log': each((line) => `Nov 30 09:00:01 host fw[123]: ${line}`),
  'grep -n': each((line, at) => `/etc/rules.v4:${at}:${line}`),
  'git blame': each((line, at) => `a1b2c3d4 (root 2024-01-01 10:00:00 +0000 ${at}) ${line}`),
  colours: each((line) => `\u001b[32m${line.replace('-j', '\u001b[1;31m-j\u001b[0m')}\u001b[0m`),
  'colours without escape': each((line) => `[32m${line}[0m`),
  'HTML entities': quoted,
  HTML: (text) => `<pre><code>${quoted(text)}</code></pre>`,
  'HTML line ends': (text) => quoted(text).replaceAll('\n', '<br />\n'),
  'fixed blanks': each((line) => line.replaceAll(' ', '\u00a0')),
  'invisible characters': each((line) => `\u200b${line}`),
  'tabs for indentation': each((line) => `\t${line}`),
  'old Mac line ends': (text) => text.replaceAll('\n', '\r'),
  'typographic quotes': (text) => text.replace('"ssh in"', '\u201cssh in\u201d'),
  dashes: (text) => text.replaceAll('--dport', '\u2013dport').replaceAll('--comment', '\u2014comment'),
  'long lines broken': (text) => text.replace('-m comment', '\n    -m comment').replace('"ssh in" -j', '"ssh in"\n-j'),
  'a listing broken at 85': each((line) => line.replace(/(.{85})(?=.)/g, '$1\n')),
}

const prompts = [
  'root@host ~ # ',
  'bash-5.1# ',
  '/ # ',
  '~ $ ',
  'user@mac ~ % ',
  '➜  ~ ',
  '❯ ',
  'PS C:\\> ',
  'PS C:\\Users\\me> ',
  'C:\\> ',
  'PS /root> ',
  'root@a1b2c3d4e5f6:/app# ',
  '(venv) me@host:~$ sudo ',
  'me@host ~> sudo ',
  '~> ',
  '$> ',
  '#> ',
  'λ ',
  '→ ',
  '[I] root@host ~# ',
  '~/src (main) $ ',
  'user@host:~/src (main)$ ',
  '12:30 ',
  '[12:30:01] root@host:~# ',
  '++ ',
  'Step 1: ',
  '┌──(root㉿kali)-[~]\n└─# ',
  '> ',
  'sudo ',
  '',
]

function read(text: string) {
  const snapshot = textSnapshot('page', text)
  const errors = snapshot.texts.flatMap(({ diagnostics }) => diagnostics.filter(({ severity }) => severity === 'error'))
  return { rules: snapshot.rulesets.map((one) => printRuleset(one, { dialect: defaultDialect })), errors }
}

// Judge: the rules of the same text before it was shown.
describe.each(Object.keys(all) as Form[])('%s', (form) => {
  it.each(Object.keys(disguises))('is read through %s', (name) => {
    expect(read(disguises[name]?.(all[form]) ?? '')).toEqual(read(all[form]))
  })
})

describe('a prompt', () => {
  it.each(prompts)('`%s` stands before commands, and before one whose output follows', (prompt) => {
    expect(read(commands.replaceAll(/^(?=.)/gm, prompt))).toEqual(read(commands))
    expect(read(`${prompt}iptables -S\n${list}`)).toEqual(read(list))
  })
})

describe('a text that is no page', () => {
  it('keeps what stands between the quotes of a comment', () => {
    const text = save.replace('"ssh in"', '"\u201cssh\u201d\u00a0\u2013in"')
    expect(plainText(text)).toEqual({ text, undone: [] })
  })

  it('keeps placeholders, numbers of chains and rules that are commented out', () => {
    for (const text of ['-A INPUT -s <my-ip> -j ACCEPT\n', '# -A INPUT -j DROP\n# -A INPUT -j ACCEPT\n', commands])
      expect(plainText(text).text).toBe(text)
  })
})
