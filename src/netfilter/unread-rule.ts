import type { Effect } from '#model/effect.ts'
import type { UnreadLine } from '#model/ruleset.ts'
import type { Doubt } from '#model/trace.ts'
import type { CompiledRule, MetChain } from './packet-state.ts'

const mostShown = 100

/** A line that could not be read, at its place among the rules of a chain: from here on the packet's way is unknown. */
export class UnreadRule implements CompiledRule {
  readonly rule: CompiledRule['rule']
  readonly chain: MetChain
  readonly effect: Effect
  readonly condition = { kind: 'all', of: [] } as const
  readonly target = undefined
  readonly closesCircle = false
  readonly counts = false
  readonly isLast = true
  readonly next: number
  readonly otherwise: number
  readonly after: number
  readonly clauses = []
  readonly shown = []
  readonly unread: Doubt

  constructor({ origin, start, end }: UnreadLine, chain: MetChain, next: number) {
    const text = origin.text.slice(start, end).trim()
    const line = origin.text.slice(0, start).split('\n').length
    this.chain = chain
    this.rule = { origin, start, end, written: undefined }
    this.effect = { kind: 'unknown', target: text }
    const shown = text.length > mostShown ? `${text.slice(0, mostShown)}\u2026` : text
    this.unread = { cause: 'unread', key: `unread-line ${line} ${shown}` }
    this.next = next
    this.otherwise = next
    this.after = next
  }

  get id(): string {
    return `${this.chain.path}#unread`
  }

  test(): 1 {
    return 1
  }
}
