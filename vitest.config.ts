import { defineConfig } from 'vitest/config'

// `source` lets `#model/ruleset.ts` mean the file under src, so that tests need no build.
const conditions = ['source', 'module', 'node', 'development|production']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['node'] } },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/machine/**', 'node_modules/**'],
    environment: 'node',
    testTimeout: 30_000,
  },
})
