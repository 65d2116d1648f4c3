import { answering, tryTcp, untilAnswered } from '#lab/client.ts'
import { image } from '#lab/engine.ts'
import { addresses } from '#lab/scene.ts'
import { expect, test } from 'vitest'
import { requireMachine } from './namespace.ts'
import { createSubject, isBuilt } from './subject.ts'

const tools = ['dockerd', 'docker', 'nsenter', 'iptables-nft-save', 'iptables-legacy-save', 'busybox', 'ip']

// The judge is the engine: its next container with a published port starts only where its own variant has its chains.
test.for([
  ['nft', 'legacy'],
  ['legacy', 'nft'],
] as const)(
  'an engine of %s whose rules somebody moved to %s: its own variant decides, and the others are named as left over',
  async ([variant, other], ctx) => {
    await requireMachine(ctx, ...tools)
    if (!isBuilt) ctx.skip('dist/bin/seawall.js is not built: npm run build')
    const { scene, engine, host, save, seawall } = await createSubject({ variant })
    const start = (name: string, port: number) =>
      engine.docker(['run', '-d', '--name', name, '-p', `${port}:80`, image, '/bin/busybox', ...answering(80, name)], {
        mayFail: true,
      })
    const client = (port: number) => tryTcp(scene.outside, addresses.host.ipv4, port)
    expect((await start('web', 8080)).code).toBe(0)
    expect((await untilAnswered(scene.outside, addresses.host.ipv4, 8080)).kind).toBe('answered')
    expect(await seawall('status')).toMatchObject({ code: 0, out: expect.stringMatching(/^OK: /) })

    await host('sh', '-c', `iptables-${variant}-save | iptables-${other}-restore`)
    for (const words of ['-P FORWARD ACCEPT', '-F', '-X', '-t nat -F', '-t nat -X'])
      await host(`iptables-${variant}`, ...words.split(' '))
    const copied = await save(`iptables-${other}-save`)
    expect(await client(8080)).toEqual({ kind: 'answered', text: 'web' })
    expect((await start('late', 9090)).code).toBe(125)
    await engine.docker(['rm', 'late'])

    const status = await seawall('status')
    const page = status.out.replace(/\s+/g, ' ')
    expect([status.code, page]).toEqual([1, expect.stringMatching(/(\d+) of \1 rules missing/)])
    expect(page).toMatch(
      new RegExp(`\\d+ IPv4 rules of Docker's are left over in iptables-${other}\\. Docker uses iptables-${variant}`),
    )
    const repair = await seawall('repair', '--yes')
    expect([repair.code, repair.out]).toEqual([0, expect.stringMatching(/^Repaired/m)])
    expect(await save(`iptables-${other}-save`)).toBe(copied)
    expect((await start('late', 9090)).code).toBe(0)
    // The left-over policy drops what the left-over rules do not know.
    expect((await client(9090)).kind).toBe('silent')
    const dead = (await seawall('status')).out.replace(/\s+/g, ' ')
    expect(dead).toMatch(/^DEAD: late :9090\./)
    expect(dead).toContain(`left over in iptables-${other}`)

    // Without the left-over rules everything works, by the engine's own.
    for (const words of ['-P FORWARD ACCEPT', '-F', '-X', '-t nat -F', '-t nat -X'])
      await host(`iptables-${other}`, ...words.split(' '))
    expect((await untilAnswered(scene.outside, addresses.host.ipv4, 9090)).kind).toBe('answered')
    expect(await client(8080)).toEqual({ kind: 'answered', text: 'web' })
    expect(await seawall('status')).toMatchObject({ code: 0, out: expect.stringMatching(/^OK: /) })
  },
)

// The two programs are alternatives of their own (update-alternatives): one can be set and the other forgotten.
test.for([
  ['nft', 'legacy'],
  ['legacy', 'nft'],
] as const)(
  'an engine whose iptables is %s and whose ip6tables is %s: each family is judged and repaired in its own variant',
  async ([variant, ipv6Variant], ctx) => {
    await requireMachine(ctx, ...tools)
    if (!isBuilt) ctx.skip('dist/bin/seawall.js is not built: npm run build')
    const args = [
      '--experimental',
      '--ip6tables',
      '--ipv6',
      '--fixed-cidr-v6',
      'fd00:d0c::/64',
      '--userland-proxy=false',
    ]
    const { scene, engine, save, seawall, flush } = await createSubject({ variant, ipv6Variant, args })
    await engine.start(['--name', 'web', '-p', '8080:80'], answering(80, 'web'))
    const client = (family: 'ipv4' | 'ipv6') => tryTcp(scene.outside, addresses.host[family], 8080)
    for (const family of ['ipv4', 'ipv6'] as const)
      expect((await untilAnswered(scene.outside, addresses.host[family], 8080)).kind).toBe('answered')
    const own = [`iptables-${variant}`, `ip6tables-${ipv6Variant}`]
    const other = [`iptables-${ipv6Variant}`, `ip6tables-${variant}`]
    const rules = (programs: readonly string[]) => Promise.all(programs.map((program) => save(`${program}-save`)))
    const whole = await rules(own)
    expect(whole.map((text) => text.includes('DOCKER'))).toEqual([true, true])
    expect(await seawall('status')).toMatchObject({ code: 0, out: expect.stringMatching(/^OK: /) })

    await flush(...own)
    const left = await rules(other)
    expect((await client('ipv6')).kind).not.toBe('answered')
    const status = await seawall('status')
    expect([status.code, status.out.replace(/\s+/g, ' ')]).toEqual([
      1,
      expect.stringMatching(/^DEAD: web :8080\b.*? (\d+) of \1 rules missing/),
    ])
    const repair = await seawall('repair', '--yes')
    expect([repair.code, repair.out]).toEqual([0, expect.stringMatching(/^Repaired/m)])
    const back = await rules(own)
    expect(back.map(rulesOf)).toEqual(whole.map(rulesOf))
    expect((await rules(other)).map((text) => text.includes('DOCKER'))).toEqual([false, false])
    expect(left.map((text) => text.includes('DOCKER'))).toEqual([false, false])
    for (const family of ['ipv4', 'ipv6'] as const)
      expect(await client(family)).toEqual({ kind: 'answered', text: 'web' })
  },
)

/** Tables that hold nothing are left out by one variant and printed by the other. */
function rulesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('-A'))
    .sort()
}
