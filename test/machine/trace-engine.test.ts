import { readdirSync, readFileSync } from 'node:fs'
import { answerConversation } from '#answers/conversation-answer.ts'
import { answerTrace, packetOf, prepare } from '#answers/trace-answer.ts'
import type { Experience, Place } from '#lab/client.ts'
import { answering, tryTcp, untilAnswered } from '#lab/client.ts'
import { addresses } from '#lab/scene.ts'
import type { Conversation } from '#model/conversation.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { Trace } from '#model/trace.ts'
import { describe, expect, test } from 'vitest'
import { isRefusal } from '#model/answer.ts'
import { requireMachine } from './namespace.ts'
import { answeringUdp, createSubject, type Subject, tryUdp, udpOptions } from './subject.ts'

const tools = ['dockerd', 'docker', 'nsenter', 'unshare', 'setpriv', 'iptables-nft-save', 'busybox', 'ss']

/** What a client meets on each way a packet can go: a socket that is not there refuses, a dropped packet is met by silence. */
function experiencesOf({ ways }: Trace): ReadonlySet<Experience['kind']> {
  return new Set(
    ways.map(({ verdict, end }) => {
      if (verdict === 'REJECT') return 'refused'
      if (verdict !== 'ACCEPT') return 'silent'
      return end.kind === 'host' && end.listens === false ? 'refused' : 'answered'
    }),
  )
}

interface Case {
  readonly name: string
  readonly from: string
  readonly to: string
  readonly meets: () => Promise<Experience>
}

async function setUp(subject: Subject): Promise<Readonly<Record<'web' | 'far' | 'near', string>>> {
  const { engine, scene } = subject
  await engine.docker(['network', 'create', 'front'])
  const both = [
    'sh',
    '-c',
    `${[80, 81].map((port) => `/bin/busybox ${answering(port, 'web').join(' ')} &`).join(' ')} wait`,
  ]
  await engine.start(['--name', 'web', '-p', '8080:80', '-p', '127.0.0.1:9000:80', '-p', '7000-7001:80-81'], both)
  await engine.start(['--name', 'near'], ['sleep', '600'])
  await engine.start(['--name', 'far', '--network', 'front'], answering(80, 'far'))
  await engine.start(['--name', 'dns', '-p', '5353:53/udp', ...udpOptions], answeringUdp(53))
  const address = async (name: string) => {
    const form = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}'
    return (await engine.docker(['inspect', '--format', form, name])).stdout.trim()
  }
  // Who knows the way can send packets to containers directly.
  await scene.outside.run(['ip', 'route', 'add', '172.16.0.0/12', 'via', addresses.host.ipv4])
  expect((await untilAnswered(scene.host, await address('web'), 81)).kind).toBe('answered')
  expect((await tryUdp(scene.host, await address('dns'), 53, 10)).kind).toBe('answered')
  return { web: await address('web'), far: await address('far'), near: await address('near') }
}

/** A process of a container: the engine counts processes otherwise than this machine. */
function processOf(id: string): string {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const isIn = (pid: string) => {
    try {
      return readFileSync(`/proc/${pid}/mountinfo`, 'utf8').includes(`containers/${id}/hostname`)
    } catch {
      return false
    }
  }
  return pids.find(isIn) ?? ''
}

