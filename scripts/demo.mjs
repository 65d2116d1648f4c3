// npm run demo: three questions asked of captured Docker hosts that lie in test/cases. Needs neither root nor Docker.
import { spawnSync } from 'node:child_process'
import { node, project } from './run.mjs'

const host = 'test/cases/hosts/redis-20.10.24'
const dropped = 'test/cases/hosts/redis-drop-20.10.24'

// `expected`: diff answers 1 where the hosts differ, as diff(1) does.
function ask(words, expected = 0) {
  console.log(`\n$ seawall ${words.join(' ')}\n`)
  const options = { cwd: project, stdio: 'inherit' }
  return spawnSync(process.execPath, ['dist/bin/seawall.js', ...words], options).status === expected
}

function demo() {
  if (!node('scripts/build.mjs', ['--if-needed'])) return false
  console.log('A captured host: redis runs in a container and is published as 10000 -> 6379. What is each rule for?')
  const explained = ask(['explain', host])
  console.log('\nSomebody drops port 10000 in DOCKER-USER. What changed?')
  const compared = ask(['diff', host, dropped], 1)
  console.log('\nClients still get through. Why?')
  return ask(['trace', '--from', '203.0.113.9', '--to', '192.0.2.10:10000', dropped]) && explained && compared
}

process.exitCode = demo() ? 0 : 1
