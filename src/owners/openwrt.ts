import type { Recogniser } from '#model/owner.ts'
import type { Part } from '#model/parts.ts'
import { comments, hasChain, markedBy } from './marks.ts'

const zones = /^zone_.+_(input|output|forward|prerouting|postrouting|nat|notrack|helper|src_\w+|dest_\w+)$/

const chains: readonly (readonly [RegExp, Part<'openwrt'>])[] = [
  [zones, 'zone'],
  [/^delegate_(input|output|forward|prerouting|postrouting|notrack|helper)$/, 'zone'],
  [/^(input|output|forwarding|prerouting|postrouting)_(.+_)?rule$/, 'custom'],
  [/^(syn_flood|syn-flood|reject|handle_reject|mssfix)$/, 'guard'],
]

/** OpenWrt's fw3: chains of its zones, the comment `!fw3`; chains with common names only where zones are. */
export const openwrt: Recogniser = (rulesets) => {
  const router = hasChain(rulesets, zones)
  return markedBy({
    owner: 'openwrt',
    chain: (name) => (router ? chains.find(([pattern]) => pattern.test(name))?.[1] : undefined),
    outside: (rule) => (comments(rule).some((text) => /^!fw3(:|$)/.test(text)) ? { part: 'rule' } : undefined),
  })
}
