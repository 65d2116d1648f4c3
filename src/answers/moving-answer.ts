import { acceptMark, translateRule } from '#docker/nftables/translate-rule.ts'
import { writesNftables } from '#docker/nftables/predict-nft.ts'
import { readDaemonOptions } from '#docker/engines/daemon-options.ts'
import { atLeast, readEngineVersion } from '#docker/engines/engine-version.ts'
import { lowerSnapshot } from '#lowered/lower.ts'
import { type Refusal, refusal } from '#model/answer.ts'
import type { DaemonConfig } from '#model/daemon.ts'
import { type Message, message } from '#model/diagnostic.ts'
import { defaultDialect, type Family } from '#model/family.ts'
import type { LoweredRule } from '#model/lowered.ts'
import type { MovedRule, Moving } from '#model/moving.ts'
import { findChain } from '#model/ruleset.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { printRule } from '#syntax/print/print-rule.ts'
import { ownersOf } from './owners-answer.ts'

/** The table of one's own that takes the place of DOCKER-USER. */
const ownTable = 'docker-user'

/** What to know and to do before the engine of a host with the iptables backend is started with the nftables backend. */
export function answerMoving(snapshot: Snapshot, told: DaemonConfig): Moving | Refusal {
  const { docker } = snapshot
  const version = docker && readEngineVersion(docker.version)
  if (docker === undefined || version === undefined) return refusal('predict/no-state', { source: snapshot.name })
  if (snapshot.rulesets.length === 0) return refusal('status/no-rules', { source: snapshot.name })
  const daemon = readDaemonOptions(version, told.words, told.json)
  if (writesNftables(docker, daemon)) return refusal('moving/already', { version: docker.version })
  const owners = ownersOf(snapshot)
  const families = (['ipv4', 'ipv6'] as const).map((family) => ({ family, rules: rulesOf(snapshot, family) }))
  const rules = families.flatMap(({ family, rules: own }) =>
    own.flatMap((rule): readonly MovedRule[] => {
      const { written, effect } = rule
      if (written === undefined) return []
      const ownership = owners.ofRule(written)
      // The engine's own RETURN at the end decides nothing.
      if (ownership.owner === 'docker') return []
      const conditions = rule.clauses.map(({ condition }) => condition)
      const nft = written.hidden.length > 0 ? undefined : translateRule(conditions, effect, family)
      const needsMark = effect.kind === 'verdict' && effect.verdict === 'ACCEPT'
      const text = printRule(written, family, defaultDialect).trimStart()
      return [{ id: rule.id, text, nft, needsMark, ownership }]
    }),
  )
  const closed = snapshot.rulesets.filter((ruleset) => findChain(ruleset, 'filter', 'FORWARD')?.policy === 'DROP')
  const todo: readonly Message[] = [
    ...(atLeast(version, 29) ? [] : [message('moving/version', { version: docker.version })]),
    ...(docker.swarmActive ? [message('moving/swarm', {})] : []),
    ...forwarding(snapshot, told),
    ...closed.map(({ family }) =>
      message('moving/forward-drop', {
        place: `${family}/filter/FORWARD`,
        command: `${family === 'ipv6' ? 'ip6tables' : 'iptables'} -P FORWARD ACCEPT`,
      }),
    ),
    ...(rules.length === 0 ? [] : [message('moving/user-rules', { count: rules.length })]),
    ...(rules.some(({ needsMark }) => needsMark) ? [message('moving/mark', { mark: acceptMark })] : []),
    ...untranslated(rules),
  ]
  const script = families.map(({ family }) => tableText(family, rules)).join('')
  return { engine: docker.version, rules, todo, script, unknown: unknownOf(snapshot) }
}

function rulesOf(snapshot: Snapshot, family: Family): readonly LoweredRule[] {
  return lowerSnapshot(snapshot).tables.flatMap(({ written, name, families, chains }) =>
    written !== undefined && name === 'filter' && families.includes(family)
      ? (chains.get('DOCKER-USER')?.rules ?? [])
      : [],
  )
}

function untranslated(rules: readonly MovedRule[]): readonly Message[] {
  const count = rules.filter(({ nft }) => nft === undefined).length
  return count === 0 ? [] : [message('moving/by-hand', { count })]
}

/** Nobody switches forwarding on any more, unless the host does. */
function forwarding({ facts }: Snapshot, { before }: DaemonConfig): readonly Message[] {
  if (before.ipv4 === true) return []
  const on = facts.sysctls?.['net/ipv4/ip_forward']
  return [message('moving/forwarding', { now: on ?? '' })]
}

function unknownOf({ rulesets }: Snapshot): readonly Message[] {
  return (['ipv4', 'ipv6'] as const).flatMap((family) =>
    rulesets.some((ruleset) => ruleset.family === family) ? [] : [message('status/family-unread', { family })],
  )
}

// One below the engine's filter, so that a mark is set in time; a drop counts wherever it is.
function tableText(family: Family, rules: readonly MovedRule[]): string {
  const own = rules.filter(({ id }) => id.startsWith(family))
  if (own.length === 0) return ''
  const lines = own.map(({ nft, text }) => `\t\t${nft ?? `# by hand: ${text.replace(/[\r\n]/g, ' ')}`}\n`)
  const head = '\t\ttype filter hook forward priority -1; policy accept;\n'
  return `table ${family === 'ipv6' ? 'ip6' : 'ip'} ${ownTable} {\n\tchain forward {\n${head}${lines.join('')}\t}\n}\n`
}
