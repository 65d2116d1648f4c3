import type { Say } from '#i18n/catalogue.ts'
import { message } from '#model/diagnostic.ts'
import type { InitialEntry, InitialPolicy } from '#model/initial-policy.ts'

const [mode, everybody] = ['observe', 'internet']

/** A policy as a file, with the reason for each entry as a comment. */
export function initialPolicyText(say: Say, { source, lan, entries, closed, assumed }: InitialPolicy): string {
  const comment = (indent: string, text: string) => wrapped(text).map((line) => `${indent}# ${line}`)
  const entry = ({ protocol, port, address, from }: InitialEntry) =>
    address === ''
      ? `  - ${port}/${protocol}: ${from}`
      : `  - {port: ${port}/${protocol}, from: ${from}, to: "${address}"}`
  const reason = ({ kind, target, from }: InitialEntry, isOpen: boolean) =>
    say(message('init/reason', { kind, target, from: isOpen ? from : '' }))
  return [
    ...comment('', say(message('init/head', { source }))),
    ...(assumed.length === 0 ? [] : comment('', say(message('init/assumed', { codes: assumed.join(', ') })))),
    'version: 1',
    ...comment('', say(message('init/mode'))),
    `mode: ${mode}`,
    ...(lan.length === 0 ? [] : ['zones:', `  lan: [${lan.map((one) => `"${one}"`).join(', ')}]`]),
    'in:',
    ...comment('  ', say(message('init/ping'))),
    `  - icmp: ${everybody}`,
    ...entries.flatMap((one) => [...comment('  ', reason(one, true)), entry(one)]),
    ...(closed.length === 0 ? [] : comment('  ', say(message('init/closed')))),
    ...closed.flatMap((one) => comment('  ', `${entry(one).slice(4)}  (${reason(one, false)})`)),
    '',
  ].join('\n')
}

const width = 100

// Names of containers and programs are foreign: a line feed would end the comment.
function wrapped(text: string): readonly string[] {
  const lines: string[] = []
  for (const word of text.replace(/[^\x20-\x7e]+/g, '?').split(' ')) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length >= width) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}
