import process from 'node:process'
import { whatLacks } from '#lab/machine.ts'
import { say } from '#i18n/catalogue.ts'
import { afterEach, describe, expect, test, vi } from 'vitest'

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('a machine on which the lab cannot run', () => {
  test('is refused with a reason and what would help', () => {
    vi.spyOn(process, 'getuid').mockReturnValue(1000)
    const lack = whatLacks()
    expect(lack?.id).toBe(process.platform === 'linux' ? 'lab/no-root' : 'lab/no-linux')
    expect(lack === undefined ? '' : say(lack)).toMatch(/needs (root|Linux)/)
  })

  test('is refused where the engine that was asked for is no program', () => {
    if (process.platform !== 'linux') return
    vi.spyOn(process, 'getuid').mockReturnValue(0)
    for (const path of ['/no/such/dockerd', import.meta.filename, '/tmp']) {
      expect(whatLacks(path)).toEqual({ id: 'lab/no-such-engine', args: { path } })
    }
  })
})
