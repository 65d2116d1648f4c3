import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { isRefusal } from '#model/answer.ts'
import { answerConversation } from '#answers/conversation-answer.ts'
import { answerTrace, packetOf, prepare } from '#answers/trace-answer.ts'
import type { Conversation } from '#model/conversation.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { readPath } from '#snapshots/live.ts'
import { textSnapshot } from '#snapshots/read-snapshot.ts'

const fault = (name: string) => readPath(fileURLToPath(new URL(`../cases/faults/${name}`, import.meta.url)))

function conversationOn(snapshot: Snapshot, from: string, to: string, device?: string, out?: string): Conversation {
  const unsaid = { in: device, out, protocol: undefined, family: undefined, fields: {} }
  const wanted = packetOf({ ...unsaid, from, to }, snapshot)
  if (isRefusal(wanted)) throw new Error(wanted.message.id)
  const program = prepare(snapshot)
  const found = answerConversation(answerTrace(wanted, program), program, snapshot)
  if (found === undefined) throw new Error('no conversation')
  return found
}

// Judge: connections on real kernels and engines with these rules.
describe('one verdict for a conversation', () => {
  test('an answer that a rule drops is the verdict, although the packet left', async () => {
    const found = conversationOn(await fault('answer-dropped.json'), 'container:client', '203.0.113.9:9000')
    expect(found).toMatchObject({ verdict: 'ANSWER DROPPED', by: 'ipv4/filter/DOCKER-USER#1', part: 'answer' })
    expect(found.first.verdict).toBe('ACCEPT')
  })

  test('without masquerading nobody outside can answer a container', async () => {
    const found = conversationOn(await fault('no-masquerade'), 'container:web', '203.0.113.9:443')
    expect(found).toMatchObject({ verdict: 'NO ANSWER', by: undefined, why: { id: 'conversation/no-route' } })
    expect(found.why?.args).toMatchObject({ src: '172.17.0.2' })
  })

  // A client of a VPN has a /32, and who is at the other end of the interface knows it.
  test('from the address of a VPN that masquerading gives the packet, the answer comes back through the VPN', async () => {
    const snapshot = await fault('wireguard-table')
    const found = conversationOn(snapshot, 'container:web', '203.0.113.9:443')
    expect(found).toMatchObject({ verdict: 'ACCEPT', by: 'ipv4/filter/FORWARD#5' })
  })

  test('what REDIRECT sends to this host goes there with every packet, also where no address of it is known', () => {
    const text = `*filter
:INPUT ACCEPT [0:0]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
COMMIT
*nat
:PREROUTING ACCEPT [0:0]
-A PREROUTING -i docker0 -p udp -m udp --dport 53 -j REDIRECT --to-ports 5353
COMMIT
`
    const found = conversationOn(textSnapshot('host', text), '172.17.0.2', '198.51.100.53:53/udp', 'docker0')
    expect(found).toMatchObject({ verdict: 'ACCEPT' })
  })

  test('with masquerading the answer comes back', async () => {
    const snapshot = await fault('answer-dropped.json')
    expect(conversationOn(snapshot, 'container:client', '10.20.0.9:9000').verdict).toBe('ACCEPT')
  })
})

describe('docker-proxy', () => {
  test('answers UDP from the address that routing chooses, which is not the one a container asked', async () => {
    const found = conversationOn(await fault('udp-through-proxy.json'), 'container:client', '192.0.2.10:53/udp')
    expect(found).toMatchObject({ verdict: 'NO ANSWER', why: { id: 'conversation/other-source' } })
    expect(found.why?.args).toMatchObject({ from: '172.17.0.1', asked: '192.0.2.10' })
    expect(found.relayed).toMatchObject({ container: 'dns', port: '0.0.0.0:53->53/udp', why: { id: 'proxy/returned' } })
  })

  test('asked by the address of its bridge it answers from there', async () => {
    const found = conversationOn(await fault('udp-through-proxy.json'), 'container:client', '172.17.0.1:53/udp')
    expect(found.verdict).toBe('ACCEPT')
  })

  test('since 28.0 it answers from the address that was asked', async () => {
    const snapshot = await fault('udp-through-proxy.json')
    const docker = snapshot.docker && { ...snapshot.docker, version: '28.0.1' }
    expect(conversationOn({ ...snapshot, docker }, 'container:client', '192.0.2.10:53/udp').verdict).toBe('ACCEPT')
  })

  test('opens a connection of its own to the container, which OUTPUT may drop', async () => {
    const found = conversationOn(await fault('proxy-second-leg.json'), 'host', '127.0.0.1:8080')
    expect(found).toMatchObject({ verdict: 'PROXY BLOCKED', by: 'ipv4/filter/OUTPUT#policy' })
    const { relayed } = found
    expect(relayed).toMatchObject({
      container: 'web',
      why: { id: 'proxy/not-met', args: { condition: '! -d 127.0.0.0/8' } },
    })
    // The container sees the bridge's own address.
    expect(relayed?.second?.first.final).toMatchObject({ src: 0xac1e0001, dst: 0xac1e0002, dport: 80 })
  })

  // Judge: docker-proxy's arguments on an engine of 20.10: -host-ip :: -container-ip 172.30.0.2.
  test('speaks IPv4 to a container that has no IPv6 address', async () => {
    const found = conversationOn(await fault('proxy-second-leg.json'), 'host', '[::1]:8080')
    expect(found.relayed?.second?.first.packet).toMatchObject({ family: 'ipv4', dst: 0xac1e0002 })
    expect(found).toMatchObject({ verdict: 'PROXY BLOCKED', by: 'ipv4/filter/OUTPUT#policy' })
  })
})

// Judge: the same host with both tables shown, in the last test; `iptables -S` and `iptables -L` print one table.
describe('a listing of one table, from a host with Docker', () => {
  const filter = `$ sudo iptables -S
-P INPUT ACCEPT
-P FORWARD DROP
-P OUTPUT ACCEPT
-N DOCKER
-A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -o docker0 -j DOCKER
-A FORWARD -i docker0 ! -o docker0 -j ACCEPT
-A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT
`
  const nat = `$ sudo iptables -t nat -S
-P PREROUTING ACCEPT
-P INPUT ACCEPT
-P OUTPUT ACCEPT
-P POSTROUTING ACCEPT
-N DOCKER
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
`
  function verdict(text: string): { verdict: string; by: string | undefined } {
    const snapshot = textSnapshot('pasted', text)
    const unsaid = { in: undefined, out: undefined, protocol: undefined, family: undefined, fields: {} }
    const wanted = packetOf({ ...unsaid, from: 'internet', to: ':8080' }, snapshot)
    if (isRefusal(wanted)) throw new Error(wanted.message.id)
    const { verdict, by } = answerTrace(wanted, prepare(snapshot))
    return { verdict, by }
  }

  test('without nat it is unknown where a published port leads, and masquerading is assumed', () => {
    expect(verdict(filter).verdict).toBe('UNKNOWN')
    const out = conversationOn(textSnapshot('pasted', filter), '172.17.0.2', '203.0.113.9:443', 'docker0', 'eth0')
    expect(out.presumed.map(({ id }) => id)).toContain('conversation/presumed-masquerade')
  })

  test('without filter it is unknown whether anything is dropped', () => {
    expect(verdict(nat).verdict).toBe('UNKNOWN')
  })

  test('with both, the port leads to the container', () => {
    expect(verdict(filter + nat)).toEqual({ verdict: 'ACCEPT', by: 'ipv4/filter/DOCKER#1' })
  })
})
