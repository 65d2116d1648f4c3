import { holds } from '#base/intervals.ts'
import { writeAddress } from '#base/prefix.ts'
import type { Condition } from '#model/condition.ts'
import { message } from '#model/diagnostic.ts'
import type { FindingPlace } from '#model/finding.ts'
import type { LoweredChain, LoweredTable } from '#model/lowered.ts'
import { placeOfId } from '../exposed.ts'
import { mayBegin } from '../new-connections.ts'
import { placeIn, placeOf } from '../places.ts'
import type { Found, LintRule } from '../rule.ts'
import type { Subject, View } from '../subject.ts'

/** INPUT drops what no rule accepts, and no rule accepts ssh; or a script flushes the chain while its policy is DROP. */
export const inputLockout: LintRule = {
  id: 'lint/input-lockout',
  about: message('lint-about/input-lockout'),
  check: (subject) => subject.views.flatMap((view) => findIn(view, subject)),
}

function findIn(view: View, subject: Subject): readonly Found[] {
  const { text } = view
  if (text?.kind === 'dump') return []
  const ports = text === undefined ? sshPorts(view) : [22]
  if (ports.length === 0) return []
  const found = view.lowered.tables
    .filter(({ name, written }) => name === 'filter' && written !== undefined)
    .flatMap((table) => noSsh(table, ports, view, subject))
    .slice(0, 1)
  return found.length > 0 ? found : flushUnderDrop(view)
}

/** The ports at which sshd listens on an address that others reach. */
function sshPorts({ snapshot }: View): readonly number[] {
  const open = (snapshot.facts.sockets ?? []).filter(({ process, address }) => {
    return process === 'sshd' && (address === undefined || !/^(127\.|::1$)/.test(writeAddress(address)))
  })
  return [...new Set(open.map(({ port }) => port))]
}

function noSsh(table: LoweredTable, ports: readonly number[], view: View, subject: Subject): readonly Found[] {
  const input = table.chains.get('INPUT')
  if (input === undefined || !table.families.includes('ipv4')) return []
  const last = input.rules.at(-1)
  const ends = last?.clauses.length === 0 && last.effect.kind === 'verdict' && last.effect.verdict === 'DROP'
  if (input.policy !== 'DROP' && !ends) return []
  if (input.unread.length > 0 || mayAccept(input, ports, new Set())) return []
  const place = ends && last !== undefined ? placeOf(last) : placeOfPolicy(input, view, subject)
  return place === undefined
    ? []
    : [
        {
          said: message('lint/input-lockout', { state: 'no-ssh', port: ports[0] ?? 22 }),
          // Whether anybody comes by ssh, a file does not show.
          ...{ fails: 'closed', who: 'unknown', conditional: view.text !== undefined },
          places: [place],
          help: message('lint-help/input-lockout', { state: 'no-ssh', port: ports[0] ?? 22 }),
          evidence: [input.path, 'no-ssh'],
        },
      ]
}

function placeOfPolicy({ path, name }: LoweredChain, { text }: View, subject: Subject): FindingPlace | undefined {
  if (text === undefined) return placeOfId(`${path}#policy`, subject)
  const found = new RegExp(`^.*(?:-P|--policy)\\s+${name}\\s+DROP|^:${name} DROP.*$`, 'm').exec(text.source.text)
  return found === null
    ? undefined
    : placeIn(text.source, { start: found.index, end: found.index + found[0].trimEnd().length })
}

/** Whether a new connection from another host to one of the ports may be accepted, as far as the rules show. */
function mayAccept(chain: LoweredChain, ports: readonly number[], seen: Set<LoweredChain>): boolean {
  if (seen.has(chain)) return false
  seen.add(chain)
  return chain.rules.some(({ clauses, effect, parts }) => {
    const conditions = clauses.map(({ condition }) => condition)
    if (!mayBegin(conditions) || !conditions.every((one) => mayBeSsh(one, ports))) return false
    if (effect.kind === 'verdict') return effect.verdict === 'ACCEPT'
    if (effect.kind !== 'jump') return effect.kind === 'unknown' || effect.kind === 'queue'
    const target = parts[0]?.target
    return target === undefined || mayAccept(target, ports, seen)
  })
}

function mayBeSsh(condition: Condition, ports: readonly number[]): boolean {
  if (condition.kind === 'interface') return condition.field !== 'in' || condition.name !== 'lo'
  if (condition.kind !== 'in') return true
  if (condition.field === 'protocol') return holds(condition.set, 6)
  if (condition.field !== 'dport') return condition.field !== 'icmptype'
  // Above 1023 there is no service that it is known to be.
  return condition.set.some(({ to }) => Number(to) >= 1024) || ports.some((port) => holds(condition.set, port))
}

const flush = /^[^#\n]*\biptables\s+(?:-t\s+filter\s+)?(?:-F|--flush)(?:\s+INPUT)?[ \t]*(?=$|[;&|#])/m
const drop = /^[^#\n]*\biptables\s+(?:-t\s+filter\s+)?(?:-P|--policy)\s+INPUT\s+DROP\b/m
const accept = /^[^#\n]*\biptables\s+(?:-t\s+filter\s+)?(?:-P|--policy)\s+INPUT\s+ACCEPT\b/m

/** A script that sets the policy to DROP: from its second run on, it flushes INPUT while the policy is DROP. */
function flushUnderDrop({ text }: View): readonly Found[] {
  if (text?.kind !== 'script') return []
  const all = text.source.text
  const flushed = flush.exec(all)
  if (flushed === null || !drop.test(all) || accept.test(all.slice(0, flushed.index))) return []
  const start = flushed.index + flushed[0].search(/\S/)
  return [
    {
      said: message('lint/input-lockout', { state: 'flush', port: 22 }),
      ...{ fails: 'closed', who: 'unknown', conditional: true },
      places: [placeIn(text.source, { start, end: flushed.index + flushed[0].trimEnd().length })],
      help: message('lint-help/input-lockout', { state: 'flush', port: 22 }),
      evidence: [text.source.name, 'flush'],
    },
  ]
}