function casesOn({ engine, scene }: Subject, at: Readonly<Record<'web' | 'far' | 'near', string>>): readonly Case[] {
  const host = addresses.host.ipv4
  const inside = (name: string): Place => ({ run: (argv, how) => engine.docker(['exec', name, ...argv], how) })
  const { outside } = scene
  // The programs of this machine in the network of a container.
  const networkOf = (name: string): Place => ({
    run: async (argv, how) => {
      const id = (await engine.docker(['inspect', '--format', '{{.Id}}', name])).stdout.trim()
      return scene.host.run(['nsenter', '-t', processOf(id), '-n', ...argv], how)
    },
  })
  const tcp = (name: string, from: string, place: Place, to: string, address: string, port: number): Case => {
    return { name, from, to: `${to}:${port}`, meets: () => tryTcp(place, address, port) }
  }
  const out = addresses.outside.ipv4
  return [
    tcp('a client outside and a published port', out, outside, host, host, 8080),
    tcp('a client outside and a port of a published range', out, outside, host, host, 7001),
    tcp('a client outside and an unpublished port', out, outside, host, host, 8081),
    tcp('a client outside and a port published on loopback', out, outside, host, host, 9000),
    tcp("a client outside and the container's published port", out, outside, at.web, at.web, 80),
    tcp('a client outside and a container that publishes nothing', out, outside, at.far, at.far, 80),
    tcp('the host and a published port', 'host', scene.host, host, host, 8080),
    tcp('the host and a port published on loopback', 'host', scene.host, '127.0.0.1', '127.0.0.1', 9000),
    tcp('the host and a container', 'host', scene.host, at.far, at.far, 80),
    tcp('containers of one network', 'container:near', inside('near'), at.web, at.web, 80),
    tcp('containers of two networks', 'container:near', inside('near'), at.far, at.far, 80),
    tcp('containers of two networks, a published port', 'container:far', inside('far'), at.web, at.web, 80),
    tcp("a container and another network's port on the host", 'container:far', inside('far'), host, host, 8080),
    tcp('a container and a port of its own network on the host', 'container:near', inside('near'), host, host, 8080),
    tcp('a container and its own port on the host', 'container:web', inside('web'), host, host, 8080),
    tcp('a container and the machine outside', 'container:far', inside('far'), out, out, 4000),
    tcp('a container and a closed port of the host', 'container:far', inside('far'), host, host, 4001),
    {
      name: 'a client outside and a published UDP port',
      from: out,
      to: `${host}:5353/udp`,
      meets: () => tryUdp(outside, host, 5353),
    },
    {
      name: 'a container and a published UDP port of its network, by the address outside',
      from: 'container:near',
      to: `${host}:5353/udp`,
      meets: () => tryUdp(networkOf('near'), host, 5353),
    },
    {
      name: 'a container and a published UDP port of its network, by the address of the bridge',
      from: 'container:near',
      to: '172.17.0.1:5353/udp',
      meets: () => tryUdp(networkOf('near'), '172.17.0.1', 5353),
    },
    {
      name: 'the host and a published UDP port on loopback',
      from: 'host',
      to: '127.0.0.1:5353/udp',
      meets: () => tryUdp(scene.host, '127.0.0.1', 5353),
    },
    {
      name: 'a client outside and an unpublished UDP port',
      from: out,
      to: `${host}:5354/udp`,
      meets: () => tryUdp(outside, host, 5354),
    },
  ]
}

function conversationOn(snapshot: Snapshot, first: Trace): Conversation | undefined {
  return answerConversation(first, prepare(snapshot), snapshot)
}

function traced(snapshot: Snapshot, { from, to }: Case): Trace {
  const wish = { from, to, in: undefined, out: undefined, protocol: undefined, family: undefined, fields: {} }
  const wanted = packetOf(wish, snapshot)
  if (isRefusal(wanted)) throw new Error(wanted.message.id)
  return answerTrace(wanted, prepare(snapshot))
}

describe('a trace on a host with a real engine', () => {
  test.concurrent.for(['--userland-proxy=true', '--userland-proxy=false'])(
    'says what a client meets (%s)',
    async (proxy, ctx) => {
      await requireMachine(ctx, ...tools)
      const subject = await createSubject({ args: [proxy] })
      const { scene, engine } = subject
      const at = await setUp(subject)
      const server = scene.outside.run(['busybox', ...answering(4000, 'outside').with(-3, 'busybox')], {
        timeoutMs: 600_000,
      })
      server.catch(() => {})
      await untilAnswered(scene.outside, '127.0.0.1', 4000)
      const snapshot = await scene.look('live', engine)
      const wrong: string[] = []
      const open: string[] = []
      const kinds = new Set<string>()
      for (const one of casesOn(subject, at)) {
        const { kind } = await one.meets()
        const trace = traced(snapshot, one)
        const said = experiencesOf(trace)
        kinds.add(kind)
        const whole = conversationOn(snapshot, trace)
        if (
          whole !== undefined &&
          whole.verdict !== 'UNKNOWN' &&
          (whole.verdict === 'ACCEPT') !== (kind === 'answered')
        )
          wrong.push(`${one.name}: met ${kind}, said ${whole.verdict} for the conversation`)
        const isWhole = whole?.verdict === 'NO ANSWER'
        if (!isWhole && !said.has(kind)) wrong.push(`${one.name}: met ${kind}, said ${[...said].join(' or ')}`)
        if (said.size > 1) open.push(...trace.perhaps.map(({ key }) => key))
      }
      expect(wrong).toEqual([])
      expect(kinds).toEqual(new Set(['answered', 'refused', 'silent']))
      // Whether a bridge sends a frame back where it came from is a setting of the port.
      expect(open.filter((key) => !key.startsWith('hairpin '))).toEqual([])
      await scene.delete()
    },
  )
})
