import type { Effect } from '#model/effect.ts'
import type { Uses } from '../extension.ts'

type Choice = Pick<Extract<Effect, { kind: 'nat' }>, 'random' | 'persistent'>

/** How a NAT target chooses from its range. */
export function choice(uses: Uses<Record<string, unknown>>): Choice {
  const random = uses['--random'] !== undefined || uses['--random-fully'] !== undefined
  return { ...(random ? { random } : {}), ...(uses['--persistent'] === undefined ? {} : { persistent: true }) }
}
