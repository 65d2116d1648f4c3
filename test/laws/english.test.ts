import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'

const source = fileURLToPath(new URL('../../src', import.meta.url))
// Published schemas are written in one language, completion scripts in that of their shell, and a worker is source text.
const others = /schemas?\.ts$|^cli\/commands\/completion\.ts$|^cli\/progress\.ts$/
// Two words that begin with small letters: neither a code (NO ROUTE) nor a command line.
const isSentence = (text: string) =>
  /(?<![-\w])[a-z]{2,}[,;:]? +[a-z]{2,}(?![-\w])/.test(text.replace(/(seawall|docker) .*/, ''))

// In files that write HTML: what lies between tags, as names of elements and attributes are no words.
const markup = /(html|svg)\.ts$/
const withoutTags = (text: string) => text.replace(/^[^<>]*>/, ' ').replace(/<[^>]*>?/g, ' ')

/** The string literals of a file, pieces of templates included, with their lines. */
function literals(path: string): readonly (readonly [line: number, text: string])[] {
  const file = ts.createSourceFile(path, readFileSync(join(source, path), 'utf8'), ts.ScriptTarget.ESNext, true)
  const found: (readonly [number, string])[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      found.push([file.getLineAndCharacterOfPosition(node.getStart()).line + 1, node.text])
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

test('the command line and the pages hold no sentence of their own: what they say is in the catalogue', () => {
  const paths = ['cli', 'report'].flatMap((room) =>
    readdirSync(join(source, room), { recursive: true, encoding: 'utf8' }).map((path) => `${room}/${path}`),
  )
  const sentences = paths
    .filter((path) => path.endsWith('.ts') && !others.test(path))
    .flatMap((path) =>
      literals(path).flatMap(([line, text]) =>
        isSentence(markup.test(path) ? withoutTags(text) : text) ? [`src/${path}:${line} ${text}`] : [],
      ),
    )
  expect(paths.length).toBeGreaterThan(50)
  expect(sentences).toEqual([])
})
