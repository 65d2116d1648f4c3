import { describe, test } from 'vitest'
import { isBuilt, seawall } from '../cli/run.ts'
import { expectTable } from './tables.ts'

interface Answer {
  readonly metrics: readonly {
    readonly name: string
    readonly help: string
    readonly samples: readonly { readonly labels: Readonly<Record<string, string>> }[]
  }[]
}

describe.skipIf(!isBuilt)('the page of metrics', () => {
  test('has each metric with its labels and its help text', () => {
    const { metrics } = JSON.parse(seawall(['metrics', 'test/cases/pages/redacted.json', '--json']).out) as Answer
    const rows = metrics.map(({ name, help, samples }) => {
      const labels = Object.keys(samples[0]?.labels ?? {}).map((label) => `\`${label}\``)
      return `| \`${name}\` | ${labels.join(', ')} | ${help} |`
    })
    expectTable('docs/metrics.md', 'metrics', ['| metric | labels | says |', '|---|---|---|', ...rows])
  })
})
