import { message } from '#model/diagnostic.ts'
import { placeIn } from '../places.ts'
import type { LintRule } from '../rule.ts'
import type { CheckedText } from '../subject.ts'

const rule = /^[^#\n]*?(\biptables\b[^\n;|&#]*\s-[AI]\s+DOCKER-USER\b)/m
const creates = /\biptables\b[^\n;|&#]*\s(?:-N|--new-chain)\s+DOCKER-USER\b/
const ordered = /^\s*After\s*=.*\bdocker\.service\b/m

/** A unit that adds rules to DOCKER-USER and may start before Docker creates the chain. */
export const startsBeforeDocker: LintRule = {
  id: 'lint/starts-before-docker',
  about: message('lint-about/starts-before-docker'),
  check: ({ texts }) =>
    texts
      .filter(({ kind }) => kind === 'unit')
      .flatMap((unit) => {
        const text = [unit, ...texts.filter((one) => one.kind === 'script' && runs(unit, one))].find((one) =>
          rule.test(one.source.text),
        )
        const found = text === undefined ? null : rule.exec(text.source.text)
        if (text === undefined || found === null || ordered.test(unit.source.text)) return []
        // A piece of the unit of Docker itself runs with it.
        if (/docker\.service/.test(unit.source.name)) return []
        if (creates.test(text.source.text)) return []
        const start = found.index + found[0].length - (found[1] ?? '').length
        return [
          {
            said: message('lint/starts-before-docker', { unit: unit.source.name }),
            ...{ fails: 'open', who: 'unknown' },
            places: [placeIn(text.source, { start, end: found.index + found[0].length })],
            help: message('lint-help/starts-before-docker'),
            evidence: [unit.source.name],
          } as const,
        ]
      }),
}

/** Whether a unit starts a script, by the name of its file. */
function runs(unit: CheckedText, { source: { name } }: CheckedText): boolean {
  const file = name.slice(name.lastIndexOf('/') + 1)
  return unit.source.text.split('\n').some((line) => /^\s*Exec/.test(line) && line.includes(`/${file}`))
}
