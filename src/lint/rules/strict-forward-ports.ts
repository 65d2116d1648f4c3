import { message } from '#model/diagnostic.ts'
import { placeIn } from '../places.ts'
import type { LintRule } from '../rule.ts'

const setting = /^[ \t]*StrictForwardPorts[ \t]*=[ \t]*(?:yes|true)\b/im

/** firewalld with StrictForwardPorts: published ports are closed until somebody forwards them in firewalld. */
export const strictForwardPorts: LintRule = {
  id: 'lint/strict-forward-ports',
  about: message('lint-about/strict-forward-ports'),
  check: ({ texts, hasDocker }) =>
    texts.flatMap(({ kind, source }) => {
      const found = kind === 'settings' ? setting.exec(source.text) : null
      if (found === null) return []
      return [
        {
          said: message('lint/strict-forward-ports'),
          ...{ fails: 'closed', who: 'internet', conditional: !hasDocker, most: 'warning' },
          places: [placeIn(source, { start: found.index, end: found.index + found[0].length })],
          help: message('lint-help/strict-forward-ports'),
          evidence: ['StrictForwardPorts'],
        },
      ]
    }),
}
