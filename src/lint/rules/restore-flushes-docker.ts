import { message } from '#model/diagnostic.ts'
import type { FindingPlace } from '#model/finding.ts'
import { flushesIn } from '../flushes.ts'
import { placeIn } from '../places.ts'
import { placeOfStatement, restoreStatements } from '../restore-files.ts'
import type { Found, LintRule } from '../rule.ts'
import type { CheckedText, Subject } from '../subject.ts'

/** A command or a file that deletes the rules of whole tables, Docker's with them. */
export const restoreFlushesDocker: LintRule = {
  id: 'lint/restore-flushes-docker',
  about: message('lint-about/restore-flushes-docker'),
  check: (subject) =>
    subject.hasDocker ? subject.texts.flatMap((text) => [...byRestore(text), ...byCommand(text, subject)]) : [],
}

const tablesOfDocker = new Set(['filter', 'nat'])

/** A file for iptables-restore that is loaded without --noflush. */
function byRestore(text: CheckedText): readonly Found[] {
  if (text.kind !== 'restore' || (text.flushing !== 'yes' && text.flushing !== 'likely')) return []
  const tables = restoreStatements(text).flatMap(({ statement }) =>
    statement.kind === 'table' && tablesOfDocker.has(statement.table) ? [statement] : [],
  )
  const [first] = tables
  if (first === undefined) return []
  const loaders = text.loaders.filter(({ noflush }) => !noflush).map(({ place }) => place)
  const places: readonly [FindingPlace, ...FindingPlace[]] = [
    placeOfStatement(text, first),
    ...tables.slice(1).map((table) => placeOfStatement(text, table)),
    ...loaders.slice(0, 2),
  ]
  return [
    {
      said: message('lint/restore-flushes-docker', {
        how: 'restore',
        tables: [...new Set(tables.map(({ table }) => table))].join(' '),
      }),
      ...{ fails: 'closed', who: 'internet', conditional: text.flushing === 'likely', places },
      help: message('lint-help/restore-flushes-docker', { how: 'restore' }),
      evidence: [text.source.name, 'restore'],
    },
  ]
}

/** Commands that flush chains without a name, or a whole ruleset. */
function byCommand(text: CheckedText, subject: Subject): readonly Found[] {
  const flushes = flushesIn(text)
  const [first] = flushes
  if (first === undefined) return []
  const isNft = flushes.some(({ how }) => how === 'nft')
  const { source } = text
  const restarts = subject.texts.some((one) => restartsDocker(one.source.text, one.source === source ? first.start : 0))
  return [
    {
      said: message('lint/restore-flushes-docker', {
        how: isNft ? 'nft' : restarts ? 'restart' : 'command',
        tables: '',
      }),
      ...{ fails: restarts ? 'neither' : 'closed', who: 'internet' },
      ...(isNft ? ofUnit(text, subject) : {}),
      places: [placeIn(source, first), ...flushes.slice(1, 4).map((span) => placeIn(source, span))],
      help: message('lint-help/restore-flushes-docker', { how: isNft ? 'nft' : 'command' }),
      evidence: isNft && isOfNftables(text) ? ['nftables.service'] : [source.name, isNft ? 'nft' : 'command'],
    },
  ]
}

function isOfNftables({ source: { name } }: CheckedText): boolean {
  return /(^|\/)(nftables\.conf|nftables\.service)$/.test(name)
}

/** What the distribution ships flushes when nftables.service is started or stopped: whether it is, may not be known. */
function ofUnit(text: CheckedText, { enabled, host, views }: Subject): Partial<Found> {
  if (!isOfNftables(text) || host === undefined || enabled?.has('nftables.service') === true) return {}
  const view = views.find((one) => one.text === text)
  const isEmpty = view?.lowered.tables.every(({ chains }) =>
    [...chains.values()].every(({ rules }) => rules.length === 0),
  )
  return enabled !== undefined || isEmpty !== false ? { conditional: true, most: 'note' } : { conditional: true }
}

const restart =
  /^[^#\n]*\b(systemctl\s+(try-)?restart\s+docker|service\s+docker\s+restart|init\.d\/docker\s+restart)\b/m

function restartsDocker(text: string, from: number): boolean {
  return restart.test(text.slice(from))
}
