// Sends UDP packets from sockets of this host, one for each line of its input; root first, then others.
import { createSocket } from 'node:dgram'
import { readFileSync } from 'node:fs'

const packets = readFileSync(0, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line))
const byUser = new Map()
for (const packet of packets) byUser.set(packet.uid ?? 0, [...(byUser.get(packet.uid ?? 0) ?? []), packet])
for (const uid of [...byUser.keys()].sort((a, b) => a - b)) {
  if (uid > 0) process.setuid(uid)
  for (const packet of byUser.get(uid)) await send(packet)
}

function send({ family, src, sport, dst, dport }) {
  return new Promise((done) => {
    const socket = createSocket(family === 'ipv4' ? 'udp4' : 'udp6')
    // A rule that drops the packet, or a missing route, is an error here and an answer to the test.
    socket.on('error', () => close())
    const close = () => {
      try {
        socket.close(done)
      } catch {
        done()
      }
    }
    socket.bind({ port: sport, address: src, exclusive: true }, () => {
      try {
        if (family === 'ipv4') socket.setBroadcast(true)
      } catch {}
      socket.send('x', dport, dst, () => close())
    })
  })
}
