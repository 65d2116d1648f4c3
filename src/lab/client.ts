import { setTimeout as sleep } from 'node:timers/promises'
import type { Namespace } from './namespace.ts'

/** What a client meets: an answer with its text, a refusal, or nothing at all. */
export type Experience =
  | { readonly kind: 'answered'; readonly text: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'silent' }

/** Where a client runs: a namespace, or whatever else runs a program. */
export type Place = Pick<Namespace, 'run'>

/** Connects once by TCP and reads what the other end says; gives up after some seconds. */
export async function tryTcp(place: Place, address: string, port: number, seconds = 1): Promise<Experience> {
  const argv = [
    'busybox',
    'timeout',
    String(seconds + 1),
    'busybox',
    'nc',
    '-w',
    String(seconds),
    address,
    String(port),
  ]
  const { code, stdout, stderr } = await place.run(argv, { mayFail: true })
  if (code === 0 && stdout !== '') return { kind: 'answered', text: stdout.trim() }
  return /refused|unreachable|reset|prohibited/i.test(stderr) || code === 0 ? { kind: 'refused' } : { kind: 'silent' }
}

/** As `tryTcp`, but a server that is still starting gets some time to answer. */
export async function untilAnswered(place: Place, address: string, port: number): Promise<Experience> {
  let met: Experience = { kind: 'silent' }
  for (let tries = 0; tries < 20; tries++) {
    met = await tryTcp(place, address, port)
    if (met.kind === 'answered') return met
    await sleep(100)
  }
  return met
}

/** What busybox runs to answer every TCP connection to a port with a word. */
export function answering(port: number, word: string): readonly string[] {
  return ['nc', '-ll', '-p', String(port), '-e', '/bin/busybox', 'echo', word]
}
