import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dump } from '../../bench/generate.mjs'
import { checkout, isBuilt } from '../cli/run.ts'

describe.runIf(isBuilt)('the benchmarks run with the program as it is', () => {
  it('reading and tracing a small dump', () => {
    const folder = mkdtempSync(join(tmpdir(), 'seawall-'))
    try {
      const file = join(folder, 'dump')
      writeFileSync(file, dump(1000))
      const words = [join(checkout, 'bench/read-child.mjs'), file]
      const { stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' })
      expect(stderr).toBe('')
      expect(JSON.parse(stdout)).toMatchObject({ rules: 1000, read: expect.any(Number), trace: expect.any(Number) })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('what they import from dist is there', async () => {
    const files = ['bench', 'scripts'].flatMap((folder) =>
      readdirSync(join(checkout, folder)).map((one) => `${folder}/${one}`),
    )
    for (const file of files.filter((name) => name.endsWith('.mjs'))) {
      const text = readFileSync(join(checkout, file), 'utf8')
      for (const [, names = '', path = ''] of text.matchAll(/^import \{([^}]*)\} from '\.\.\/dist\/([^']+)'/gm)) {
        expect(existsSync(join(checkout, 'dist', path)), `${file}: ${path}`).toBe(true)
        const found: object = await import(join(checkout, 'dist', path))
        for (const name of names.split(',').map((one) => one.trim()))
          if (name !== '') expect(Object.keys(found), `${file}: ${path}`).toContain(name)
      }
    }
  })
})
