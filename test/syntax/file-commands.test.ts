import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { defaultDialect } from '#model/family.ts'
import { plainText } from '#syntax/text/plain-text.ts'
import { printRuleset } from '#syntax/print/print-ruleset.ts'
import { readText } from '#syntax/text/read-text.ts'

const folder = new URL('../cases/forms/files/', import.meta.url)
const names = readdirSync(folder).filter((name) => !name.endsWith('.rules'))

/** Rules and policies that drop by program, table and chain, each chain's in their order. */
function byPlace(lines: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const places: Record<string, string[]> = {}
  let table = ''
  for (const line of lines) {
    const [program = '', first = '', chain = ''] = line.split(' ')
    if (first.startsWith('*')) table = `${program} ${first}`
    else if (first === '-A' || /^:\S+ DROP/.test(line.slice(program.length + 1))) {
      const place = `${table} ${first.startsWith(':') ? first.slice(1) : chain}`
      places[place] = [...(places[place] ?? []), line]
    }
  }
  return places
}

function read(name: string) {
  const text = plainText(readFileSync(new URL(name, folder), 'utf8')).text
  const reading = readText({ name, text })
  const lines = reading.rulesets.flatMap((ruleset) =>
    printRuleset(ruleset, { dialect: defaultDialect, counters: false })
      .split('\n')
      .map((line) => `${ruleset.family === 'ipv6' ? 'ip6tables' : 'iptables'} ${line.replace(/ \[\d+:\d+\]$/, '')}`),
  )
  return { ...reading, lines }
}

// Judge: a real kernel, after the commands that somebody wrote down by hand for each file from the manual of its program.
describe('a file of another program is a source', () => {
  it.each(names)('%s', (name) => {
    const { lines, diagnostics } = read(name)
    const kernel = readFileSync(new URL(`${name}.rules`, folder), 'utf8').split('\n')
    expect(byPlace(lines)).toEqual(byPlace(kernel))
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  })
})

it('what another program changes is named, as it is not read', () => {
  const text = 'sudo ufw allow 80/tcp\nfirewall-cmd --add-port=443/tcp\niptables -A INPUT -j DROP\n'
  const said = readText({ name: 'page', text }).diagnostics.map(({ id, args }) => [id, args.command])
  expect(said).toEqual([
    ['syntax/other-program', 'sudo ufw allow 80/tcp'],
    ['syntax/other-program', 'firewall-cmd --add-port=443/tcp'],
  ])
})

it('a task of Ansible has the places of its arguments', () => {
  const text = '- iptables:\n    chain: INPUT\n    source: 192.0.2.300\n    jump: DROP\n'
  const [fault] = readText({ name: 'page', text }).diagnostics
  expect(fault && text.slice(fault.span.start, fault.span.end)).toBe('192.0.2.300')
})

it('a task with a condition, or a loop over a list that is not in the text, is named', () => {
  const { diagnostics } = read('playbook.yml')
  expect(diagnostics.filter(({ id }) => id === 'syntax/task-when').map(({ args }) => args.said)).toEqual([
    'ansible_os_family == "Debian"',
    "use_firewall | bool and stage == 'live'",
  ])
  const text = '- iptables:\n    chain: INPUT\n    source: "{{ item }}"\n    jump: DROP\n  loop: "{{ groups.web }}"\n'
  const reading = readText({ name: 'page', text })
  expect(reading.diagnostics.map(({ id, args }) => [id, args.said])).toContainEqual([
    'syntax/task-loop',
    'loop: {{ groups.web }}',
  ])
  expect(reading.rulesets[0]?.tables[0]?.chains.flatMap(({ rules }) => rules)).toHaveLength(1)
})
