import { type PortTrouble, portTrouble } from '#docker/bridge-ports.ts'
import { readInspect } from '#docker/read-inspect.ts'
import { readInterfaces } from '#host/facts/read-interfaces.ts'
import { describe, expect, test } from 'vitest'

// As `ip -d addr` prints them: two veth pairs whose other ends are 5 and 7 in the network namespaces of web and db.
const bridge = `3: docker0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 state UP
    link/ether 02:42:b6:d2:7b:9d brd ff:ff:ff:ff:ff:ff promiscuity 0
    bridge forward_delay 1500
    inet 172.17.0.1/16 brd 172.17.255.255 scope global docker0
`
const up = 'BROADCAST,MULTICAST,UP,LOWER_UP'
const veth = (index: number, peer: number, flags = up, master = ' master docker0') =>
  `${index}: veth${index}@if${peer}: <${flags}> mtu 1500${master} state UP
    link/ether ae:6d:17:65:f4:3e brd ff:ff:ff:ff:ff:ff link-netnsid 1
    veth
`
const network = {
  Id: 'n',
  Name: 'bridge',
  Driver: 'bridge',
  IPAM: { Config: [{ Subnet: '172.17.0.0/16' }] },
  Options: { 'com.docker.network.bridge.name': 'docker0' },
}
const container = (name: string, address: string) => ({
  ...{ Id: name, Name: `/${name}`, Config: {}, HostConfig: { NetworkMode: 'default' } },
  State: { Running: true, StartedAt: '', Pid: 1, Error: '' },
  NetworkSettings: { Ports: {}, Networks: { bridge: { NetworkID: 'n', IPAddress: address } } },
})

function troubles(links: string, indexes: Readonly<Record<string, readonly number[]>>): readonly unknown[] {
  const { state } = readInspect([network, container('web', '172.17.0.2'), container('db', '172.17.0.3')])
  const containers = state.containers.map((one) => {
    const interfaceIndexes = indexes[one.name]
    return interfaceIndexes === undefined ? one : { ...one, interfaceIndexes }
  })
  const found = readInterfaces(links) ?? []
  return containers.map((one): PortTrouble | undefined => {
    const [own] = state.networks
    return own && portTrouble(one, own, { ...state, containers }, found)
  })
}

describe('with the indexes of the interfaces inside', () => {
  const both = { web: [5], db: [7] }

  test('two ports that work are no trouble', () => {
    expect(troubles(bridge + veth(6, 5) + veth(8, 7), both)).toEqual([undefined, undefined])
  })

  test.each([
    ['a port that is down', veth(8, 7, 'BROADCAST,MULTICAST,M-DOWN'), { kind: 'down', port: 'veth8' }],
    ['an end in no bridge', veth(8, 7, up, ''), { kind: 'off-bridge', port: 'veth8' }],
    ['an end in another bridge', veth(8, 7, up, ' master br-1'), { kind: 'gone' }],
    ['no end at all', '', { kind: 'gone' }],
  ])('%s is the trouble of its container alone, whatever else is at the bridge', (_, link, expected) => {
    expect(troubles(bridge + veth(6, 5) + veth(10, 99) + link, both)).toEqual([undefined, expected])
  })

  test('a container whose own interface is down, so that its index is not told, is found as the one that is left', () => {
    const down = veth(8, 7, 'NO-CARRIER,BROADCAST,MULTICAST,UP,M-DOWN')
    expect(troubles(bridge + veth(6, 5) + down, { web: [5] })).toEqual([
      undefined,
      { kind: 'no-carrier', port: 'veth8' },
    ])
  })
})

describe('without them', () => {
  test('as many working ports as containers are no trouble', () => {
    expect(troubles(bridge + veth(6, 5) + veth(8, 7), {})).toEqual([undefined, undefined])
  })

  test('one port for two containers leaves it open which one is dead', () => {
    const unclear = { kind: 'unclear', working: 1, containers: 2, suspects: [{ port: 'veth8', kind: 'down' }] }
    expect(troubles(bridge + veth(6, 5) + veth(8, 7, 'BROADCAST,MULTICAST'), {})).toEqual([unclear, unclear])
  })

  test('no working port at all is dead for each of them', () => {
    const links = bridge + veth(6, 5, 'BROADCAST,MULTICAST') + veth(8, 7, 'BROADCAST,MULTICAST')
    expect(troubles(links, {})).toEqual([
      { kind: 'down', port: undefined },
      { kind: 'down', port: undefined },
    ])
  })

  test('a list without details, which shows no ports, accuses nobody', () => {
    expect(troubles('3: docker0: <BROADCAST,UP> mtu 1500\n    inet 172.17.0.1/16 scope global docker0\n', {})).toEqual([
      undefined,
      undefined,
    ])
  })
})

test('a list of interfaces without any end of a veth pair tells nothing of ports', () => {
  expect(troubles(bridge, {})).toEqual([undefined, undefined])
})
