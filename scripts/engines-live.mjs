// npm run engines:live -- --suite trixie | --dockerd PATH | (nothing: the dockerd on the PATH): flushes and repairs the rules
// of another engine, live, and prints a line for each check. Needs root. A suite of Debian is unpacked with debootstrap into
// .cache/engines (of a checkout in a temporary folder: /var/tmp/seawall-engines), from the mirror that the machine's own apt
// uses, and stays there; its iptables is then used too.
import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { node, project, tools } from './run.mjs'

// The suite's own temporary folder is covered by the machine's: it can not lie in that.
const isTemporary = project.startsWith(join(tmpdir(), '/'))
const engines = isTemporary ? '/var/tmp/seawall-engines' : join(project, '.cache/engines')
const packages = ['docker.io', 'docker-cli', 'iptables', 'iproute2', 'ca-certificates']
const programs = ['iptables', 'ip6tables'].flatMap((name) =>
  ['', '-nft', '-legacy'].flatMap((variant) => ['', '-save', '-restore'].map((action) => `${name}${variant}${action}`)),
)
const tests = ['live-engine', 'lab']

// The repository that apt takes packages from, without the one for security updates, which has no whole suites.
function mirror() {
  const format = ['--format', '$(REPO_URI)', 'Created-By: Packages']
  const text = execFileSync('apt-get', ['indextargets', ...format], { encoding: 'utf8' })
  const found = text.split('\n').find((line) => /^https?:.*\bdebian\/?$/.test(line) && !line.includes('security'))
  if (found === undefined) throw new Error('apt knows no mirror of Debian')
  return found
}

function unpack(suite) {
  const root = join(engines, suite)
  if (existsSync(join(root, 'usr/sbin/dockerd'))) return root
  if (spawnSync('debootstrap', ['--version']).error) throw new Error('debootstrap is not installed')
  rmSync(root, { recursive: true, force: true })
  mkdirSync(engines, { recursive: true })
  console.log(`unpacking ${suite} into ${root}; this takes a minute or two`)
  const words = ['--variant=minbase', `--include=${packages.join(',')}`, suite, root, mirror()]
  // Mounts of its own: what debootstrap mounts goes with it.
  const { status } = spawnSync('unshare', ['--mount', '--propagation', 'private', 'debootstrap', ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) {
    rmSync(root, { recursive: true, force: true })
    throw new Error(`debootstrap ended with ${status}`)
  }
  return root
}

// Programs that are found first on the PATH and run in the suite. The lab starts dockerd with mounts of its own: there the suite
// becomes the root, with the machine's temporary folder and, below /machine, its files.
function wrap(root) {
  const bin = `${root}.bin`
  rmSync(bin, { recursive: true, force: true })
  mkdirSync(bin)
  const write = (name, lines) => {
    writeFileSync(join(bin, name), ['#!/bin/sh', ...lines, ''].join('\n'))
    chmodSync(join(bin, name), 0o755)
  }
  const temporary = tmpdir()
  write('dockerd', [
    'set -e',
    `mkdir -p '${root}/machine' '${root}${temporary}'`,
    `mount --bind '${root}' '${root}'`,
    `cd '${root}'`,
    'mount --bind / machine',
    `mount --bind '${temporary}' './${temporary}'`,
    'for folder in proc sys dev; do mount --rbind /$folder $folder; done',
    'mount -t tmpfs tmpfs run',
    'pivot_root . mnt',
    'umount -l /mnt',
    'exec dockerd "$@"',
  ])
  for (const name of programs) write(name, [`exec chroot '${root}' ${name} "$@"`])
  return bin
}

function pathOf(words) {
  const option = (name) => (words.includes(name) ? words[words.indexOf(name) + 1] : undefined)
  const [suite, dockerd] = [option('--suite'), option('--dockerd')]
  if (suite !== undefined) return `${wrap(unpack(suite))}:${process.env.PATH}`
  if (dockerd === undefined) return process.env.PATH
  const bin = mkdtempSync(join(tmpdir(), 'seawall-engine-'))
  process.on('exit', () => rmSync(bin, { recursive: true, force: true }))
  symlinkSync(resolve(dockerd), join(bin, 'dockerd'))
  return `${bin}:${resolve(dockerd, '..')}:${process.env.PATH}`
}

function runTests(env) {
  const folder = mkdtempSync(join(tmpdir(), 'seawall-engines-'))
  const file = join(folder, 'result.json')
  const words = ['run', '--config', 'vitest.machine.config.ts', '--reporter=json', `--outputFile=${file}`]
  try {
    const paths = tests.map((name) => `test/machine/${name}.test.ts`)
    spawnSync(process.execPath, [join(project, tools.vitest), ...words, ...paths], {
      cwd: project,
      env: { ...process.env, ...env, SEAWALL_REQUIRE_MACHINE: '1' },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    return JSON.parse(readFileSync(file, 'utf8')).testResults.flatMap(({ name, assertionResults }) =>
      assertionResults.map((result) => ({ file: name.replace(/^.*\/|\.test\.ts$/g, ''), ...result })),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function main(words) {
  if (!node('scripts/build.mjs', ['--if-needed'])) return false
  const isSuite = words.includes('--suite')
  const env = { PATH: pathOf(words), ...(isSuite ? { SEAWALL_MACHINE_ROOT: '/machine' } : {}) }
  const program = join(project, 'dist/bin/seawall.js')
  const say = (command, args) => spawnSync(command, args, { env: { ...process.env, ...env }, encoding: 'utf8' })
  const lab = JSON.parse(say(process.execPath, [program, 'lab', 'flush-and-repair', '--json']).stdout)
  const run = lab.experiments?.[0]?.run
  if (run === undefined) {
    console.error(lab.message)
    return false
  }
  console.log(`dockerd ${run.engine}, ${say('iptables', ['-V']).stdout.trim()}`)
  const checks = run.steps.flatMap(({ did, checks }) => checks.map(({ claim, holds }) => [holds, `lab: ${did}`, claim]))
  const tested = runTests(env).map(({ file, fullName, status, failureMessages }) => {
    const why = failureMessages.map((text) => `\n      ${text.split('\n').slice(0, 40).join('\n      ')}`).join('')
    return [status === 'passed', file, `${fullName}${why}`]
  })
  const all = [...checks, ...tested]
  for (const [holds, what, claim] of all) console.log(`${holds ? 'ok  ' : 'FAIL'}  ${what}: ${claim}`)
  const failed = all.filter(([holds]) => !holds).length
  console.log(`${all.length - failed} of ${all.length} checks hold`)
  return failed === 0
}

try {
  if (process.getuid?.() !== 0)
    throw new Error('this needs root: it makes network namespaces and starts engines in them')
  process.exitCode = main(process.argv.slice(2)) ? 0 : 1
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
