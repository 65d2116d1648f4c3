import { existsSync } from 'node:fs'
import { makeFolder } from '#lab/cleanup.ts'
import { answering, untilAnswered } from '#lab/client.ts'
import { addresses } from '#lab/scene.ts'
import { describe, expect, test, type TestContext } from 'vitest'
import { requireMachine } from './namespace.ts'
import { createSubject, isBuilt, type Subject } from './subject.ts'

async function required(ctx: TestContext): Promise<void> {
  const tools = ['dockerd', 'docker', 'nsenter', 'unshare', 'setpriv', 'iptables-nft-save', 'busybox']
  await requireMachine(ctx, ...tools)
  if (!isBuilt) ctx.skip('dist/bin/seawall.js is not built: npm run build')
}

// All but the line feed: C0, DEL, C1, and what changes the reading order or is not seen.
const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/

describe('a Docker whose names are hostile', () => {
  let subject: Subject
  let before: string
  let trap: string

  async function open(): Promise<void> {
    subject = await createSubject({ args: ['--userland-proxy=false'] })
    trap = `${makeFolder('trap')}/sprung`
    const { engine } = subject
    const text = `\u001b[2J\u001b]0;owned\u0007 "'\`touch ${trap}\` $(touch ${trap}); touch ${trap} | \u202eX\u0085\n-A INPUT -j ACCEPT\nCOMMIT\n\t*nat %s {{.}} ;--`
    // Neither a slash nor a blank may stand in the name of an interface, and no more than 15 characters.
    const bridge = `';$(id)|&<\`\u001b`
    const names = ['network', 'create', '--label', `evil=${text}`, '-o', `com.docker.network.bridge.name=${bridge}`]
    await engine.docker([...names, `net ${text}`])
    const network = (await engine.docker(['network', 'ls', '-q', '--filter', 'driver=bridge'])).stdout.split('\n')
    expect(network.filter(Boolean)).toHaveLength(2)
    const { stdout } = await engine.docker(['network', 'ls', '-q', '--no-trunc', '--filter', 'label=evil'])
    const words = ['--name', 'web', '--network', stdout.trim(), '--network-alias', `alias ${text}`]
    const labels = [
      '--label',
      `evil=${text}`,
      '--label',
      `com.docker.compose.project=${text}`,
      '--label',
      `com.docker.compose.service=${text}`,
    ]
    await engine.start([...words, ...labels, '--env', `A=${text}`, '-p', '8080:80'], answering(80, 'web'))
    expect((await untilAnswered(subject.scene.outside, addresses.host.ipv4, 8080)).kind).toBe('answered')
    await subject.host('iptables', '-P', 'FORWARD', 'DROP')
    await subject.host('iptables', '-P', 'INPUT', 'DROP')
    before = await subject.save()
  }

  const isPlain = async (...words: readonly string[]) => {
    const { out, talk, code } = await subject.seawall(...words)
    // 5: the dump holds a rule that iptables-restore does not read back.
    expect([0, 1, 2, 3, 5], `${words.join(' ')}: ${talk}`).toContain(code)
    expect(talk).not.toMatch(/^ {4}at /m)
    expect(out + talk).not.toMatch(controls)
    expect((out + talk).length).toBeGreaterThan(40)
  }

  test('is shown without a control character, by every command, on pages and in JSON', async (ctx) => {
    await required(ctx)
    await open()
    const asked = ['explain', 'status', 'predict'].flatMap((command) => [
      [command, '--full'],
      [command, '--json'],
    ])
    await Promise.all([...asked, ['trace', '--to', ':8080', '--full']].map((words) => isPlain(...words)))
    await subject.flush('iptables')
    await Promise.all([isPlain('repair', '--dry-run'), isPlain('status', '--full')])
    expect(existsSync(trap)).toBe(false)
  })

  test('is repaired to what it was, the policies that others set too, and nothing is executed', async (ctx) => {
    await required(ctx)
    const after = await subject.seawall('repair', '--yes')
    expect(after.talk + after.out).not.toMatch(controls)
    expect(after.code, after.talk + after.out).toBe(0)
    expect(existsSync(trap)).toBe(false)
    // INPUT's policy is not Docker's, and stays as the flush left it.
    expect(await subject.save()).toBe(before)
    expect((await untilAnswered(subject.scene.outside, addresses.host.ipv4, 8080)).kind).toBe('answered')
    // Lines with a control character are read, and judged.
    expect((await subject.seawall('status')).code).toBe(0)
  })

  test('leaves a bridge alone whose name iptables-restore does not read back, repairs the rest, and says so', async (ctx) => {
    await required(ctx)
    const { engine } = subject
    await engine.docker(['network', 'create', '-o', 'com.docker.network.bridge.name=a"bc"', 'odd'])
    // The kernel has the rules; what is printed of them is read back as of an interface called abc.
    const status = await subject.seawall('status', '--json')
    expect(status.code).toBe(5)
    const rules = JSON.parse(status.out).families.flatMap((family: { rules: { standing: string }[] }) => family.rules)
    const standings = new Set(rules.map(({ standing }: { standing: string }) => standing))
    expect([...standings].sort()).toEqual(['expected', 'unknown'])
    await subject.flush('iptables')
    const { code, out, talk } = await subject.seawall('repair', '--yes')
    expect(talk).toBe('')
    expect(code).toBe(4)
    expect(out).toContain('with an interface name that iptables-restore reads differently')
    expect(out).toContain('a"bc"')
    expect(await subject.save()).toBe(before)
    expect((await untilAnswered(subject.scene.outside, addresses.host.ipv4, 8080)).kind).toBe('answered')
  })
})
