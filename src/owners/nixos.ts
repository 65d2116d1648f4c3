import type { Recogniser } from '#model/owner.ts'
import type { Part } from '#model/parts.ts'
import { always } from './marks.ts'

const chains: readonly (readonly [RegExp, Part<'nixos'>])[] = [
  [/^nixos-fw-rpfilter$/, 'rpfilter'],
  [/^nixos-fw(-(accept|refuse|log-refuse))?$/, 'firewall'],
  [/^nixos-nat-(pre|post|out|filter-forward)$/, 'nat'],
  [/^nixos-(fw-|nat-|filter-|drop$)/, 'other'],
]

/** The firewall and NAT modules of NixOS: `nixos-fw*`, `nixos-nat-*`. */
export const nixos: Recogniser = always({
  owner: 'nixos',
  chain: (name) => chains.find(([pattern]) => pattern.test(name))?.[1],
})
