import { reachIndex } from '#explain/reach-index.ts'
import { withoutNot } from '#model/condition.ts'
import { message } from '#model/diagnostic.ts'
import type { LoweredChain, LoweredRule } from '#model/lowered.ts'
import { firstPlace, placeOfId } from '../exposed.ts'
import { isDockerBridge } from '../forwarded-rules.ts'
import type { Found, LintRule } from '../rule.ts'
import type { Subject, View } from '../subject.ts'

/** The policy DROP of FORWARD, which Docker sets, on a host with a bridge of virtual machines that no rule accepts packets of. */
export const forwardDropCutsOthers: LintRule = {
  id: 'lint/forward-drop-cuts-others',
  about: message('lint-about/forward-drop-cuts-others'),
  check: (subject) => (subject.host === undefined ? [] : findIn(subject.host, subject)),
}

function findIn(view: View, subject: Subject): readonly Found[] {
  const { interfaces, sysctls } = view.snapshot.facts
  const forward = view.lowered.tables
    .filter(({ name, written, families }) => name === 'filter' && written !== undefined && families.includes('ipv4'))
    .flatMap(({ chains }) => chains.get('FORWARD') ?? [])
    .find(({ policy }) => policy === 'DROP')
  if (forward === undefined || !subject.hasDocker || sysctls?.['net.ipv4.ip_forward'] !== '1') return []
  const rules = forwardedBy(forward)
  if (rules.some((rule) => isUnread(rule)) || forward.unread.length > 0) return []
  const cut = (interfaces ?? []).filter(
    ({ name, kind, up, addresses }) =>
      (kind === 'bridge' || /^(virbr|lxdbr|incusbr)\d+$/.test(name)) &&
      up &&
      addresses.some(({ family }) => family === 'ipv4') &&
      !isDockerBridge(name, subject) &&
      !rules.some((rule) => accepts(rule, name, subject)),
  )
  const place = placeOfId(`${forward.path}#policy`, subject) ?? firstPlace(view)
  if (cut.length === 0 || place === undefined) return []
  const names = cut.map(({ name }) => name).join(' ')
  return [
    {
      said: message('lint/forward-drop-cuts-others', { names }),
      ...{ fails: 'closed', who: 'zone', places: [place] },
      help: message('lint-help/forward-drop-cuts-others', { name: cut[0]?.name ?? '' }),
      evidence: ['FORWARD', names],
    },
  ]
}

/** The rules of a chain and of the chains that it leads to. */
function forwardedBy(forward: LoweredChain): readonly LoweredRule[] {
  const reach = reachIndex()
  return [...forward.table.chains.values()]
    .filter((chain) => chain === forward || reach.hooks(chain).has('FORWARD'))
    .flatMap(({ rules }) => rules)
}

function isUnread({ effect }: LoweredRule): boolean {
  return effect.kind === 'unknown' || effect.kind === 'queue'
}

/** Whether packets that come in by the interface may be accepted. Answers alone do not help. */
function accepts({ clauses, effect }: LoweredRule, name: string, subject: Subject): boolean {
  if (effect.kind !== 'verdict' || effect.verdict !== 'ACCEPT') return false
  return clauses.every(({ condition }) => {
    if (condition.kind === 'bits') return condition.field !== 'ctstate'
    const plain = withoutNot(condition)
    if (plain.kind !== 'interface') return true
    // What goes to containers only does not let them out.
    if (plain.field === 'out') return condition.kind === 'not' || !isDockerBridge(plain.name, subject)
    if (plain.field !== 'in') return true
    const is = plain.prefix ? name.startsWith(plain.name) : plain.name === name
    return is !== (condition.kind === 'not')
  })
}
