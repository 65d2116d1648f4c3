import { message } from '#model/diagnostic.ts'
import { placeIn } from '../places.ts'
import type { LintRule } from '../rule.ts'

const call = /^[^#\n]*?\b(ip6?tables(?:-nft|-legacy)?-restore\b[^\n;|&#]*?\s(?:--test|-t)\b)/gm

/** A script that relies on `iptables-restore --test`, which does not ask the kernel. */
export const testProvesLittle: LintRule = {
  id: 'lint/test-proves-little',
  about: message('lint-about/test-proves-little'),
  check: ({ texts }) =>
    texts.flatMap(({ kind, source }) => {
      if (kind !== 'script' && kind !== 'unit' && kind !== 'unknown') return []
      const found = [...source.text.matchAll(call)]
      const spans = found.map(({ 0: line, 1: command = '', index }) => {
        const start = index + line.indexOf(command)
        return placeIn(source, { start, end: start + command.length })
      })
      const [first] = spans
      if (first === undefined) return []
      return [
        {
          said: message('lint/test-proves-little'),
          ...{ fails: 'neither', who: 'nobody', places: [first, ...spans.slice(1, 3)] },
          help: message('lint-help/test-proves-little'),
          evidence: [source.name],
        },
      ]
    }),
}
