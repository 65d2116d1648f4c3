import { dirname } from 'node:path'
import { answerDiff } from '#answers/diff-answer.ts'
import { answerExplain } from '#answers/explain-answer.ts'
import { ownersOf } from '#answers/owners-answer.ts'
import { nodeHost } from '#host/node-host.ts'
import type { SnapshotFile } from '#model/snapshot-file.ts'
import { readCapturedFolder } from '#snapshots/captured-folder.ts'
import { redact } from '#redact/redact.ts'
import { snapshotFromFile } from '#snapshots/snapshot-from-file.ts'
import { expect, test } from 'vitest'
import { engineFolders, engineName, noEngines } from './engines.ts'

// Everything an answer says without names: ids of messages, kinds, owners, parts, counts, in order.
function skeleton(answer: unknown): string {
  const kept = new Set([
    'kind',
    'owner',
    'part',
    'standing',
    'positionBefore',
    'positionAfter',
    'unchanged',
    'family',
    'table',
    'before',
    'after',
  ])
  return JSON.stringify(answer, (key, value: unknown) => {
    if (typeof value === 'bigint') return 0
    if (typeof value === 'number') return kept.has(key) ? value : 0
    if (typeof value !== 'string') return value
    // Ids of messages have slashes; those of rules hold names of chains.
    return kept.has(key) || (key === 'id' && /^[a-z-]+\/[a-z-]+$/.test(value)) ? value : ''
  })
}

const explained = (file: SnapshotFile) => {
  const snapshot = snapshotFromFile(file, 'x')
  return skeleton(answerExplain(snapshot, ownersOf(snapshot), {}))
}
const compared = (before: SnapshotFile, after: SnapshotFile) =>
  skeleton(answerDiff(snapshotFromFile(before, 'x'), snapshotFromFile(after, 'x')))

// Every ninth capture; the steps of each scenario among them that has some.
const folders = engineFolders()
const chosen = folders.filter((_, index) => index % 9 === 0)

test('explain says the same of a redacted capture', { timeout: 300_000 }, async (ctx) => {
  if (noEngines !== undefined) ctx.skip(noEngines)
  for (const folder of chosen) {
    const file = await readCapturedFolder(nodeHost, folder)
    const [other = file] = redact([file])
    expect([engineName(folder), explained(other)]).toEqual([engineName(folder), explained(file)])
  }
})

test('diff says the same of two captures that were redacted together', { timeout: 300_000 }, async (ctx) => {
  if (noEngines !== undefined) ctx.skip(noEngines)
  let compares = 0
  for (const [index, folder] of folders.entries()) {
    const before = folders[index - 1] ?? folder
    if (
      dirname(before) !== dirname(folder) ||
      !/^\d-/.test(folder.slice(dirname(folder).length + 1)) ||
      index % 4 !== 0
    )
      continue
    const files = [await readCapturedFolder(nodeHost, before), await readCapturedFolder(nodeHost, folder)] as const
    const [first = files[0], second = files[1]] = redact(files)
    expect([engineName(folder), compared(first, second)]).toEqual([engineName(folder), compared(...files)])
    compares++
  }
  expect(compares).toBeGreaterThan(20)
})
