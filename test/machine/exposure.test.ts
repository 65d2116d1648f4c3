import { answerExposure } from '#answers/exposure-answer.ts'
import { answering, tryTcp, untilAnswered } from '#lab/client.ts'
import { isRefusal } from '#model/answer.ts'
import { expect, test } from 'vitest'
import { lookAt, runLines } from './bare-host.ts'
import { connect, createNamespace, type Namespace, requireMachine } from './namespace.ts'

const rules = `*nat
-A PREROUTING -m addrtype --dst-type LOCAL -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
-A PREROUTING -m addrtype --dst-type LOCAL -p tcp -m tcp --dport 8081 -j DNAT --to-destination 172.17.0.2:80
-A PREROUTING -m addrtype --dst-type LOCAL -p tcp -m tcp --dport 8082 -j DNAT --to-destination 172.17.0.2:80
COMMIT
*filter
-A INPUT -i eth0 -p tcp -m tcp --dport 8080 -j DROP
-A INPUT -p tcp -m tcp --dport 4002 ! -s 192.0.2.0/24 -j DROP
-A INPUT -i lo -p tcp -m tcp --dport 4003 -j REJECT
-A FORWARD -s 192.0.2.0/24 -m conntrack --ctorigdstport 8082 -j DROP
COMMIT
`

async function build(): Promise<{ readonly host: Namespace; readonly outside: Namespace }> {
  const [host, outside, container] = [
    await createNamespace('exposure-host'),
    await createNamespace('exposure-outside'),
    await createNamespace('exposure-container'),
  ]
  await runLines(host, 'ip link add docker0 type bridge forward_delay 0')
  await connect(
    { namespace: host, name: 'eth0', addresses: ['192.0.2.10/24'] },
    { namespace: outside, name: 'eth0', addresses: ['192.0.2.1/24'] },
  )
  await connect(
    { namespace: host, name: 'veth1' },
    { namespace: container, name: 'eth0', addresses: ['172.17.0.2/16'] },
  )
  await runLines(
    host,
    `ip link set veth1 master docker0
     ip address add 172.17.0.1/16 dev docker0
     ip link set docker0 up
     ip route add default via 192.0.2.1
     nft add table inet mine
     nft add chain inet mine forward { type filter hook forward priority 10 ; }
     nft add rule inet mine forward meta l4proto tcp ct original proto-dst 8081 drop`,
  )
  await runLines(container, 'ip route add default via 172.17.0.1')
  await host.sysctl('net/ipv4/ip_forward', 1)
  for (const name of ['all', 'default', 'eth0', 'docker0']) await host.sysctl(`net/ipv4/conf/${name}/rp_filter`, 0)
  await host.run(['iptables-nft-restore'], { stdin: rules })
  const serve = (place: Namespace, port: number) =>
    void place
      .run(['busybox', ...answering(port, 'hello').with(-3, 'busybox')], { mayFail: true, timeoutMs: 60_000 })
      .catch(() => undefined)
  serve(container, 80)
  for (const port of [4001, 4002, 4003]) serve(host, port)
  for (const [address, port] of [
    ['172.17.0.2', 80],
    ['127.0.0.1', 4001],
    ['127.0.0.1', 4003],
  ] as const)
    await untilAnswered(host, address, port)
  return { host, outside }
}

// Judge: connections of a client at the address that stands for each zone.
test('every cell that is open or closed is what a client of that zone meets', { timeout: 60_000 }, async (ctx) => {
  await requireMachine(ctx, 'iptables-nft-restore', 'iptables-nft-save', 'nft', 'busybox', 'ss')
  const { host, outside } = await build()
  const exposure = answerExposure(await lookAt(host), { zones: [], from: undefined, to: undefined })
  if (isRefusal(exposure)) throw new Error(exposure.message.id)
  const said: Record<string, string> = {}
  const met: Record<string, string> = {}
  for (const [index, zone] of exposure.zones.entries()) {
    const [address] = zone.addresses.filter((one) => !one.includes(':'))
    if (zone.kind !== 'host') {
      await runLines(
        outside,
        `ip address replace ${address}/32 dev eth0\nip route replace 192.0.2.0/24 dev eth0 src ${address}`,
      )
    }
    for (const { families, port, protocol, cells } of exposure.doors) {
      const state = cells[index]?.state
      if (!families.includes('ipv4') || protocol !== 'tcp' || state === undefined) continue
      const one = `${port} from ${zone.name}`
      said[one] = state
      const { kind } = await tryTcp(zone.kind === 'host' ? host : outside, '192.0.2.10', port)
      met[one] = kind === 'answered' ? 'open' : 'closed'
    }
  }
  expect(Object.keys(said).length).toBeGreaterThanOrEqual(15)
  expect(said).toEqual(met)
  expect(exposure.doors.find(({ port }) => port === 8080)?.despite).toBe('ipv4/filter/INPUT#1')
})
