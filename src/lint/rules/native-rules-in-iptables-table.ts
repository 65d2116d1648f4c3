import { message } from '#model/diagnostic.ts'
import { placeIn } from '../places.ts'
import type { LintRule } from '../rule.ts'

const table = /^[ \t]*(?:add[ \t]+)?table[ \t]+ip6?[ \t]+(?:filter|nat|mangle|raw|security)[ \t]*(?=\{|$)/m

/** An nftables file that writes into a table of iptables: iptables, and Docker with it, may not be able to read the table then. */
export const nativeRulesInIptablesTable: LintRule = {
  id: 'lint/native-rules-in-iptables-table',
  about: message('lint-about/native-rules-in-iptables-table'),
  check: ({ texts, hasDocker }) =>
    texts.flatMap(({ kind, source }) => {
      if (kind !== 'nft' || isListed(source.text)) return []
      const found = table.exec(source.text)
      if (found === null) return []
      const start = found.index + found[0].search(/\S/)
      return [
        {
          said: message('lint/native-rules-in-iptables-table', { table: found[0].trim().replace(/\s+/g, ' ') }),
          ...{ fails: 'closed', who: 'internet', conditional: !hasDocker, most: hasDocker ? 'warning' : 'note' },
          places: [placeIn(source, { start, end: found.index + found[0].trimEnd().length })],
          help: message('lint-help/native-rules-in-iptables-table'),
          evidence: [source.name],
        } as const,
      ]
    }),
}

/** Whether nft listed what iptables-nft wrote. */
function isListed(text: string): boolean {
  return /managed by iptables-nft|\bxt (match|target)\b|^\s*counter packets \d+ bytes \d+ jump DOCKER/m.test(text)
}
