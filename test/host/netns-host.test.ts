import { fakeHost } from '#host/fake-host.ts'
import { namespacePath, netnsHost } from '#host/netns-host.ts'
import { expect, test } from 'vitest'

test.for([
  ['blue', '/run/netns/blue'],
  ['4711', '/proc/4711/ns/net'],
  ['/var/run/docker/netns/1-abc', '/var/run/docker/netns/1-abc'],
] as const)('%s is the namespace at %s', ([name, path]) => {
  expect(namespacePath(name)).toBe(path)
})

const enter = 'nsenter --net=/run/netns/blue'

test('commands and the kernel are asked inside, files are those of the machine', async () => {
  const commands = {
    [`${enter} cat /proc/net/ip_tables_names`]: 'nat\n',
    [`${enter} ip rule`]: '0:\tfrom all lookup local\n',
  }
  const host = netnsHost(fakeHost({ commands, files: { '/etc/iptables/rules.v4': '*filter\n' } }), 'blue')
  expect((await host.run(['ip', 'rule'])).stdout).toContain('lookup local')
  expect(await host.read('/proc/net/ip_tables_names')).toBe('nat\n')
  expect(await host.read('/etc/iptables/rules.v4')).toBe('*filter\n')
})

// What nsenter of util-linux 2.38 says.
test.for([
  ['nsenter: cannot open /run/netns/blue: No such file or directory', 'host/no-namespace'],
  ["nsenter: reassociate to namespace 'ns/net' failed: Operation not permitted", 'host/not-root'],
  ['nsenter: failed to execute nft: No such file or directory', 'host/tool-missing'],
] as const)('%s is %s', async ([stderr, code]) => {
  const host = netnsHost(fakeHost({ commands: { [`${enter} nft`]: { status: 1, stderr } } }), 'blue')
  await expect(host.run(['nft'])).rejects.toMatchObject({ code })
})

test('a file that the kernel does not have is not there', async () => {
  const stderr = 'cat: /proc/net/ip6_tables_names: No such file or directory\n'
  const commands = { [`${enter} cat /proc/net/ip6_tables_names`]: { status: 1, stderr } }
  expect(await netnsHost(fakeHost({ commands }), 'blue').read('/proc/net/ip6_tables_names')).toBeUndefined()
})
