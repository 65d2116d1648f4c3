import { expect, test } from 'vitest'
import { connect, createNamespace, requireMachine } from './namespace.ts'

const rules = `*filter
:INPUT ACCEPT [0:0]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
-A INPUT -p tcp -m tcp --dport 6379 -m comment --comment "two words" -j DROP
COMMIT
`

test.for(['iptables-nft', 'iptables-legacy'])('the kernel gives back the rule that %s loaded', async (backend, ctx) => {
  await requireMachine(ctx, `${backend}-restore`, `${backend}-save`)
  const host = await createNamespace()
  await host.run([`${backend}-restore`], { stdin: rules })
  const { stdout } = await host.run([`${backend}-save`, '-t', 'filter'])
  expect(stdout.replace(/^#.*\n/gm, '')).toBe(rules)
})

test('a rule that was not loaded is an error that quotes the tool', async (ctx) => {
  await requireMachine(ctx, 'iptables-nft')
  const host = await createNamespace()
  await expect(host.run(['iptables-nft', '-A', 'NOWHERE', '-j', 'DROP'])).rejects.toThrow(/NOWHERE|No chain/)
  const answer = await host.run(['iptables-nft', '-C', 'INPUT', '-j', 'DROP'], { mayFail: true })
  expect(answer.code).toBe(1)
})

test('a packet crosses the cable between two namespaces, and stops at a DROP', async (ctx) => {
  await requireMachine(ctx, 'iptables-nft', 'busybox')
  const [left, right] = [await createNamespace('left'), await createNamespace('right')]
  await connect(
    { namespace: left, name: 'eth0', addresses: ['192.0.2.1/24', '2001:db8::1/64'] },
    { namespace: right, name: 'eth0', addresses: ['192.0.2.2/24', '2001:db8::2/64'] },
  )
  const ping = (to: string) => left.run(['busybox', 'ping', '-c', '1', '-W', '1', to], { mayFail: true })
  expect((await ping('192.0.2.2')).code).toBe(0)
  expect((await ping('2001:db8::2')).code).toBe(0)
  await right.run(['iptables-nft', '-A', 'INPUT', '-p', 'icmp', '-j', 'DROP'])
  expect((await ping('192.0.2.2')).code).toBe(1)
  expect((await ping('2001:db8::2')).code).toBe(0)
})
