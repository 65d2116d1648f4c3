import type { PacketState } from './packet-state.ts'
import type { World } from './world.ts'

/** Who waits for a packet that has come to the host; undefined: not known, or no matter of ports. */
export function socketFor(
  { family, protocol, dst, dport, in: device }: PacketState,
  world: World,
): { readonly listens: boolean | undefined; readonly process: string | undefined } {
  const name = protocol === 6 ? 'tcp' : protocol === 17 ? 'udp' : undefined
  const { sockets } = world.facts
  if (sockets === undefined || name === undefined || typeof dport !== 'number')
    return { listens: undefined, process: undefined }
  const found = sockets.find(
    (socket) =>
      socket.protocol === name &&
      socket.family === family &&
      socket.port === dport &&
      (socket.address === undefined || socket.address === dst) &&
      (socket.device === undefined || socket.device === device),
  )
  const { socketsRead } = world.facts
  if (found === undefined && socketsRead?.includes(name) === false) return { listens: undefined, process: undefined }
  return { listens: found !== undefined, process: found?.process }
}
