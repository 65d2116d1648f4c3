import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readScript } from './script-reading.ts'

// Judge: the real kernel, on which each script ran (test/machine/scripts.test.ts with SEAWALL_RECORD=1 records what it had then).
const folder = new URL('../cases/scripts/', import.meta.url)
const kernel = JSON.parse(readFileSync(new URL('../cases/scripts-kernel.json', import.meta.url), 'utf8'))

test.each(readdirSync(folder))('%s: what we read is what the kernel had after it', (name) => {
  expect(readScript(name, readFileSync(new URL(name, folder), 'utf8'))).toEqual(kernel[name])
})
