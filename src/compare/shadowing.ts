import { groupBy } from '#base/lists.ts'
import { remembered } from '#base/remember.ts'

/** Whether two rules of Docker's, as texts, take the same packets and do different things with them: then the first one decides. */
export function shadows(above: string, below: string): boolean {
  if (actionOf(above) === actionOf(below)) return false
  const [one, other] = [matchesOf(above), matchesOf(below)]
  const agree = (option: string) =>
    one.get(option) === undefined || other.get(option) === undefined || one.get(option) === other.get(option)
  return (
    one.get('--dport') !== undefined && other.get('--dport') !== undefined && ['-p', '--dport', '-d', '-s'].every(agree)
  )
}

/** Which of these rules shadow a rule: found by port and address, as each of them times each rule is the square of a long chain. */
export function shadowsAmong<T>(rules: readonly T[], textOf: (rule: T) => string): (below: string) => readonly T[] {
  const byPort = groupBy(rules, (rule) => matchesOf(textOf(rule)).get('--dport'))
  const byAddress = remembered((group: readonly T[]) => groupBy(group, (rule) => matchesOf(textOf(rule)).get('-d')))
  return (below) => {
    const matches = matchesOf(below)
    const port = matches.get('--dport')
    const group = port === undefined ? undefined : byPort.get(port)
    if (group === undefined) return []
    const address = matches.get('-d')
    const addresses = byAddress(group)
    const candidates =
      address === undefined ? group : [...(addresses.get(address) ?? []), ...(addresses.get(undefined) ?? [])]
    return candidates.filter((rule) => shadows(textOf(rule), below))
  }
}

function actionOf(text: string): string {
  return / -[jg] .*$/.exec(` ${text}`)?.[0] ?? ''
}

// Docker writes its ports one by one, and negates nothing but interfaces.
function matchesOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(/(?:^| )(-p|--dport|-d|-s) (\S+)/g)].map(([, option = '', value = '']) => [option, value]),
  )
}
