import { defineConfig } from 'vitest/config'
import { conditions, reporters } from './vitest.config.ts'

// Tests on the real kernel: one file after the other, because they share its locks, tables and processor.
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['test/machine/**/*.test.ts'],
    reporters,
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    teardownTimeout: 30_000,
  },
})
