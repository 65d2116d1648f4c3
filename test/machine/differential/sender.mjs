// Sends from sockets of this host, one after the other: a line of JSON each. An empty line asks for an answer.
import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'

for await (const line of createInterface({ input: process.stdin })) {
  if (line === '') process.stdout.write('\n')
  else await asUser(JSON.parse(line))
}

// A socket belongs to whoever makes it, which is when it is bound.
async function asUser(packet) {
  if (packet.gid > 0) process.setegid(packet.gid)
  if (packet.uid > 0) process.seteuid(packet.uid)
  await send(packet)
  if (packet.uid > 0) process.seteuid(0)
  if (packet.gid > 0) process.setegid(0)
}

function send({ family, src, sport, dst, dport, size }) {
  return new Promise((done) => {
    const socket = createSocket({ type: family === 'ipv4' ? 'udp4' : 'udp6', ipv6Only: family === 'ipv6' })
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
      socket.send(Buffer.alloc(size), dport, dst, () => close())
    })
  })
}
