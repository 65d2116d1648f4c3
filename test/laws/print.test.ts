import { describe, expect, it } from 'vitest'
import { printText } from '#syntax/print/print-text.ts'
import type { ReadDump } from './dumps.ts'
import { corpusDumps, engineDumps, read, requireShared } from './dumps.ts'
import { experimentScripts, probeDumps } from './texts.ts'

const canonical = (dump: ReadDump) => printText(dump.origin, dump.statements, dump)

function covers({ origin: { text }, statements }: ReadDump): boolean {
  let at = 0
  for (const { start, end } of statements) {
    if (end < start || !/^\r?\n?$/.test(text.slice(at, start))) return false
    at = end
  }
  return /^\r?\n?$/.test(text.slice(at))
}

// What is printed once is in canonical form: printing it again changes nothing, and nothing in it is refused as a line.
function expectLaws(dump: ReadDump): void {
  const once = canonical(dump).replaceAll(unstable, '')
  const again = read(dump.name, once, dump.family, dump.dialect)
  expect.soft(covers(dump), `${dump.name} is covered`).toBe(true)
  expect.soft(printText(dump.origin, dump.statements) === dump.origin.text, `${dump.name} as written`).toBe(true)
  expect.soft(canonical(again), `${dump.name} again`).toBe(once)
}

// What iptables itself prints and reads back as something else: a number of 0 that is not printed, one of 2^32-1 that is -1.
const unstable = /^.*(-m ipcomp(?! (! )?--)|--seconds -1 ).*\n/gm

describe('texts print back, and their canonical form is a fixed point', () => {
  it('the recorded experiments', () => {
    const scripts = experimentScripts()
    expect(scripts.size).toBeGreaterThan(75)
    for (const [title, text] of scripts)
      for (const end of ['\n', '\r\n']) expectLaws(read(title, text.replaceAll('\n', end)))
  })

  it('the recorded probes', () => {
    for (const [file, text] of probeDumps())
      expectLaws(read(file, text, /ipv6|6\./.test(file.replace(/1\.8\.\d+/, '')) ? 'ipv6' : 'ipv4'))
  })

  it('the dumps of real engines', (ctx) => {
    requireShared(ctx, 'engines')
    for (const dump of engineDumps()) expectLaws(dump)
  })

  it('the rulesets from public places', (ctx) => {
    requireShared(ctx, 'corpus')
    for (const dump of corpusDumps((text) => text.length < 1_000_000)) expectLaws(dump)
  })
})
