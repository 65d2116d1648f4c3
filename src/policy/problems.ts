import type { FactsOf, MessageId } from '#model/messages.ts'
import { type Message, message, type Severity } from '#model/diagnostic.ts'
import type { PolicyFinding, PolicyPlace } from '#model/policy.ts'
import type { FactsByName } from '#model/fact.ts'
import type { Source, Span } from '#model/source.ts'

/** Collects what is wrong with a policy while it is read. */
export class Problems {
  readonly found: PolicyFinding[] = []

  /** An error at a place of a source. */
  add<K extends MessageId>(source: Source, span: Span, id: K, facts: FactsOf<K>, help?: Message): void {
    this.say('error', source, span, id, facts, help)
  }

  /** A warning at a place of the policy. */
  warn<K extends MessageId>({ source, span }: PolicyPlace, id: K, facts: FactsOf<K>): void {
    this.say('warning', source, span, id, facts)
  }

  get areErrors(): boolean {
    return this.found.some(({ severity }) => severity === 'error')
  }

  private say<K extends MessageId>(
    severity: Severity,
    source: Source,
    span: Span,
    id: K,
    facts: FactsOf<K>,
    help?: Message,
  ): void {
    const said: Message = { id, args: facts as FactsByName }
    this.found.push({ ...said, severity, source, span, ...(help !== undefined && { help }) })
  }
}

/** The help that names a word that may be meant; undefined where there is none. */
export function meant(word: string | undefined): Message | undefined {
  return word === undefined ? undefined : message('policy/meant', { word })
}
