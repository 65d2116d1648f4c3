import { message } from '#model/diagnostic.ts'
import type { NftRule } from '#model/nft.ts'
import { Cursor, Gap } from './cursor.ts'
import type { ChainDraft, SetDraft, TableDraft } from './nft-draft.ts'
import { addElements, readChainLine, readSetLine } from './read-block.ts'
import { readElements, typeOfElements } from './read-value.ts'
import { readRule } from './read-rule.ts'
import { readFamily } from './read-family.ts'
import type { Run } from './run.ts'
import type { Token } from './scan-tokens.ts'
import { blockOf, statementsOf } from './statements.ts'
import type { TextContext } from './text-context.ts'

/** How a thing comes in: `add` and `create` alike, a rule also before others or in the place of one. */
export type AddVerb = 'add' | 'create' | 'insert' | 'replace'

/** What `add` and a block in a file do: `table inet mine { ... }`, `add rule inet mine input accept`. */
export function addThing(tokens: readonly Token[], verb: AddVerb, run: Run, context: TextContext): void {
  const { head, inner } = blockOf(tokens)
  const [kind] = head
  if (inner !== undefined && isBare(head)) return addBare(tokens, run, context)
  const cursor = new Cursor(tokens[0]?.text === 'rule' ? tokens : head, 'ip')
  cursor.next()
  const family = readFamily(cursor)
  const name = cursor.name()
  const table = run.draft.table(family, name, kind?.text === 'table' ? cursor.handle : undefined)
  switch (kind?.text) {
    case 'table':
      return readTable(inner ?? [], table, run, context)
    case 'chain':
      return readChain(run.draft.chain(table, cursor.name(), cursor.handle), inner ?? [], table, run, context)
    case 'rule':
      return addRule(tokens, cursor, verb, { table, run, context })
    case 'set':
    case 'map':
      return readSetBlock(kind.text, cursor.name(), inner ?? [], table, run, context)
    case 'element':
      return addTo(table, cursor.name(), tokens.slice(head.length))
    default:
      // Counters, limits and the like that have a name decide nothing themselves.
      return undefined
  }
}

// `chain input { ... }`, quoted without its table.
function isBare([kind, , ...more]: readonly Token[]): boolean {
  return ['chain', 'set', 'map'].includes(kind?.text ?? '') && more.every((token) => token.kind === 'handle')
}

// nft refuses such a text. `inet filter` is the usual table, and its rules see both families.
function addBare(tokens: readonly Token[], run: Run, context: TextContext): void {
  const [kind, name] = tokens as readonly [Token, Token]
  const span = { start: kind.start, end: name.end }
  context.note(message('syntax/nft-no-table', { kind: kind.text, name: name.text }), span, 'note')
  readTable(tokens, run.draft.table('inet', 'filter'), run, context)
}

function addTo(table: TableDraft, name: string, block: readonly Token[]): void {
  const set = table.sets.get(name)
  const cursor = new Cursor(block, table.family)
  const elements = readElements(cursor, typeOfElements(set?.type ?? []))
  if (set !== undefined) addElements(set, elements)
  else table.unread.push(name)
}

const objects: ReadonlySet<string> = new Set(
  'flowtable,counter,quota,limit,synproxy,secmark,ct,tunnel,comment'.split(','),
)

function readTable(tokens: readonly Token[], table: TableDraft, run: Run, context: TextContext): void {
  for (const statement of statementsOf(tokens, run.variables)) {
    const { head, inner = [] } = blockOf(statement)
    const cursor = new Cursor(head, table.family)
    attempt(table, context, statement, () => {
      const word = cursor.take('chain', 'set', 'map', 'flags')
      if (word === 'chain') {
        const name = cursor.name()
        readChain(run.draft.chain(table, name, cursor.handle), inner, table, run, context)
      } else if (word === 'flags') table.dormant ||= cursor.is('dormant')
      else if (word === 'set' || word === 'map') readSetBlock(word, cursor.name(), inner, table, run, context)
      else if (!objects.has(cursor.place.text)) cursor.fail()
    })
  }
}

// A part that is not understood leaves the others as they are; the table is known to hold more than was read.
function attempt(table: TableDraft, context: TextContext, tokens: readonly Token[], read: () => void): void {
  try {
    read()
  } catch (error) {
    if (!(error instanceof Gap)) throw error
    table.unread.push(context.slice(tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0).slice(0, 60))
    context.note(error.why, error.token)
  }
}

function readChain(
  chain: ChainDraft,
  tokens: readonly Token[],
  table: TableDraft,
  run: Run,
  context: TextContext,
): void {
  for (const statement of statementsOf(tokens, run.variables)) {
    const cursor = new Cursor(statement, table.family)
    if (cursor.done) continue
    const isRule = () => !readChainLine(cursor, chain)
    attempt(table, context, statement, () => {
      if (isRule()) chain.rules.push(readRule(statement, table, context))
    })
  }
}

function readSetBlock(
  kind: 'set' | 'map',
  name: string,
  tokens: readonly Token[],
  table: TableDraft,
  run: Run,
  context: TextContext,
): void {
  const set: SetDraft = table.sets.get(name) ?? {
    name,
    kind,
    type: [],
    leadsTo: undefined,
    flags: [],
    elements: [],
  }
  table.sets.set(name, set)
  for (const statement of statementsOf(tokens, run.variables)) {
    const cursor = new Cursor(statement, table.family)
    if (!cursor.done) attempt(table, context, statement, () => readSetLine(cursor, set, table))
  }
}

interface Where {
  readonly table: TableDraft
  readonly run: Run
  readonly context: TextContext
}

// `add rule inet mine input position 4 tcp dport 22 accept`.
function addRule(tokens: readonly Token[], cursor: Cursor, verb: AddVerb, { table, run, context }: Where): void {
  const chain = run.draft.chain(table, cursor.name())
  const by = cursor.take('position', 'handle', 'index')
  const number = by === undefined ? undefined : cursor.number()
  const at = tokens.findIndex(({ start, end }) => start === cursor.place.start && end === cursor.place.end)
  const rule = readRule(at < 0 ? [] : tokens.slice(at), table, context)
  if (by === undefined) {
    if (verb === 'insert') chain.rules.unshift(rule)
    else chain.rules.push(rule)
    return
  }
  const index = by === 'index' ? number : chain.rules.findIndex(({ handle }) => handle === number)
  if (index === undefined || index < 0 || index >= chain.rules.length) cursor.fail()
  place(chain.rules, index, rule, verb)
}

function place(rules: NftRule[], index: number, rule: NftRule, verb: AddVerb): void {
  if (verb === 'replace') rules.splice(index, 1, rule)
  else rules.splice(verb === 'insert' ? index : index + 1, 0, rule)
}
