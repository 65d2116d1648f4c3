// npm run package [-- FOLDER]: builds the Debian package seawall_VERSION_all.deb into FOLDER (default: packages/).
//
// The package holds the bundled command line, which needs no node_modules. Two builds of one commit give the same bytes: times
// are SOURCE_DATE_EPOCH (default: that of the commit), owners are root, modes are set here.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { manPage } from './man-page.mjs'
import { node, project } from './run.mjs'

const { version, description } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))
const epoch = sourceDate()
const home = 'usr/lib/seawall'
const doc = 'usr/share/doc/seawall'

function main(target) {
  if (!node('scripts/build.mjs', ['--if-needed'])) return false
  const root = join(project, '.cache', `package-${process.pid}`)
  rmSync(root, { recursive: true, force: true })
  try {
    stageProgram(root)
    stagePages(root)
    stageUnits(root)
    stageControl(root)
    settle(root)
    return pack(root, target)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

// What the npm package holds of the command line, at the same places: the program looks around itself.
function stageProgram(root) {
  const bin = join(root, home, 'dist/bin')
  copy('dist/bin', bin, (name) => name.endsWith('.js'))
  copy('dist/web', join(root, home, 'dist/web'), (name) => /^page\.(css|js)$/.test(name))
  copy('schemas', join(root, home, 'schemas'), (name) => name.endsWith('.json'))
  write(
    join(root, home, 'package.json'),
    `${JSON.stringify({ name: 'seawall', version, type: 'module' }, undefined, 2)}\n`,
  )
  mkdirSync(join(root, 'usr/bin'), { recursive: true })
  symlinkSync('../lib/seawall/dist/bin/seawall.js', join(root, 'usr/bin/seawall'))
}

function stagePages(root) {
  copy('docs', join(root, doc, 'docs'), (name) => name.endsWith('.md'))
  copy('deploy/prometheus', join(root, doc, 'examples/prometheus'), () => true)
  cpSync(join(project, 'README.md'), join(root, doc, 'README.md'))
  write(join(root, doc, 'changelog.gz'), packed(readFileSync(join(project, 'CHANGELOG.md'))))
  write(join(root, doc, 'changelog.Debian.gz'), packed(debianChangelog()))
  write(join(root, doc, 'copyright'), copyright())
  const help = (name) => said(name === '' ? ['--help'] : [name, '--help'])
  const date = new Date(epoch * 1000).toISOString().slice(0, 10)
  write(join(root, 'usr/share/man/man1/seawall.1.gz'), packed(manPage({ help, version, date })))
  write(join(root, 'usr/share/bash-completion/completions/seawall'), said(['completion', 'bash']))
  write(join(root, 'usr/share/zsh/vendor-completions/_seawall'), said(['completion', 'zsh']))
  write(join(root, 'usr/share/fish/vendor_completions.d/seawall.fish'), said(['completion', 'fish']))
}

// Nothing is switched on by the installation: `systemctl enable` is for the administrator.
function stageUnits(root) {
  const units = join(root, 'usr/lib/systemd/system')
  copy('deploy/systemd', units, (name) => /\.(service|timer)$/.test(name))
  const printed = said(['repair', '--unit', 'print'])
  const here = `"${process.execPath}" "${join(project, 'dist/bin/seawall.js')}"`
  const unit = printed.replaceAll(here, `"/usr/bin/node" "/${home}/dist/bin/seawall.js"`)
  if (unit.includes(project) || !unit.includes(`"/${home}/dist/bin/seawall.js"`))
    throw new Error('the unit of repair does not name the program as expected')
  write(join(units, 'seawall-repair@.service'), unit)
}

function stageControl(root) {
  const files = filesIn(root)
  const bytes = files.reduce((sum, file) => sum + (lstatSync(file).isFile() ? statSync(file).size : 0), 0)
  const sums = files
    .filter((file) => lstatSync(file).isFile())
    .map((file) => `${createHash('md5').update(readFileSync(file)).digest('hex')}  ${relative(root, file)}\n`)
  const fields = [
    'Package: seawall',
    `Version: ${version}-1`,
    'Section: net',
    'Priority: optional',
    'Architecture: all',
    'Maintainer: Seawall maintainers <seawall@localhost>',
    `Installed-Size: ${Math.ceil(bytes / 1024)}`,
    // Debian 13 and NodeSource have it.
    'Depends: nodejs (>= 20.19)',
    'Recommends: iptables, nftables, conntrack, iproute2',
    'Suggests: docker.io | docker-ce, ipset, tcpreplay, prometheus-node-exporter-collectors',
    `Description: ${description.replace(/\.$/, '').replace(/^E/, 'e')}`,
    ' Seawall reads the rules of iptables and nftables and the state of Docker. It',
    ' says what each rule does and whose it is, follows packets, shows which ports',
    ' are open to whom, compares two states, predicts what Docker would write, and',
    " puts Docker's rules back after a flush, without a restart.",
  ]
  write(join(root, 'DEBIAN/control'), `${fields.join('\n')}\n`)
  write(join(root, 'DEBIAN/md5sums'), sums.join(''))
}

function debianChangelog() {
  const date = new Date(epoch * 1000).toUTCString().replace('GMT', '+0000')
  return `seawall (${version}-1) unstable; urgency=medium\n\n  * See changelog.gz.\n\n -- Seawall maintainers <seawall@localhost>  ${date}\n`
}

function copyright() {
  const bundled = readFileSync(join(project, 'dist/bin/LICENSES.txt'), 'utf8')
  return [
    'Seawall is licensed under the Apache License, version 2.0. Its text is in',
    '/usr/share/common-licenses/Apache-2.0.',
    '',
    'Copyright: the authors of Seawall.',
    '',
    'The program contains these packages:',
    '',
    bundled,
  ].join('\n')
}

const hashBang = Buffer.from('#!')

/** Modes and times that do not depend on the umask or on the day. */
function settle(root) {
  for (const path of [...filesIn(root), ...foldersIn(root), root]) {
    const there = lstatSync(path)
    if (!there.isSymbolicLink()) {
      const isProgram = there.isDirectory() || readFileSync(path).subarray(0, 2).equals(hashBang)
      chmodSync(path, isProgram ? 0o755 : 0o644)
    }
    lutimesSync(path, epoch, epoch)
  }
}

function pack(root, target) {
  mkdirSync(target, { recursive: true })
  const file = join(target, `seawall_${version}-1_all.deb`)
  const { status } = spawnSync('dpkg-deb', ['--root-owner-group', '-Zxz', '--build', root, file], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, SOURCE_DATE_EPOCH: String(epoch) },
  })
  if (status !== 0) return false
  console.log(`${relative(process.cwd(), file)}: ${Math.ceil(statSync(file).size / 1024)} kB`)
  return true
}

/** What the built command line prints. */
function said(words) {
  const args = [join(project, 'dist/bin/seawall.js'), ...words]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
  })
  if (status !== 0) throw new Error(`seawall ${words.join(' ')}: ${stderr}`)
  return stdout
}

function sourceDate() {
  const given = process.env.SOURCE_DATE_EPOCH
  if (given !== undefined && /^\d+$/.test(given)) return Number(given)
  const { status, stdout } = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: project, encoding: 'utf8' })
  if (status === 0 && /^\d+\n$/.test(stdout)) return Number(stdout)
  return Math.floor(statSync(join(project, 'CHANGELOG.md')).mtimeMs / 1000)
}

function copy(from, to, isWanted) {
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(join(project, from)).sort())
    if (isWanted(name)) cpSync(join(project, from, name), join(to, name))
}

function write(path, content) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}

function packed(content) {
  return gzipSync(content, { level: 9 })
}

function entries(root) {
  return readdirSync(root, { recursive: true, withFileTypes: true })
}

function filesIn(root) {
  return entries(root)
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

function foldersIn(root) {
  return entries(root)
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
}

if (!main(resolve(process.argv[2] ?? join(project, 'packages')))) process.exitCode = 1
