import { answerEgress } from '#answers/egress-answer.ts'
import { answerExposure } from '#answers/exposure-answer.ts'
import { answering, tryTcp } from '#lab/client.ts'
import { addresses } from '#lab/scene.ts'
import { isRefusal } from '#model/answer.ts'
import type { Door, Exposure, ExposureZone } from '#model/exposure.ts'
import type { Family } from '#model/family.ts'
import { expect, test } from 'vitest'
import { runLines } from './bare-host.ts'
import { requireMachine } from './namespace.ts'
import { answeringUdp, createSubject, type Subject, tryUdp, udpOptions } from './subject.ts'

async function setUp({ engine, scene }: Subject): Promise<void> {
  await engine.docker(['network', 'create', '--internal', 'inner'])
  await engine.start(['--name', 'web', '-p', '8080:80', '-p', '127.0.0.1:9000:80'], answering(80, 'web'))
  await engine.start(['--name', 'dns', '-p', '5353:53/udp', ...udpOptions], answeringUdp(53))
  await engine.start(['--name', 'hosted', '--network', 'host'], answering(4000, 'hosted'))
  await engine.start(['--name', 'quiet', '--network', 'inner', '--expose', '80'], answering(80, 'quiet'))
  // Whoever knows the way can send packets to containers directly.
  await scene.outside.run(['ip', 'route', 'add', '172.16.0.0/12', 'via', addresses.host.ipv4])
  expect((await tryUdp(scene.host, addresses.host.ipv4, 5353, 20)).kind).toBe('answered')
  await scene.host.run(['ip6tables', '-A', 'INPUT', '-p', 'udp', '--dport', '5353', '-j', 'DROP'])
  await scene.host.run([
    'iptables',
    '-A',
    'INPUT',
    '-s',
    addresses.outside.ipv4,
    '-p',
    'tcp',
    '--dport',
    '4000',
    '-j',
    'DROP',
  ])
}

/** Makes the machine outside send from the address that stands for a zone. */
async function become({ addresses: all, kind }: ExposureZone, { scene: { outside } }: Subject): Promise<void> {
  if (kind === 'host') return
  for (const address of all) {
    const six = address.includes(':')
    const net = six ? '2001:db8:1::/64' : '203.0.113.0/24'
    const [option, length] = six ? ['-6', 128] : ['-4', 32]
    await runLines(
      outside,
      `ip ${option} address replace ${address}/${length} dev eth0${six ? ' nodad' : ''}
       ip ${option} route replace ${net} dev eth0 src ${address}`,
    )
    if (!six) await runLines(outside, `ip route replace 172.16.0.0/12 via ${addresses.host.ipv4} src ${address}`)
  }
}

/** Whether a client of the zone is asked at all: packets for loopback and private addresses do not come from the internet. */
function isJudged({ address, kind }: Door, zone: ExposureZone): boolean {
  if (zone.kind === 'network') return false
  if (address.startsWith('127.') || address === '::1') return zone.kind === 'host'
  return kind !== 'direct' || zone.kind !== 'internet'
}

async function meets(door: Door, family: Family, zone: ExposureZone, { scene }: Subject): Promise<string> {
  const place = zone.kind === 'host' ? scene.host : scene.outside
  const address = door.address === '' ? addresses.host[family] : door.address
  const { kind } =
    door.protocol === 'udp' ? await tryUdp(place, address, door.port) : await tryTcp(place, address, door.port)
  return kind === 'answered' ? 'open' : 'closed'
}

async function compare(exposure: Exposure, subject: Subject) {
  const said: Record<string, string> = {}
  const met: Record<string, string> = {}
  for (const [index, zone] of exposure.zones.entries()) {
    await become(zone, subject)
    for (const door of exposure.doors) {
      const state = door.cells[index]?.state
      if (state === undefined || !isJudged(door, zone)) continue
      for (const family of door.families) {
        const one = `${door.address}:${door.port}/${door.protocol} ${family} from ${zone.name}`
        said[one] = state
        met[one] = await meets(door, family, zone, subject)
      }
    }
  }
  return { said, met }
}

