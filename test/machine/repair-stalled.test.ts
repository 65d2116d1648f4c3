import type { Host } from '#host/host.ts'
import { netnsHost } from '#host/netns-host.ts'
import { nodeHost } from '#host/node-host.ts'
import { expect, test } from 'vitest'
import { requireMachine } from './namespace.ts'
import { repairOn } from './repairing.ts'
import { createSubject, isBuilt } from './subject.ts'

/** A kernel that keeps a rule otherwise than it was written: it comes back as another one, each time. */
function changing(host: Host, from: RegExp, to: string): Host {
  return {
    ...host,
    run: (argv, options) =>
      host.run(argv, options?.stdin === undefined ? options : { ...options, stdin: options.stdin.replace(from, to) }),
  }
}

test('a rule that comes back as another one is not written again and again: the repair stops, takes back what did not help, and keeps the rest', async (ctx) => {
  await requireMachine(ctx, 'dockerd', 'docker', 'nsenter', 'unshare', 'setpriv', 'iptables-nft-save', 'busybox', 'ss')
  if (!isBuilt) ctx.skip('dist/bin/seawall.js is not built: npm run build')
  const subject = await createSubject({ args: ['--userland-proxy=false'] })
  await subject.engine.start(['--name', 'web', '-p', '8080:80'], ['sleep', '600'])
  const whole = await subject.save()
  const host = netnsHost(nodeHost, subject.scene.host.name)
  const odd = changing(host, /^(-[ID] POSTROUTING .*-j MASQUERADE)$/gm, '$1 --random')

  // Only that rule is missing: nothing helps, so nothing is left behind.
  const rules = whole.split('\n').filter((line) => /^-A POSTROUTING .*-j MASQUERADE$/.test(line))
  expect(rules.length).toBeGreaterThan(0)
  for (const rule of rules) await subject.host('iptables', '-t', 'nat', ...rule.replace('-A', '-D').split(' '))
  const lacking = await subject.save()
  const first = await repairOn(subject.engine.host, host, odd)
  expect(first).toMatchObject({ stalled: true })
  expect(first.rounds).toBeLessThan(6)
  expect(first.left.plans.flatMap(({ steps }) => steps)).toHaveLength(rules.length)
  expect(await subject.save()).toBe(lacking)

  // Everything is missing: what can be put back is.
  await subject.flush('iptables')
  const second = await repairOn(subject.engine.host, host, odd)
  expect(second).toMatchObject({ stalled: true })
  expect(await subject.save()).toBe(lacking)

  const third = await repairOn(subject.engine.host, host)
  expect(third).toMatchObject({ stalled: false })
  expect(await subject.save()).toBe(whole)
})
