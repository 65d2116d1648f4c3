import { defineConfig } from 'vitest/config'

// `source` lets `#model/ruleset.ts` mean the file under src, so that tests need no build.
export const conditions = ['source', 'module', 'node', 'development|production']
export const reporters = ['default', './scripts/closing-line.mjs']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/machine/**', 'test/cases/**'],
    reporters,
    testTimeout: 60_000,
    maxWorkers: 2,
  },
})
