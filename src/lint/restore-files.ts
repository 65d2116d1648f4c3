import { dockerChains } from '#docker/recognise-shapes.ts'
import type { FindingPlace } from '#model/finding.ts'
import type { LoweredRule } from '#model/lowered.ts'
import type { ChainLine, Statement } from '#model/statement.ts'
import { lineSpan, placeIn } from './places.ts'
import type { CheckedText, View } from './subject.ts'

/** A statement with the table that it is about. */
export interface PlacedStatement<S extends Statement = Statement> {
  readonly table: string
  readonly statement: S
  /** Whether the piece of text that it is in adds to what is there. */
  readonly noflush: boolean
}

/** The statements of a text's pieces for iptables-restore, each with its table. */
export function restoreStatements({ segments }: CheckedText): readonly PlacedStatement[] {
  return segments
    .filter(({ form }) => form === 'save')
    .flatMap(({ statements, noflush }) => {
      let table = 'filter'
      return statements.map((statement) => {
        if (statement.kind === 'table') table = statement.table
        return { table, statement, noflush }
      })
    })
}

/** Lines `:CHAIN -` of chains that Docker fills. DOCKER-USER is the administrator's. */
export function dockerDeclarations(text: CheckedText): readonly PlacedStatement<ChainLine>[] {
  return restoreStatements(text).flatMap((placed) => {
    const { table, statement, noflush } = placed
    if (statement.kind !== 'chain' || !isDockerChain(table, statement.chain)) return []
    return [{ table, statement, noflush }]
  })
}

/** Whether Docker fills the chain, and nobody else may. */
export function isDockerChain(table: string, chain: string): boolean {
  return chain !== 'DOCKER-USER' && Object.hasOwn(dockerChains, `${table} ${chain}`)
}

/** Where a statement is written, without the blanks around it. */
export function placeOfStatement({ source }: CheckedText, statement: Statement): FindingPlace {
  return placeIn(source, lineSpan(source.text, statement))
}

/** Rules of a text that Docker wrote for its networks and containers; not the jump to DOCKER-USER, which others write too. */
export function dockerRulesIn({ lowered, owners }: View): readonly LoweredRule[] {
  return lowered.tables.flatMap(({ name: table, chains }) =>
    [...chains.values()].flatMap((chain) =>
      chain.rules.filter(({ written, effect }) => {
        if (written === undefined || chain.name === 'DOCKER-USER') return false
        if (isDockerChain(table, chain.name)) return true
        return owners.ofRule(written).owner === 'docker' && !(effect.kind === 'jump' && effect.chain === 'DOCKER-USER')
      }),
    ),
  )
}
