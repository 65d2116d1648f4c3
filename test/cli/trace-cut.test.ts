import { expect, test } from 'vitest'
import { seawall } from './run.ts'

// Sixteen chains, each with two jumps that nobody can decide: 65,536 ways, by hand, where the trace follows 64.
const levels = Array.from({ length: 16 }, (_, at) => at)
const rules = [
  '*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]',
  ...[...levels, 16].map((at) => `:C${at} - [0:0]`),
  '-A INPUT -j C0',
  ...levels.flatMap((at) => [0, 4].map((word) => `-A C${at} -m u32 --u32 "0x${word}&0xff=0x${at}" -j C${at + 1}`)),
  '-A C16 -p tcp -j ACCEPT\nCOMMIT\n',
].join('\n')

test.each([
  ['the page', []],
  ['the page of one packet', ['--one-way']],
  ['the concise line', ['--concise']],
  ['the concise line of one packet', ['--concise', '--one-way']],
])('a trace that stops at its limit says so in the first two lines of %s', (_, options) => {
  const { out } = seawall(['trace', '--to', ':80', ...options, '-'], rules, { COLUMNS: '80' })
  const [first, second] = out.split('\n')
  expect(`${first} ${second?.trim()}`).toMatch(/^UNKNOWN .*the trace stopped at its limit of [0-9,]+ /)
})

test('--json of a trace that stops at its limit begins with `cut`, and the limit is the first thing that its verdict depends on', () => {
  const { out } = seawall(['trace', '--to', ':80', '--json', '-'], rules)
  expect(out.split('\n').slice(1, 4).join('')).toContain('"cut": true')
  const { verdict, perhaps } = JSON.parse(out)
  expect([verdict, perhaps[0].cause]).toEqual(['UNKNOWN', 'limit'])
})
