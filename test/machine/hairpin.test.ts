import { expect, test } from 'vitest'
import { connect, createNamespace, requireMachine } from './namespace.ts'

const hairpin = '-A POSTROUTING -s 172.17.0.2/32 -d 172.17.0.2/32 -p tcp -m tcp --dport 6379 -j MASQUERADE\n'

const rules = (masquerade: boolean) => `*nat
:PREROUTING ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
:DOCKER - [0:0]
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
${masquerade ? hairpin : ''}-A DOCKER -p tcp -m tcp --dport 10000 -j DNAT --to-destination 172.17.0.2:6379
COMMIT
`

// In the container: listens, calls its own published port, and says whom the server saw.
const call = `
const net = require('node:net')
const end = (said) => { console.log(said); process.exit(0) }
net.createServer((socket) => end(socket.remoteAddress)).listen(6379, '172.17.0.2', () => {
  net.connect(10000, '192.0.2.10').on('error', (error) => end(error.code))
  setTimeout(end, 1500, 'nothing')
})`

test.for([
  { masquerade: true, seen: '172.17.0.1', counted: 1 },
  { masquerade: false, seen: 'nothing', counted: undefined },
])(
  'without the userland proxy a container reaches its own published port: $masquerade, as its packets are masqueraded',
  async ({ masquerade, seen, counted }, ctx) => {
    await requireMachine(ctx, 'iptables-nft-restore', 'iptables-nft-save')
    const [host, container] = [await createNamespace('host'), await createNamespace('container')]
    await host.run(['ip', 'link', 'add', 'docker0', 'type', 'bridge', 'forward_delay', '0'])
    await connect(
      { namespace: host, name: 'veth1' },
      { namespace: container, name: 'eth0', addresses: ['172.17.0.2/16'] },
    )
    await host.run(['ip', 'link', 'set', 'veth1', 'master', 'docker0'])
    await host.run(['ip', 'link', 'set', 'veth1', 'type', 'bridge_slave', 'hairpin', 'on'])
    await host.run(['ip', 'address', 'add', '172.17.0.1/16', 'dev', 'docker0'])
    await host.run(['ip', 'link', 'set', 'docker0', 'up'])
    // Any address of the host will do: the published port is asked for by it.
    await host.run(['ip', 'address', 'add', '192.0.2.10/32', 'dev', 'lo'])
    await container.run(['ip', 'route', 'add', 'default', 'via', '172.17.0.1'])
    await host.sysctl('net/ipv4/ip_forward', 1)
    await host.run(['iptables-nft-restore'], { stdin: rules(masquerade) })
    const { stdout } = await container.run([process.execPath, '--eval', call])
    expect(stdout.trim()).toBe(seen)
    const saved = (await host.run(['iptables-nft-save', '-c', '-t', 'nat'])).stdout
    const count = /^\[(\d+):\d+\] -A POSTROUTING/m.exec(saved)?.[1]
    expect(count === undefined ? undefined : Number(count)).toBe(counted)
  },
)
