// npm run demo: two questions asked of captured Docker hosts that lie in test/cases. Needs neither root nor Docker.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { node, project } from './run.mjs'

const program = 'dist/bin/seawall.js'
const hosts = 'test/cases/hosts'
const host = 'redis-20.10.24'

// The same containers under another engine where there is such a capture, else any other host.
function otherHost() {
  const others = existsSync(join(project, hosts))
    ? readdirSync(join(project, hosts)).filter((name) => name !== host)
    : []
  return others.sort().findLast((name) => name.startsWith('redis-')) ?? others[0]
}

function ask(...args) {
  console.log(`\n$ seawall ${args.join(' ')}\n`)
  return node(program, args)
}

function demo() {
  if (!node('scripts/build.mjs', ['--if-needed'])) return false
  const other = otherHost()
  const missing = [program, `${hosts}/${host}`].filter((path) => !existsSync(join(project, path)))
  if (missing.length > 0 || other === undefined) {
    console.error(`nothing to show yet: ${missing.join(' and ') || `a second host in ${hosts}`} is not there`)
    return false
  }
  // `diff` answers 1 where the hosts differ, as diff(1) does, so only explain's answer decides.
  const explained = ask('explain', `${hosts}/${host}`)
  ask('diff', `${hosts}/${host}`, `${hosts}/${other}`)
  return explained
}

process.exitCode = demo() ? 0 : 1