/** What a container meets that connects to each place, by the address that was asked for. */
async function meetsFrom(name: string, address: string, { engine }: Subject): Promise<string> {
  const argv = ['exec', name, '/bin/busybox', 'nc', '-w', '1', address, '443']
  const { stdout } = await engine.docker(argv, { mayFail: true })
  return stdout.trim() === 'hello' ? 'open' : 'closed'
}

// Judge: connections of containers.
test('every cell of what containers can reach is what they meet', { timeout: 240_000 }, async (ctx) => {
  await requireMachine(ctx, 'dockerd', 'docker', 'nsenter', 'unshare', 'iptables-nft-save', 'busybox', 'ss')
  const subject = await createSubject({})
  const { scene, engine } = subject
  await engine.docker(['network', 'create', '--internal', 'inner'])
  await engine.docker(['network', 'create', 'shut'])
  for (const [name, network] of [
    ['web', 'bridge'],
    ['quiet', 'inner'],
    ['alone', 'shut'],
  ] as const)
    await engine.start(['--name', name, '--network', network], answering(80, name))
  const form = '{{(index .IPAM.Config 0).Subnet}}'
  const subnet = (await engine.docker(['network', 'inspect', '--format', form, 'shut'])).stdout.trim()
  await scene.host.run(['iptables', '-I', 'DOCKER-USER', '-s', subnet, '!', '-d', '203.0.113.0/24', '-j', 'DROP'])
  await scene.host.run(['iptables', '-A', 'INPUT', '-s', subnet, '-p', 'tcp', '--dport', '443', '-j', 'REJECT'])
  for (const place of [scene.outside, scene.host])
    await place.run(['sh', '-c', 'busybox nc -ll -p 443 -e /bin/busybox echo hello >/dev/null 2>&1 </dev/null &'])
  const egress = answerEgress(await scene.look('host', engine), undefined)
  if (isRefusal(egress)) throw new Error(egress.message.id)
  const said: Record<string, string> = {}
  const met: Record<string, string> = {}
  const containers: Readonly<Record<string, string>> = { bridge: 'web', inner: 'quiet', shut: 'alone' }
  for (const [index, place] of egress.places.entries()) {
    if (place.kind === 'network') continue
    await become(place, subject)
    for (const { network, families, cells } of egress.rows) {
      if (!families.includes('ipv4')) continue
      const gateway = (
        await engine.docker(['network', 'inspect', '--format', '{{(index .IPAM.Config 0).Gateway}}', network])
      ).stdout.trim()
      const address = place.kind === 'host' ? gateway || '172.17.0.1' : (place.addresses[0] ?? '')
      const one = `${network} to ${place.name}`
      said[one] = cells[index]?.state ?? '-'
      met[one] = await meetsFrom(containers[network] ?? '', address, subject)
    }
  }
  expect(Object.keys(said)).toHaveLength(9)
  expect(said).toEqual(met)
  expect(said).toMatchObject({ 'shut to lan': 'open', 'shut to host': 'closed', 'bridge to internet': 'open' })
})

// Judge: connections of a client at the address that stands for each zone, by TCP and UDP, IPv4 and IPv6.
test('every cell for a live engine is what a client meets', { timeout: 240_000 }, async (ctx) => {
  await requireMachine(ctx, 'dockerd', 'docker', 'nsenter', 'unshare', 'iptables-nft-save', 'busybox', 'ss')
  const subject = await createSubject({})
  await setUp(subject)
  const snapshot = await subject.scene.look('host', subject.engine)
  const exposure = answerExposure(snapshot, { zones: [], from: undefined, to: undefined })
  if (isRefusal(exposure)) throw new Error(exposure.message.id)
  const { said, met } = await compare(exposure, subject)
  expect(said).toEqual(met)
  const kinds = Object.keys(said).join('\n')
  for (const part of [
    /udp ipv4 from internet/,
    /udp ipv6 from lan/,
    /8080\/tcp ipv6 from internet/,
    /4000\/tcp/,
    /9000\/tcp/,
  ])
    expect(kinds).toMatch(part)
  expect(new Set(Object.values(said))).toEqual(new Set(['open', 'closed']))
})
