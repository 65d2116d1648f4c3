import type { Family } from '#model/family.ts'
import type { RulesElsewhere, Ruleset } from '#model/ruleset.ts'

// What iptables-nft prints of rules that it does not show. Source: iptables/xtables-save.c, iptables/nft.c.
const announced =
  /^# Warning: (?<program>ip6?tables)-legacy tables present|^(?:# |ip6?tables(?:-nft)?(?:-save)? v\S+ \(nf_tables\): )[Tt]able [`'](?<table>[^`'\n]{1,100})' (?:is incompatible|contains incompatible)/gm

/** The rules that a text announces and leaves out, of one family. A table is that of the family that the text is about. */
export function rulesElsewhere(text: string, family: Family): readonly RulesElsewhere[] {
  if (!text.includes(' tables present') && !text.includes('incompatible')) return []
  const own = family === 'ipv6' ? 'ip6tables' : 'iptables'
  return [...text.matchAll(announced)].flatMap(({ groups = {} }): readonly RulesElsewhere[] => {
    const { program, table } = groups
    if (table !== undefined) return [{ what: 'native', name: table }]
    return program === own ? [{ what: 'legacy', name: `${own}-legacy` }] : []
  })
}

/** The ruleset with what its text announces; what legacy itself wrote announces nothing of legacy. */
export function withElsewhere(ruleset: Ruleset, text: string): Ruleset {
  if (ruleset.variant === 'legacy') return ruleset
  const elsewhere = rulesElsewhere(text, ruleset.family)
  return elsewhere.length === 0 ? ruleset : { ...ruleset, elsewhere }
}
