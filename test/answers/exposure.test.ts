import { describe, expect, it } from 'vitest'
import { answerExposure } from '#answers/exposure-answer.ts'
import { isRefusal } from '#model/answer.ts'
import type { Exposure, ExposureZone } from '#model/exposure.ts'
import { readPath } from '#snapshots/live.ts'
import { textSnapshot } from '#snapshots/read-snapshot.ts'
import { noFacts } from '#model/facts.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { enginesFolder, haveEngines } from '../docker/engine-dumps.ts'

function exposureOf(snapshot: Snapshot, zones: readonly string[] = []): Exposure {
  const found = answerExposure(snapshot, { zones, from: undefined, to: undefined })
  if (isRefusal(found)) throw new Error(found.message.id)
  return found
}

/** `KIND ADDRESS:PORT` and what a zone meets there. */
function cellsOf({ doors, zones }: Exposure, kind: ExposureZone['kind']): Readonly<Record<string, string>> {
  const at = zones.findIndex((zone) => zone.kind === kind)
  return Object.fromEntries(
    doors.map((door) => [`${door.kind} ${door.address}:${door.port}`, door.cells[at]?.state ?? '-']),
  )
}

describe('who can reach what on hosts of real engines', () => {
  // Judge: Docker's release notes. Before 28.0 a neighbor reached ports that are published on 127.0.0.1.
  it.for([
    ['27.5.1/02-publish-loopback', 'open'],
    ['28.5.2/02-publish-loopback', 'closed'],
    ['29.1.3/02-publish-loopback', 'closed'],
    ['29.1.3-nftables/02-publish-loopback', 'closed'],
    // DOCKER_INSECURE_NO_IPTABLES_RAW leaves it open.
    ['28.5.2/49-no-raw-env', 'open'],
  ] as const)('a port of loopback in %s is %s for a neighbor', async ([folder, state], ctx) => {
    if (!haveEngines) return ctx.skip('the captures of engines are not here')
    const exposure = exposureOf(await readPath(enginesFolder + folder))
    const loopback = exposure.doors.filter(({ address }) => address === '127.0.0.1')
    expect(loopback.length).toBeGreaterThan(0)
    const lan = exposure.zones.findIndex(({ kind }) => kind === 'lan')
    const internet = exposure.zones.findIndex(({ kind }) => kind === 'internet')
    for (const { cells } of loopback) {
      expect(cells[lan]?.state).toBe(state)
      expect(cells[internet]?.state).toBe('closed')
    }
  })

  // Judge: Docker's documentation of gateway modes and of direct routing (blocked since 28.0).
  it.for([
    ['27.5.1/01-publish-tcp', 'open'],
    ['28.5.2/01-publish-tcp', 'closed'],
    ['28.5.2/25b-gwmode-nat-unprotected', 'open'],
    ['28.5.2/26-allow-direct-routing', 'open'],
    ['29.1.3-nftables/01-publish-tcp', 'closed'],
    ['29.1.3-nftables/25c-gwmode-isolated', 'closed'],
  ] as const)('a published port at its container in %s is %s for a neighbor', async ([folder, state], ctx) => {
    if (!haveEngines) return ctx.skip('the captures of engines are not here')
    const lan = cellsOf(exposureOf(await readPath(enginesFolder + folder)), 'lan')
    const direct = Object.entries(lan).filter(([door]) => door.startsWith('direct '))
    expect(direct.length).toBeGreaterThan(0)
    expect(direct.some(([, met]) => met === 'open')).toBe(state === 'open')
  })

  // Judge: `docker run -p`: a published port is for everybody.
  it('a swarm publishes ports by the ends of its own network', async (ctx) => {
    if (!haveEngines) return ctx.skip('the captures of engines are not here')
    const snapshot = await readPath(`${enginesFolder}28.5.2-ipvsstub/15-swarm/2-service`)
    expect(cellsOf(exposureOf(snapshot), 'internet')).toMatchObject({ 'published :8080': 'open' })
  })
})

