// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are shell text
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { shellCommands } from '#syntax/shell/shell-commands.ts'
import { iptablesCalls } from '#syntax/shell/iptables-calls.ts'

const folder = new URL('../cases/forms/shell/', import.meta.url)
const bin = mkdtempSync(join(tmpdir(), 'seawall-shell-'))
afterAll(() => rmSync(bin, { recursive: true }))

// Programs that only say what they were called with: nothing of the machine is touched.
for (const name of ['iptables', 'ip6tables']) {
  writeFileSync(
    join(bin, name),
    `#!/bin/sh
printf '%s\\0' ${name} "$@" >> "$CALLS"; printf '\\n\\0' >> "$CALLS"
verb=$1; [ $# -gt 0 ] && shift
case $verb in
  -A) printf '%s\\n' "${name} $*" >> "$CALLS.rules" ;;
  -C) grep -qxF -- "${name} $*" "$CALLS.rules" ;;
esac
`,
  )
}
writeFileSync(join(bin, 'sudo'), '#!/bin/sh\nexec "$@"\n')
for (const name of readdirSync(bin)) chmodSync(join(bin, name), 0o755)

/** What a real shell calls iptables with, in the order of the calls. */
function realCalls(shell: string, script: string): readonly (readonly string[])[] {
  const calls = join(bin, 'calls.txt')
  writeFileSync(calls, '')
  writeFileSync(`${calls}.rules`, '')
  const env = { PATH: `${bin}:/usr/bin:/bin`, CALLS: calls, LC_ALL: 'C' }
  spawnSync(shell, ['-s'], { input: script, env, stdio: ['pipe', 'ignore', 'ignore'] })
  const lines = readFileSync(calls, 'utf8').split('\0\n\0').slice(0, -1)
  return lines.map((line) => line.split('\0'))
}

function ourCalls(script: string): readonly (readonly string[])[] {
  const { commands } = shellCommands(script, [{ start: 0, end: script.length }])
  return iptablesCalls(commands, () => false).map(({ family, words }) => [
    family === 'ipv6' ? 'ip6tables' : 'iptables',
    ...words.texts,
  ])
}

describe('the commands of a script are those that a real shell runs', () => {
  for (const name of readdirSync(folder)) {
    const script = readFileSync(new URL(name, folder), 'utf8')
    it(name, () => {
      const real = realCalls(name.endsWith('.bash') ? 'bash' : 'sh', script)
      expect(real.length).toBeGreaterThan(0)
      expect(ourCalls(script)).toEqual(real)
    })
  }
})

/** Words as people write them: quotes, escapes, variables and blanks in any order. */
const pieces = [
  'a',
  'B',
  ' ',
  '  ',
  "'",
  '"',
  '\\',
  '$X',
  '${X}',
  '"$X"',
  '#',
  '=',
  '-',
  ',',
  '!',
  '*',
  '\\\n',
  "'$X'",
  '\t',
]
const line = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join(''))

// `$Xa` is another variable, and a quote that nothing closes would take the next line in.
function isPlain(script: string): boolean {
  const { commands, unclosed } = shellCommands(script, [{ start: 0, end: script.length }])
  return unclosed.length === 0 && commands.every(({ fields }) => fields.every(({ hidden }) => !hidden))
}

it('any line of words is split as sh splits it', () => {
  const samples = fc.sample(line, { numRuns: 1500, seed: 7 }).map((words) => `iptables x${words} end`)
  const scripts = samples.map((sample) => `X='p q'\n${sample}\n`).filter(isPlain)
  expect(scripts.length).toBeGreaterThan(500)
  const marked = scripts.flatMap((script, index) => [`iptables @${index}\n`, `cd /\n${script}`])
  const real = realCalls('sh', `set -f\n${marked.join('')}`)
  const byScript = new Map<number, string[][]>()
  let current: string[][] = []
  for (const call of real) {
    if (call[1]?.startsWith('@')) {
      current = []
      byScript.set(Number(call[1].slice(1)), current)
    } else current.push([...call])
  }
  for (const [index, script] of scripts.entries()) {
    expect([script, ourCalls(script)]).toEqual([script, byScript.get(index)])
  }
})

describe('what a script does not tell is marked, not guessed', () => {
  const fieldsOf = (script: string) =>
    shellCommands(script, [{ start: 0, end: script.length }]).commands.at(-1)?.fields ?? []
  it.each([
    ['a variable that nobody sets', 'iptables -i $WAN', '$WAN'],
    ['a variable that one branch sets', 'A=1; if ping -c1 x; then A=2; fi; iptables -i $A', '$A'],
    ['the output of a command', 'iptables -s $(hostname -I | cut -d" " -f1)', '$(hostname -I | cut -d" " -f1)'],
    ['a backtick command', 'iptables -s `hostname -I`', '`hostname -I`'],
    ['an argument of the script', 'iptables -i $1', '$1'],
    ['a default value made of what is unknown', 'iptables -i ${WAN:-$X}', '${WAN:-$X}'],
    ['a variable of a loop over an unknown list', 'for i in $ALL; do iptables -i $i; done', '$i'],
    ['braces, which some shells take apart', 'iptables --dports {80,443}', '{80,443}'],
    ['a variable that is part of itself', 'A="$A x"; iptables -i "$A"', '$A'],
  ])('%s', (_, script, shown) => {
    const last = fieldsOf(script).at(-1)
    expect([last?.text, last?.hidden]).toEqual([shown, true])
  })

  it('spans are those of the words in the script', () => {
    const script = `iptables -A 'IN'PUT -j "DROP"`
    expect(fieldsOf(script).map(({ start, end }) => script.slice(start, end))).toEqual([
      'iptables',
      '-A',
      "'IN'PUT",
      '-j',
      '"DROP"',
    ])
  })

  it('a quote that nothing closes ends with its line', () => {
    const script = `iptables -A INPUT -m comment --comment "it\niptables -A INPUT -j DROP\n`
    const { commands, unclosed } = shellCommands(script, [{ start: 0, end: script.length }])
    expect(unclosed).toEqual([script.indexOf('"')])
    expect(commands.map(({ fields }) => fields.at(-1)?.text)).toEqual(['it', 'DROP'])
  })
})
