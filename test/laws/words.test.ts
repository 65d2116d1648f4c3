import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

// Words of an older style, which readers of other languages did not understand at first reading, and what is written instead.
const unwanted: readonly (readonly [words: RegExp, instead: string])[] = [
  [/\bnobody\b/i, 'no host, no process, not known'],
  [/\bstands?\b/i, 'is'],
  [/\bbehind\b(?! (NAT|a subnet router|this host))/i, 'after'],
  [/\b(came|come|comes)( and|,) (went|go|goes)\b/i, 'added, removed'],
  [/\btold\b|\bdoes not tell\b|\bdo not tell\b/i, 'known, does not show'],
  [/\btaken (as|for)\b/i, 'assumed'],
  [/\bwrong words\b/i, 'usage error'],
  [/\b(hold|holds|held) (\w+ ){0,4}against\b/i, 'check, compare'],
  [/\bhangs? on\b/i, 'depends on'],
  [/\bleave (\w+ ){0,2}away\b/i, 'omit'],
  [/\bfaults? of seawall/i, 'bug in Seawall'],
  [/\bhears nothing\b/i, 'gets no answer'],
  [/\bis no end of\b/i, 'invalid endpoint'],
  [/\bwhat bears\b|\bas the words say\b/i, 'a plain description'],
]

const pages = (folder: string, ending: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .map((path) => join(folder, path))

test('texts and pages use the words of the manuals of Docker and iptables', () => {
  const files = [...pages('src/i18n', '.ts'), ...pages('docs', '.md'), 'README.md', 'CHANGELOG.md']
  const found = files.flatMap((path) =>
    readFileSync(join(root, path), 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        unwanted.flatMap(([words, instead]) => {
          const word = words.exec(line.replace(/'[a-z/-]+'/g, ''))?.[0]
          return word === undefined ? [] : [`${path}:${index + 1} "${word}": ${instead}`]
        }),
      ),
  )
  expect(files.length).toBeGreaterThan(30)
  expect(found).toEqual([])
})
