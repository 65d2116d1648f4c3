import type { DockerAnswers } from '#host/docker-api.ts'
import type { Message } from '#model/diagnostic.ts'
import type { DockerState } from '#model/docker.ts'

/**
 * Reduces what an engine said to what decides its rules. Environment, commands, mounts and labels that are nobody's business
 * go: a capture is made to be shown.
 */
export async function dockerState(
  answers: Pick<DockerAnswers, 'networks' | 'containers'> & Partial<DockerAnswers>,
): Promise<{ readonly state: DockerState; readonly notes: readonly Message[] }> {
  // Docker's schemas are big, and a host without Docker needs none of them.
  const { readInspect } = await import('#docker/read-inspect.ts')
  const { version, info, networks, containers, unread = [] } = answers
  const documents = [version, info, ...networks, ...containers].filter((document) => document !== undefined)
  const { state, problems } = readInspect(documents)
  const gaps = [...unread, ...(state.unread ?? [])]
  const whole = gaps.length > 0 ? { ...state, unread: gaps } : state
  return { state: withoutPrivateLabels(whole), notes: problems }
}

const usefulLabels =
  /^(com\.docker\.(compose\.(project|service|container-number|oneoff|depends_on|project\.config_files|project\.working_dir)|stack\.namespace|swarm\.(service|task|node)(\.(id|name))?)|seawall\..*|io\.podman\.compose\.project)$/

/** The state with only those labels that place a container in its project or speak to us; others may hold passwords. */
export function withoutPrivateLabels(state: DockerState): DockerState {
  return {
    ...state,
    containers: state.containers.map((container) => ({
      ...container,
      labels: Object.fromEntries(Object.entries(container.labels).filter(([key]) => usefulLabels.test(key))),
    })),
  }
}
