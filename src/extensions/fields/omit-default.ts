import type { Value } from '#model/value.ts'
import type { Kind } from '../extension.ts'

/** The kind, but one value is not printed: it is what the rule would do anyway. */
export function omitDefault<V extends Value>(silent: V, kind: Kind<V>): Kind<V> {
  return { ...kind, write: (value, context) => (value === silent ? undefined : kind.write(value, context)) }
}
