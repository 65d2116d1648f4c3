import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { answering } from '#lab/client.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requireMachine } from './namespace.ts'
import { createSubject, isBuilt } from './subject.ts'

const project = resolve(import.meta.dirname, '../..')

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seawall-ansible-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// This machine with everything that is written to it thrown away at the end: the role installs into it, the machine stays as it is.
// `$out` is the one folder that stays.
const copyOfMachine = `set -e
mount -t tmpfs none "$work"
mkdir "$work/upper" "$work/state" "$work/root"
mount -t overlay overlay -o lowerdir=/,upperdir="$work/upper",workdir="$work/state" "$work/root"
for name in proc dev sys; do mount --rbind /$name "$work/root/$name"; done
mount --rbind /tmp "$work/root/tmp"
mount --bind "$out" "$work/root$out"
exec chroot "$work/root" sh "$out/script"
`

const playbook = (words: string) =>
  `ansible-playbook -i host, -c local -e ansible_python_interpreter=/usr/bin/python3 -e @${folder}/out/vars.json ${words} ${project}/deploy/ansible/seawall.yml`

/** The recap of a playbook: `ok`, `changed`, `failed` of the host. */
function recap(text: string): Readonly<Record<string, number>> {
  const [line = ''] = /^host +: .*$/m.exec(text) ?? []
  return Object.fromEntries([...line.matchAll(/(\w+)=(\d+)/g)].map(([, name, count]) => [name, Number(count)]))
}

test('the role of Ansible installs, asks, captures, loads a policy, changes nothing twice, and fails where a port is dead', async (ctx) => {
  await requireMachine(ctx, 'ansible-playbook', 'npm', 'dockerd', 'docker', 'nsenter', 'unshare', 'iptables-nft-save')
  if (!isBuilt) ctx.skip('dist/bin/seawall.js is not built: npm run build')
  const [out, work] = [join(folder, 'out'), join(folder, 'work')]
  for (const path of [out, work, join(out, 'home')]) mkdirSync(path)
  const packed = spawnSync('npm', ['pack', project, '--ignore-scripts', '--silent', '--pack-destination', out], {
    encoding: 'utf8',
  })
  expect(packed).toMatchObject({ status: 0 })
  const { engine, host, scene } = await createSubject({ args: ['--userland-proxy=false'] })
  await engine.start(['--name', 'web', '-p', '8080:80'], answering(80, 'web'))
  const vars = {
    seawall_archive: join(out, packed.stdout.trim()),
    seawall_actions: ['install', 'status', 'capture', 'apply'],
    seawall_options: ['--docker-host', engine.host],
    seawall_capture_to: out,
    seawall_policy: join(out, 'policy.yaml'),
    // Ansible runs on the host itself here: there is no new login.
    seawall_confirm_options: ['--same-session'],
    ansible_become: false,
  }
  writeFileSync(join(out, 'policy.yaml'), 'version: 1\nin:\n  22/tcp: internet\n  8080/tcp: internet\n')
  writeFileSync(join(out, 'vars.json'), JSON.stringify(vars))
  const flush = 'iptables -F FORWARD; iptables -t nat -F'
  const script = [
    `export HOME=${out}/home ANSIBLE_LOCALHOST_WARNING=False ANSIBLE_NOCOLOR=1 LC_ALL=C.UTF-8`,
    ...['check', 'real', 'again', 'dead'].flatMap((name) => [
      ...(name === 'dead' ? [flush] : []),
      `${playbook(name === 'check' ? '--check' : '')} > ${out}/${name} 2>&1; echo $? > ${out}/${name}.code`,
      `test -e /usr/local/bin/seawall && touch ${out}/${name}.installed`,
    ]),
    `nft list table inet seawall > ${out}/nft 2>&1; true`,
  ]
  writeFileSync(join(out, 'script'), `${script.join('\n')}\n`)
  const words = [
    'netns',
    'exec',
    scene.host.name,
    'unshare',
    '-m',
    '--propagation',
    'private',
    'sh',
    '-c',
    copyOfMachine,
  ]
  const ran = spawnSync('ip', words, { encoding: 'utf8', timeout: 280_000, env: { ...process.env, out, work } })
  expect(ran).toMatchObject({ status: 0, stderr: '' })
  const text = (name: string) => readFileSync(join(out, name), 'utf8')
  expect(text('check.code'), text('check')).toBe('0\n')
  expect(existsSync(join(out, 'check.installed'))).toBe(false)
  expect(text('real.code'), text('real')).toBe('0\n')
  expect(existsSync(join(out, 'real.installed'))).toBe(true)
  expect(recap(text('real')).changed).toBeGreaterThan(2)
  const captured = JSON.parse(text('host.json'))
  expect(JSON.stringify(captured)).toContain('8080')
  expect(text('again.code'), text('again')).toBe('0\n')
  expect(recap(text('again'))).toMatchObject({ changed: 0, failed: 0 })
  expect(text('nft')).toContain('8080')
  expect(text('dead.code')).toBe('2\n')
  expect(text('dead')).toContain('seawall status: dead')
  expect(existsSync('/usr/local/lib/seawall')).toBe(false)
  expect(await host('iptables', '-S', 'FORWARD')).not.toContain('-A')
})
