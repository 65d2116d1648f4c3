import { nearest } from '#base/nearest.ts'
import { message } from '#model/diagnostic.ts'
import type { Span } from '#model/source.ts'
import type { LineContext } from './line-state.ts'

// The chains that Docker engines from 17.06 to 29 make or expect, in the filter and nat tables.
const dockerChains: ReadonlySet<string> = new Set([
  'DOCKER',
  'DOCKER-USER',
  'DOCKER-FORWARD',
  'DOCKER-BRIDGE',
  'DOCKER-CT',
  'DOCKER-INTERNAL',
  'DOCKER-INGRESS',
  'DOCKER-ISOLATION',
  'DOCKER-ISOLATION-STAGE-1',
  'DOCKER-ISOLATION-STAGE-2',
  'DOCKER_OUTPUT',
  'DOCKER_POSTROUTING',
])

/** Warns of a chain made on this line whose name is nearly that of one of Docker's: Docker will not use it. */
export function hintDockerChain(chain: string, line: Span, context: LineContext): void {
  // Two slips leave at least one pair of letters of DOCKER in its place.
  if (!/DO|OC|CK|KE|ER/.test(chain) || chain.length < 5 || dockerChains.has(chain)) return
  const docker = nearest(chain, dockerChains)
  if (docker === undefined) return
  const at = context.origin.text.indexOf(chain, line.start)
  const span =
    at < 0 || at + chain.length > line.end
      ? { start: line.start, end: line.end }
      : { start: at, end: at + chain.length }
  const help = message('help/did-you-mean', { word: docker })
  context.diagnostics.push({
    severity: 'warning',
    ...message('syntax/near-docker-chain', { chain, docker }),
    span,
    help,
  })
}
