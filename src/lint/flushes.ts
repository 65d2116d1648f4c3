import { dockerSharedChains } from '#docker/recognise-shapes.ts'
import type { Span } from '#model/source.ts'
import { lineSpan } from './places.ts'
import { isDockerChain } from './restore-files.ts'
import type { CheckedText } from './subject.ts'

/** A command that deletes rules of Docker with others. */
export interface Flush extends Span {
  readonly how: 'command' | 'nft'
}

/** Commands of a text that flush a table, a chain that Docker writes into, or all of nftables. */
export function flushesIn(text: CheckedText): readonly Flush[] {
  return [...ofIptables(text), ...ofNft(text)].toSorted((a, b) => a.start - b.start)
}

function ofIptables({ kind, segments, source, flushing }: CheckedText): readonly Flush[] {
  if (kind !== 'script' && kind !== 'unit' && !isAdded({ kind, flushing })) return []
  return segments
    .filter(({ form }) => form === (kind === 'restore' ? 'save' : 'command'))
    .flatMap(({ statements }) => {
      let named = 'filter'
      return statements.flatMap((statement): readonly Flush[] => {
        if (statement.kind === 'table') named = statement.table
        if (statement.kind !== 'chain-verb') return []
        const { verb, table = named, chain } = statement
        if (verb !== 'flush' && verb !== 'delete-chain') return []
        const isDockers =
          chain === undefined
            ? table === 'filter' || table === 'nat'
            : isDockerChain(table, chain) || (verb === 'flush' && dockerSharedChains.has(`${table} ${chain}`))
        return isDockers ? [{ how: 'command', ...lineSpan(source.text, statement) }] : []
      })
    })
}

/** A file for iptables-restore that is loaded with --noflush: what it flushes itself is flushed. */
function isAdded({ kind, flushing }: Pick<CheckedText, 'kind' | 'flushing'>): boolean {
  return kind === 'restore' && flushing === 'no'
}

const flushRuleset =
  /^[ \t]*(?:ExecStart\w*=|ExecStop\w*=|ExecReload=)?[^#\n]{0,200}?(flush[ \t]+ruleset|flush[ \t]+table[ \t]+ip6?[ \t]+(?:filter|nat))\b/gm

function ofNft({ kind, source: { text } }: CheckedText): readonly Flush[] {
  if (kind !== 'nft' && kind !== 'script' && kind !== 'unit') return []
  return [...text.matchAll(flushRuleset)].map((found) => {
    const words = found[1] ?? ''
    const start = found.index + found[0].lastIndexOf(words)
    return { how: 'nft', start, end: start + words.length }
  })
}
