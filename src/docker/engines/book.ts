import type { Spec } from './spec.ts'
import type { Policy } from '#model/ruleset.ts'

/** What in Docker's state a rule is there for; nothing of it: the engine itself. */
export interface Cause {
  readonly network?: string
  readonly container?: string
  readonly port?: string
}

/** A rule that the engine would write: its specification as iptables-save prints it, and what for. */
export interface WrittenRule {
  readonly text: string
  readonly cause: Cause
  /** Where the engine puts it: behind what is there, before it, or first of all. */
  readonly place: 'end' | 'start' | 'top'
}

/**
 * The tables of one family as the engine's commands build them. Every command tests first whether the rule is there, so that
 * a rule stays where it first came to stand.
 */
export interface Book {
  chain(table: string, chain: string): void
  append(table: string, chain: string, text: Spec, cause?: Cause): void
  insert(table: string, chain: string, text: Spec, cause?: Cause): void
  /** Deletes the rule if it is there, and inserts it as the first. */
  top(table: string, chain: string, text: Spec): void
  drop(table: string, chain: string): void
  readonly tables: ReadonlyMap<string, ReadonlyMap<string, readonly WrittenRule[]>>
  readonly policies: ReadonlyMap<string, Policy>
}

/** An empty book. */
export function newBook(): Book {
  const tables = new Map<string, Map<string, WrittenRule[]>>()
  const policies = new Map<string, Policy>()
  // What a list holds, so that a range of 65535 ports is not searched 65535 times.
  const held = new Map<readonly WrittenRule[], Set<string>>()
  const rules = (table: string, chain: string): WrittenRule[] => {
    const known = tables.get(table) ?? new Map<string, WrittenRule[]>()
    tables.set(table, known)
    const list = known.get(chain) ?? []
    known.set(chain, list)
    return list
  }
  /** Whether the rule was not there yet; it is from now on. */
  const isNew = (list: readonly WrittenRule[], text: string): boolean => {
    const texts = held.get(list) ?? new Set()
    held.set(list, texts)
    const { size } = texts
    return texts.add(text).size > size
  }
  return {
    tables,
    policies,
    chain: (table, chain) => {
      rules(table, chain)
    },
    append(table, chain, text, cause = {}) {
      const list = rules(table, chain)
      if (isNew(list, text)) list.push({ text, cause, place: 'end' })
    },
    insert(table, chain, text, cause = {}) {
      const list = rules(table, chain)
      if (isNew(list, text)) list.unshift({ text, cause, place: 'start' })
    },
    top(table, chain, text) {
      const list = rules(table, chain)
      if (!isNew(list, text))
        list.splice(
          list.findIndex((rule) => rule.text === text),
          1,
        )
      list.unshift({ text, cause: {}, place: 'top' })
    },
    drop(table, chain) {
      policies.set(`${table}/${chain}`, 'DROP')
    },
  }
}
