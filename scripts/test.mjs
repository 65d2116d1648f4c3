// npm test: build where sources are newer than dist, check, then run the tests that need neither root nor a network.
// Arguments go to vitest: `npm test -- test/model`.
import { failedChecks } from './check.mjs'
import { node, tools } from './run.mjs'

const built = node('scripts/build.mjs', ['--if-needed'])
const failed = [...(built ? [] : ['build']), ...failedChecks()]
if (!node(tools.vitest, ['run', ...process.argv.slice(2)])) failed.push('tests')
if (failed.length > 0) {
  console.error(`failed: ${failed.join(', ')}`)
  process.exitCode = 1
}
