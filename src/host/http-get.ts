import { request } from 'node:http'
import { Fault } from '#model/fault.ts'
import { endpointText } from './docker-endpoint.ts'
import type { Answer, Endpoint } from './host.ts'

const timeoutMs = 15_000
const bodyLimit = 1 << 26

/** Asks a Docker engine over its socket. GET is the only method there is here. Faults: docker-unreachable, timeout, too-much-output. */
export function httpGet(endpoint: Endpoint, path: string): Promise<Answer> {
  const where = endpointText(endpoint)
  const command = `GET ${path} (${where})`
  const place = endpoint.kind === 'unix' ? { socketPath: endpoint.path } : { host: endpoint.host, port: endpoint.port }
  return new Promise((resolve, reject) => {
    const headers = { host: 'docker', accept: 'application/json' }
    const asked = request({ ...place, path, method: 'GET', headers, agent: false })
    // One limit for the whole answer: an engine that drips a byte a minute must not hold us.
    const timer = setTimeout(() => give(new Fault('host/timeout', { command, seconds: timeoutMs / 1000 })), timeoutMs)
    const give = (outcome: Answer | Fault) => {
      clearTimeout(timer)
      if (outcome instanceof Fault) {
        asked.destroy()
        reject(outcome)
      } else resolve(outcome)
    }
    const unreachable = (error: Error) =>
      give(new Fault('host/docker-unreachable', { endpoint: where, said: error.message }, { cause: error }))
    asked.on('error', unreachable)
    asked.on('upgrade', (_, socket) => {
      socket.destroy()
      unreachable(new Error('it changes the protocol'))
    })
    asked.on('response', (response) => {
      const pieces: Buffer[] = []
      let size = 0
      response.on('data', (piece: Buffer) => {
        pieces.push(piece)
        size += piece.length
        if (size > bodyLimit) give(new Fault('host/too-much-output', { command, limit: bodyLimit }))
      })
      response.on('error', unreachable)
      response.on('end', () => give({ status: response.statusCode ?? 0, body: Buffer.concat(pieces).toString('utf8') }))
    })
    asked.end()
  })
}
