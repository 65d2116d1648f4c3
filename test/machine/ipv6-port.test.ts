import { tryTcp, untilAnswered } from '#lab/client.ts'
import { addresses } from '#lab/scene.ts'
import { expect, test, type TestContext } from 'vitest'
import { requireMachine } from './namespace.ts'
import { createSubject, isBuilt } from './subject.ts'

const tools = ['dockerd', 'docker', 'nsenter', 'iptables-nft-save', 'ip6tables-nft-save', 'busybox', 'ip']

async function required(ctx: TestContext): Promise<void> {
  await requireMachine(ctx, ...tools)
  if (!isBuilt) ctx.skip('dist/bin/seawall.js is not built: npm run build')
}

const firstLine = (text: string) => text.split('\n', 1)[0] ?? ''

test('a port that only an IPv6 address of the host has: dead after a flush of ip6tables, and mended', async (ctx) => {
  await required(ctx)
  const args = ['--experimental', '--ip6tables', '--ipv6', '--fixed-cidr-v6', 'fd00:8::/64', '--userland-proxy=false']
  const { scene, engine, host, seawall } = await createSubject({ args })
  const { ipv4, ipv6 } = addresses.host
  await engine.start(
    ['--name', 'six', '-p', `[${ipv6}]:8080:80`],
    ['nc', '-ll', '-p', '80', '-e', '/bin/busybox', 'echo', 'six'],
  )
  expect(await untilAnswered(scene.outside, ipv6, 8080)).toEqual({ kind: 'answered', text: 'six' })
  expect((await tryTcp(scene.outside, ipv4, 8080)).kind).not.toBe('answered')
  const well = await seawall('status')
  expect([well.code, firstLine(well.out)]).toEqual([0, expect.stringMatching(/^OK: 1 port of 1 container works/)])

  for (const words of ['-P FORWARD ACCEPT', '-F', '-t nat -F']) await host('ip6tables', ...words.split(' '))
  expect((await tryTcp(scene.outside, ipv6, 8080)).kind).not.toBe('answered')
  const dead = await seawall('status')
  expect([dead.code, firstLine(dead.out)]).toEqual([1, expect.stringMatching(/^DEAD: six \[2001:db8:1::10\]:8080/)])

  const repair = await seawall('repair', '--yes')
  expect([repair.code, repair.out]).toEqual([0, expect.stringMatching(/^OK: /m)])
  expect(await untilAnswered(scene.outside, ipv6, 8080)).toEqual({ kind: 'answered', text: 'six' })
  expect((await seawall('status')).code).toBe(0)
})
