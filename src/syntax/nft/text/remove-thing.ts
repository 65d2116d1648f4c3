import type { Cursor } from './cursor.ts'
import type { NftDraft, TableDraft } from './nft-draft.ts'
import { readElements, typeOfElements } from './read-value.ts'
import { readFamily } from './read-family.ts'

/** What `flush`, `delete` and `destroy` take away. What is not there is no matter. */
export function removeThing(cursor: Cursor, draft: NftDraft): void {
  const verb = cursor.name()
  const kind = cursor.name()
  if (kind === 'ruleset') {
    draft.flush(cursor.done ? undefined : readFamily(cursor))
    return
  }
  const family = readFamily(cursor)
  const isByHandle = cursor.is('handle')
  const table = isByHandle ? undefined : draft.find(family, cursor.name())
  if (isByHandle) cursor.fail()
  if (table === undefined) return
  if (kind !== 'table') removeFrom(table, cursor, verb, kind)
  else if (verb === 'flush') for (const chain of table.chains.values()) chain.rules = []
  else draft.remove(table)
}

function removeFrom(table: TableDraft, cursor: Cursor, verb: string, kind: string): void {
  const name = cursor.name()
  const chain = table.chains.get(name)
  const set = table.sets.get(name)
  switch (kind) {
    case 'chain':
      if (verb === 'flush') for (const one of chain === undefined ? [] : [chain]) one.rules = []
      else table.chains.delete(name)
      return
    case 'rule': {
      cursor.expect('handle')
      const handle = cursor.number()
      const index = chain?.rules.findIndex((rule) => rule.handle === handle) ?? -1
      if (index < 0) cursor.fail()
      chain?.rules.splice(index, 1)
      return
    }
    case 'set':
    case 'map':
      if (verb === 'flush') for (const one of set === undefined ? [] : [set]) one.elements = []
      else table.sets.delete(name)
      return
    case 'element': {
      const gone = new Set(readElements(cursor, typeOfElements(set?.type ?? [])).map((one) => JSON.stringify(one)))
      if (set !== undefined) set.elements = set.elements.filter((one) => !gone.has(JSON.stringify(one)))
      return
    }
    default:
      return
  }
}
