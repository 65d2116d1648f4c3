import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { makeFolder } from '#lab/cleanup.ts'
import { afterAll, describe, expect, test, type TestContext } from 'vitest'
import { requireMachine } from './namespace.ts'
import { createSubject, isBuilt, type Subject } from './subject.ts'

const program = fileURLToPath(new URL('../../dist/bin/seawall.js', import.meta.url))

async function required(ctx: TestContext): Promise<void> {
  await requireMachine(ctx, 'dockerd', 'docker', 'nsenter', 'iptables-nft-save', 'busybox')
  if (!isBuilt) ctx.skip('dist/bin/seawall.js is not built: npm run build')
}

/** A line of bash in which SEAWALL is the command line and HOST the options that name the host: the code of its first command, and what it said. */
async function shell(line: string, subject: Subject | undefined): Promise<{ code: string; said: string }> {
  const folder = makeFolder('output')
  const options = subject === undefined ? '' : `--netns ${subject.scene.host.name} --docker-host ${subject.engine.host}`
  const text = line
    .replaceAll('SEAWALL', `${process.execPath} ${program}`)
    .replaceAll('HOST', options)
    .replaceAll('FOLDER', folder)
  writeFileSync(`${folder}/line.sh`, `${text}\necho "\${PIPESTATUS[0]}" > ${folder}/code\n`)
  const child = spawn('bash', [`${folder}/line.sh`], {
    env: { ...process.env, NO_COLOR: '1', ...subject?.engine.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece) => {
      said += piece
    })
  await once(child, 'close')
  return { code: execFileSync('cat', [`${folder}/code`], { encoding: 'utf8' }).trim(), said }
}

describe('a repair', () => {
  let subject: Subject

  // Each of them once lost what the command writes, or the one who reads it.
  const ways = [
    'SEAWALL repair --yes HOST | true',
    'SEAWALL repair --yes HOST 2>&1 | head -c 1',
    'SEAWALL repair --yes HOST --json | true',
    'SEAWALL repair --yes HOST > /dev/full',
    'SEAWALL repair --yes HOST > /dev/full 2> /dev/full',
    'SEAWALL repair --yes HOST >&- 2>&- <&-',
    // A terminal that is closed while it works.
    'SEAWALL repair --yes HOST > FOLDER/out 2>&1 & until [ -s FOLDER/out ]; do sleep 0.01; done; kill -HUP $!; wait $!; (exit $?)',
  ]

  test.for(ways)('$ %s: repairs, and 0 means that it has', async (way, ctx) => {
    await required(ctx)
    subject ??= await createSubject({})
    if ((await subject.engine.docker(['ps', '-q'])).stdout === '')
      await subject.engine.start(['--name', 'web', '-p', '8080:80'], ['sleep', '600'])
    const whole = await subject.save()
    await subject.flush('iptables')
    expect(await subject.save()).not.toBe(whole)
    const { code, said } = await shell(way, subject)
    expect({ code, said }).toMatchObject({ code: '0' })
    expect(said).not.toMatch(/^\s+at /m)
    expect(await subject.save()).toBe(whole)
  })

  test('that is only shown, and status, keep their codes when the reader leaves', async (ctx) => {
    await required(ctx)
    await subject.flush('iptables')
    for (const reader of ['true', 'head -1']) {
      expect((await shell(`SEAWALL repair --dry-run HOST | ${reader}`, subject)).code).toBe('1')
      expect((await shell(`SEAWALL status HOST | ${reader}`, subject)).code).toBe('1')
    }
  })
})

describe('a capture into a file', () => {
  const folder = makeFolder('full')
  afterAll(() => {
    execFileSync('umount', [folder])
  })

  test('on a full disk is an error, and leaves nothing there', async (ctx) => {
    await required(ctx)
    mkdirSync(folder, { recursive: true })
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', folder])
    const { code, said } = await shell(`SEAWALL capture --netns ${process.pid} ${folder}/host.json`, undefined)
    expect({ code, said }).toMatchObject({ code: '3', said: expect.stringContaining('ENOSPC') })
    expect(said).toContain('error[host/unreadable]')
    expect(said).not.toMatch(/^\s+at /m)
    expect(readdirSync(folder)).toEqual([])
  })
})
