// A vitest reporter: why tests were skipped, and a last line that any reader of logs knows: `N passed, N failed, N skipped`.
// With SEAWALL_REQUIRE_MACHINE=1 a skipped test is a failure.
const skipsFail = process.env.SEAWALL_REQUIRE_MACHINE === '1'

export default class ClosingLine {
  onTestRunEnd(modules, unhandledErrors) {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0 }
    const reasons = new Map()
    for (const module of modules) {
      count.failed += brokenSuites(module)
      for (const test of module.children.allTests()) {
        const { state, note } = test.result()
        if (state === 'passed') count.passed += 1
        else if (state === 'failed') count.failed += 1
        else if (!leftOut(module, note)) {
          count.skipped += 1
          const reason = note ?? (state === 'skipped' ? 'no reason given' : 'did not run')
          reasons.set(reason, [...(reasons.get(reason) ?? []), `${module.relativeModuleId} > ${test.fullName}`])
        }
      }
    }
    printSkips(reasons)
    if (skipsFail && count.skipped > 0) {
      console.log('SEAWALL_REQUIRE_MACHINE=1: a skipped test counts as failed')
      count.failed += count.skipped
      count.skipped = 0
      process.exitCode = 1
    }
    console.log(`\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`)
  }
}

// A test that `-t` did not ask for: vitest calls it skipped too.
function leftOut(module, note) {
  return note === undefined && module.project.config.testNamePattern !== undefined
}

// A file or a suite that fails outside any test (an import, a beforeAll) leaves no failed test behind, only its own errors.
function brokenSuites(module) {
  const suites = [module, ...module.children.allSuites()]
  return suites.filter((suite) => suite.errors().length > 0).length
}

function printSkips(reasons) {
  for (const [reason, tests] of reasons) {
    console.log(`skipped ${tests.length}: ${reason}`)
    for (const test of tests.slice(0, 3)) console.log(`  ${test}`)
    if (tests.length > 3) console.log(`  and ${tests.length - 3} more`)
  }
}
