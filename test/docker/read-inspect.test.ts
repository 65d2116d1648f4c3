import { describe, expect, test } from 'vitest'
import { readInspect } from '#docker/read-inspect.ts'
import { bridgeName } from '#model/docker.ts'
import { dockerDocuments, fileOf, haveEngines, listDumps } from './engine-dumps.ts'

const container = {
  Id: 'c'.repeat(64),
  Name: '/web',
  State: { Running: true, StartedAt: '2026-11-20T10:29:22.557532358Z', Pid: 42 },
  HostConfig: { NetworkMode: 'shop', Links: ['/db:/web/database'] },
  Config: { ExposedPorts: { '80/tcp': {} }, Labels: { 'com.example.text': 'a\u0007b' } },
  NetworkSettings: {
    Ports: {
      '80/tcp': [
        { HostIp: '0.0.0.0', HostPort: '8080' },
        { HostIp: '::', HostPort: '8080' },
      ],
      '53/udp': null,
      '81/tcp': [{ HostIp: '', HostPort: '' }],
    },
    Networks: { shop: { NetworkID: 'n'.repeat(64), IPAddress: '10.20.0.2', GlobalIPv6Address: '', GwPriority: 5 } },
  },
}

const network = {
  Id: '0123456789abcdef'.repeat(4),
  Name: 'shop',
  Created: '2026-11-20T10:29:22.095018417Z',
  Driver: 'bridge',
  EnableIPv6: false,
  IPAM: { Driver: 'default', Options: null, Config: [{ Subnet: '10.20.0.0/24', Gateway: '10.20.0.1' }] },
  Internal: true,
  Ingress: false,
  Options: null,
  Containers: {
    ['c'.repeat(64)]: { Name: 'web', EndpointID: 'e', MacAddress: '', IPv4Address: '10.20.0.2/24', IPv6Address: '' },
  },
}

describe('readInspect', () => {
  test('takes containers, networks, version and info in any order and nesting', () => {
    const info = {
      ServerVersion: '28.5.2',
      Swarm: { LocalNodeState: 'active' },
      FirewallBackend: { Driver: 'iptables' },
    }
    const { state, problems } = readInspect([[container], { Version: '28.5.2+x', ApiVersion: '1.51' }, [network], info])
    expect(problems).toEqual([])
    expect(state).toMatchObject({ version: '28.5.2+x', firewallBackend: 'iptables', swarmActive: true })
    expect(state.containers).toEqual([
      {
        id: 'c'.repeat(64),
        name: 'web',
        running: true,
        startedAt: '2026-11-20T10:29:22.557532358Z',
        pid: 42,
        networkMode: 'shop',
        endpoints: [
          { networkId: 'n'.repeat(64), networkName: 'shop', ipv4: '10.20.0.2', ipv6: undefined, gatewayPriority: 5 },
        ],
        ports: [
          { protocol: 'tcp', containerPort: 80, hostAddress: '0.0.0.0', hostPort: 8080 },
          { protocol: 'tcp', containerPort: 80, hostAddress: '::', hostPort: 8080 },
          { protocol: 'tcp', containerPort: 81, hostAddress: '', hostPort: 0 },
        ],
        links: ['/db:/web/database'],
        exposed: ['80/tcp'],
        labels: { 'com.example.text': 'a\u0007b' },
      },
    ])
    expect(state.networks[0]).toMatchObject({
      name: 'shop',
      internal: true,
      // Engines before 28 do not say; all their bridge networks have IPv4.
      ipv4: true,
      ipv6: false,
      subnets: ['10.20.0.0/24'],
      members: { ['c'.repeat(64)]: { name: 'web', ipv4: '10.20.0.2', ipv6: '' } },
    })
    expect(state.networks.map(bridgeName)).toEqual(['br-0123456789ab'])
  })

  test('what cannot be read is named and left out, the rest is kept', () => {
    const { state, problems } = readInspect([
      { ...container, State: 'running' },
      network,
      'Error response from daemon',
      null,
      7,
      [[]],
    ])
    expect(state.containers).toEqual([])
    expect(state.networks).toHaveLength(1)
    expect(problems.map(({ id, args }) => [id, args.index, args.path])).toEqual([
      ['docker/unreadable', 0, 'State'],
      ['docker/unknown-document', 2, undefined],
      ['docker/unknown-document', 3, undefined],
      ['docker/unknown-document', 4, undefined],
      ['docker/unknown-document', 5, undefined],
    ])
  })

  test('hostile names and keys stay data', () => {
    const labels = JSON.parse('{"__proto__": "x", "constructor": "y", "a": "\\u001b[2J"}') as Record<string, string>
    const ports = {
      '99999999999/tcp': [],
      'x/tcp': [],
      '80/icmp': [],
      '80/tcp': [{ HostIp: "$(rm -rf /)'", HostPort: '8080; id' }],
    }
    const hostile = {
      ...container,
      Name: '/../\u202e;`id`',
      Config: { ExposedPorts: null, Labels: labels },
      NetworkSettings: { Ports: ports, Networks: null },
    }
    const { state, problems } = readInspect([hostile])
    expect(problems).toEqual([])
    expect(state.containers[0]?.name).toBe('../\u202e;`id`')
    expect(state.containers[0]?.labels.a).toBe('\u001b[2J')
    expect(Object.getPrototypeOf(state.containers[0]?.labels)).toBe(Object.prototype)
    expect(state.containers[0]?.ports).toEqual([
      { protocol: 'tcp', containerPort: 80, hostAddress: "$(rm -rf /)'", hostPort: 0 },
    ])
  })

  test('every answer of the real engines is read, none of it lost', (context) => {
    if (!haveEngines) context.skip('../shared/engines is not here')
    for (const dump of listDumps()) {
      const documents = dockerDocuments(dump)
      if (documents.length === 0) continue
      const { state, problems } = readInspect(documents)
      expect(problems, dump.name).toEqual([])
      const count = (file: string) =>
        (fileOf(dump, file).match(/^ {4}\{$/gm) ?? fileOf(dump, file).match(/^\{$/gm) ?? []).length
      expect(state.containers.length, dump.name).toBe(
        (JSON.parse(fileOf(dump, 'docker-inspect.json')) as unknown[]).length,
      )
      expect(state.networks.length, dump.name).toBe(count('docker-network-inspect.json'))
      expect(state.version, dump.name).toMatch(/^\d+\.\d+/)
    }
  }, 60_000)
})
