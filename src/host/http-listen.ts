import { request } from 'node:http'
import { Fault } from '#model/fault.ts'
import { endpointText } from './docker-endpoint.ts'
import type { Endpoint, Follower, Stop } from './host.ts'
import { LineReader } from './line-reader.ts'

const answerMs = 15_000

/** Asks a Docker engine for an answer that goes on, and gives each line of it. GET is the only method there is here. */
export function httpListen(endpoint: Endpoint, path: string, follower: Follower): Stop {
  const where = endpointText(endpoint)
  const place = endpoint.kind === 'unix' ? { socketPath: endpoint.path } : { host: endpoint.host, port: endpoint.port }
  const headers = { host: 'docker', accept: 'application/json' }
  const asked = request({ ...place, path, method: 'GET', headers, agent: false })
  let isOver = false
  const end = (said: string) => {
    if (isOver) return
    isOver = true
    clearTimeout(timer)
    asked.destroy()
    follower.end(new Fault('host/docker-unreachable', { endpoint: where, said }))
  }
  const timer = setTimeout(() => end('it does not answer'), answerMs)
  asked.on('error', (error) => end(error.message))
  asked.on('upgrade', (_, socket) => {
    socket.destroy()
    end('it changes the protocol')
  })
  asked.on('response', (response) => {
    clearTimeout(timer)
    if (response.statusCode !== 200) return end(`status ${response.statusCode}`)
    follower.open?.()
    const reader = new LineReader((line) => {
      if (!isOver) follower.line(line)
    })
    response.setEncoding('utf8').on('data', (piece: string) => reader.take(piece))
    response.on('error', (error) => end(error.message))
    response.on('close', () => end('it closed the connection'))
  })
  asked.end()
  return () => {
    isOver = true
    clearTimeout(timer)
    asked.destroy()
  }
}
