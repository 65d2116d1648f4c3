import { type Message, message } from '#model/diagnostic.ts'
import { bridgeName, type DockerState } from '#model/docker.ts'
import type { DockerRuleStatus } from '#model/repair.ts'
import { shadows } from '#compare/shadowing.ts'

/** Docker's rules, each that is there and wrong with the reason. */
export function withReasons(
  rules: readonly DockerRuleStatus[],
  docker: DockerState | undefined,
): readonly DockerRuleStatus[] {
  return rules.map((rule) => {
    const reason = reasonOf(rule, rules, docker)
    return reason === undefined ? rule : { ...rule, reason }
  })
}

function reasonOf(
  rule: DockerRuleStatus,
  rules: readonly DockerRuleStatus[],
  docker: DockerState | undefined,
): Message | undefined {
  const { standing, text, position = 0 } = rule
  const here = () => rules.filter(({ table, chain }) => table === rule.table && chain === rule.chain)
  switch (standing) {
    case 'expected':
    case 'missing':
    case 'unknown':
      return undefined
    case 'doubled': {
      const first = here().find((one) => one.text === text)
      return message('status/why-doubled', { position: first?.position ?? 1 })
    }
    case 'out-of-place': {
      const above = here().find((one) => (one.position ?? position) < position && shadows(one.text, text))
      return above === undefined
        ? message('status/why-below')
        : message('status/why-behind', { position: above.position ?? 1 })
    }
    case 'altered': {
      const right = here().find((one) => one.standing !== 'altered' && headOf(one.text) === headOf(text))
      return right && message('status/why-altered', { rule: right.text.slice(headOf(text).length + 1) })
    }
    case 'stale':
      return staleReason(text, docker)
  }
}

function headOf(text: string): string {
  return text.replace(/ -[jg] .*$/, '')
}

/** What a stale rule was there for and is not any more: an address, a bridge, or another version. */
function staleReason(text: string, docker: DockerState | undefined): Message | undefined {
  if (docker === undefined) return undefined
  const address = /(?:--to-destination \[?|-d |-s )([0-9a-f.:]+?)(?:\]?:\d+|\/(?:32|128))(?= |$)/.exec(text)?.[1]
  if (address !== undefined) {
    const owner = docker.containers.find(
      ({ running, endpoints }) => running && endpoints.some(({ ipv4, ipv6 }) => ipv4 === address || ipv6 === address),
    )
    return owner === undefined
      ? message('status/why-no-container', { address })
      : message('status/why-other', { address, container: owner.name })
  }
  const devices = [...text.matchAll(/-[io] (\S+)/g)].map(([, name = '']) => name)
  const bridges = new Set(docker.networks.map(bridgeName))
  const gone = devices.find((name) => !bridges.has(name))
  return gone === undefined
    ? message('status/why-version', { engine: docker.version })
    : message('status/why-no-network', { bridge: gone })
}
