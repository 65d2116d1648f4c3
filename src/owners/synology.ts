import type { Recogniser } from '#model/owner.ts'
import type { Part } from '#model/parts.ts'
import { always } from './marks.ts'

const chains: readonly (readonly [RegExp, Part<'synology'>])[] = [
  [/^(INPUT|FORWARD|OUTPUT)_FIREWALL$/, 'firewall'],
  [/^DEFAULT_(INPUT|FORWARD|OUTPUT|FIREWALL|POSTROUTING|PREROUTING)$/, 'default'],
  [/^DOS_PROTECT$/, 'dos'],
]

/** Synology's DSM: `INPUT_FIREWALL`, `FORWARD_FIREWALL`, `DEFAULT_*`, `DOS_PROTECT`. */
export const synology: Recogniser = always({
  owner: 'synology',
  chain: (name) => chains.find(([pattern]) => pattern.test(name))?.[1],
})