describe('a zone of several parts', () => {
  // Judge: by hand. Each client has its own rule.
  it('shows the worst of its clients, and says which differ', async () => {
    const text = [
      '*filter\n:INPUT ACCEPT\n-A INPUT -s 10.0.0.0/8 -p tcp -m tcp --dport 22 -j DROP',
      '-A INPUT -s 192.168.0.0/16 -p tcp -m tcp --dport 22 -j ACCEPT\n-A INPUT -i eth1 -j DROP\nCOMMIT\n',
    ].join('\n')
    const link = (name: string, address: number) => {
      const place = { family: 'ipv4', address, length: 24 } as const
      return { name, up: true, kind: undefined, bridge: undefined, mac: undefined, addresses: [place] }
    }
    const sockets = [
      { protocol: 'tcp', family: 'ipv4', address: undefined, port: 22, device: undefined, process: 'sshd' },
    ] as const
    const facts = { ...noFacts, interfaces: [link('eth0', 0xc000020a), link('eth1', 0xcb00710a)], sockets }
    const snapshot = { ...textSnapshot('host', text, { family: 'ipv4' }), facts }
    const both = exposureOf(snapshot, ['office=10.0.0.0/8,192.168.0.0/16', 'near=eth0,eth1', 'one=10.0.0.0/8'])
    const at = (name: string) => both.doors[0]?.cells[both.zones.findIndex((zone) => zone.name === name)]?.state
    expect([at('office'), at('near'), at('one')]).toEqual(['open', 'open', 'closed'])
    expect(both.doors[0]?.notes.map(({ id, args }) => [id, args])).toEqual([
      ['exposure/note-parts', { zone: 'office', clients: '10.0.0.1 closed, 192.168.0.1 open' }],
      ['exposure/note-parts', { zone: 'near', clients: '192.0.2.11 open, 203.0.113.11 closed' }],
    ])
  })
})

describe('a dump without anything else', () => {
  // Judge: the experiment of docs/published-port.md, where a client got through the rule.
  it('shows the port that is open although a rule says otherwise', async () => {
    const { doors, assumed } = exposureOf(await readPath('test/cases/hosts/redis-drop-20.10.24/iptables-save.txt'))
    expect(doors.map(({ port, despite }) => [port, despite])).toEqual([[10000, 'ipv4/filter/DOCKER-USER#1']])
    expect(doors[0]?.cells[0]?.state).toBe('open')
    expect(assumed).toContain('docker')
  })

  // Judge: by hand. A packet that DNAT turned is forwarded, and INPUT is not asked.
  it('a rule of INPUT for a port that is led elsewhere closes nothing, a limit limits', () => {
    const text = [
      '*nat\n:PREROUTING ACCEPT\n-A PREROUTING -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.1.1.2:80',
      '-A PREROUTING -p tcp -m tcp --dport 9090 -j DNAT --to-destination 10.1.1.2:90\nCOMMIT',
      '*filter\n:INPUT ACCEPT\n:FORWARD ACCEPT\n-A INPUT -p tcp -m tcp --dport 8080 -j DROP',
      '-A FORWARD -p tcp -m tcp --dport 90 -m limit --limit 5/min -j ACCEPT',
      '-A FORWARD -p tcp -m tcp --dport 90 -j DROP\nCOMMIT\n',
    ].join('\n')
    const link = (name: string, address: number) => {
      const place = { family: 'ipv4', address, length: 24 } as const
      return { name, up: true, kind: undefined, bridge: undefined, mac: undefined, addresses: [place] }
    }
    const via = { family: 'ipv4', table: 'main', type: 'unicast', source: undefined, metric: 0 } as const
    const routes = [
      { ...via, destination: { address: 0, length: 0 }, via: 0xc0000201, device: 'eth0' },
      { ...via, destination: { address: 0x0a010100, length: 24 }, via: undefined, device: 'eth1' },
    ]
    const facts = { ...noFacts, interfaces: [link('eth0', 0xc000020a), link('eth1', 0x0a010101)], routes }
    const { doors } = exposureOf({ ...textSnapshot('host', text, { family: 'ipv4' }), facts })
    const found = doors.map(({ port, cells, despite }) => [port, cells[0]?.state, despite])
    expect(found).toEqual([
      [8080, 'open', 'ipv4/filter/INPUT#1'],
      [9090, 'limited', undefined],
    ])
  })
})
