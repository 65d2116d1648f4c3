// npm run bench [-- NAME...]: the benchmarks in bench/, each against an outside program in the same run. All or those that are named.
import { node } from './run.mjs'

const benches = ['start', 'read', 'trace', 'growth', 'sets']

function bench(names) {
  const unknown = names.filter((name) => !benches.includes(name))
  if (unknown.length > 0) {
    console.error(`no benchmark ${unknown.join(', ')}; there are ${benches.join(', ')}`)
    return false
  }
  if (!node('scripts/build.mjs', ['--if-needed'])) return false
  return (names.length > 0 ? names : benches).every((name) => {
    console.log(`${name}:`)
    return node(`bench/${name}.mjs`)
  })
}

process.exitCode = bench(process.argv.slice(2)) ? 0 : 1
