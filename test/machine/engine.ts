import type { Namespace, Output } from './namespace.ts'
import { startEngine as startLabEngine } from '#lab/engine.ts'

export { image } from '#lab/engine.ts'

/** A real Docker engine of this test: its rules lie in one namespace, everything else in a folder of its own. */
export interface Engine {
  /** Where it listens, as DOCKER_HOST would say it. */
  readonly host: string
  /** Runs the docker command against it. */
  docker(...args: readonly string[]): Promise<Output>
}

/** Starts dockerd with its rules in a namespace. It stops, with all its containers, when the test file ends. */
export async function startEngine(namespace: Namespace, ...args: readonly string[]): Promise<Engine> {
  const { host, docker } = await startLabEngine(namespace, { args })
  return { host, docker: (...words) => docker(words) }
}
