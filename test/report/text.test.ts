import { describe, expect, test } from 'vitest'
import { chunksOfWidth } from '#base/width.ts'
import type { Page } from '#report/page.ts'
import { commandText, indented, line, ruleText, table, wholeText } from '#report/page.ts'
import { renderText } from '#report/text.ts'

const render = (page: Page, width: number) => renderText(page, { width, color: false }).trimEnd().split('\n')

describe('a page as text', () => {
  test('a rule breaks before its options, never between an option and its value', () => {
    const rule = ruleText('plain', '-A FORWARD -i docker0 ! -o docker0 -p tcp -j ACCEPT')
    //                      123456789 123456789 123456789 1
    expect(render([indented(2, [rule], 4)], 31)).toEqual([
      '  -A FORWARD -i docker0',
      '      ! -o docker0 -p tcp',
      '      -j ACCEPT',
    ])
  })

  test('words that belong together go to the next line as a whole', () => {
    const page: Page = [indented(0, [ruleText('plain', '-A INPUT -j DROP'), wholeText('muted', '  your own rule')], 2)]
    expect(render(page, 31)).toEqual(['-A INPUT -j DROP', '  your own rule'])
    expect(render(page, 40)).toEqual(['-A INPUT -j DROP  your own rule'])
  })

  test('what belongs together but is longer than a line breaks between its words', () => {
    expect(render([indented(0, [wholeText('plain', 'one two three four five six')], 2)], 21)).toEqual([
      'one two three four',
      '  five six',
    ])
  })

  test('a command that goes on says so to the shell', () => {
    const page: Page = [indented(0, ['Next: ', commandText("seawall explain dump.txt --rule 'ipv4/nat/DOCKER#2'")], 6)]
    expect(render(page, 41)).toEqual(['Next: seawall explain dump.txt \\', "      --rule 'ipv4/nat/DOCKER#2'"])
    expect(render(page, 80)).toEqual(["Next: seawall explain dump.txt --rule 'ipv4/nat/DOCKER#2'"])
  })

  test('a table that does not fit wraps the columns that may, and loses nothing', () => {
    const rows = [
      [['-p tcp'], ['TCP']],
      [['--dport 80'], ['with destination port 80 of this host']],
    ]
    expect(render([table(2, 'LL', rows)], 33)).toEqual([
      '  -p tcp      TCP',
      '  --dport 80  with destination',
      '              port 80 of this',
      '              host',
    ])
  })

  test('a word that is too long for its column is broken, and the next column stays in place', () => {
    const rows = [[[`--comment ${'x'.repeat(30)}`], ['never mind']]]
    expect(render([table(0, 'LL', rows)], 31)).toEqual([
      '--comment           never mind',
      'xxxxxxxxxxxxxxxxxx',
      'xxxxxxxxxxxx',
    ])
  })

  test('the last column shows a name whole: with what follows, alone, or on a line of its own', () => {
    const row = (name: string) => [['8080/tcp'], ['web:80'], [name, ' docker']]
    const rows = [row('r#1'), row('filter/DOCKER#1'), row('filter/DOCKER-INGRESS#1')]
    expect(render([table(0, 'CCB', rows)], 36)).toEqual([
      '8080/tcp  web:80  r#1 docker',
      '8080/tcp  web:80  filter/DOCKER#1',
      '8080/tcp  web:80',
      '     filter/DOCKER-INGRESS#1 docker',
    ])
  })

  test('a file is as wide as its lines', () => {
    const text = 'word '.repeat(100).trim()
    expect(render([line(text), table(0, 'LL', [[[text], [text]]])], Number.POSITIVE_INFINITY)).toEqual([
      text,
      `${text}  ${text}`,
    ])
  })

  test('text is cut into pieces of a width, wide characters counted twice', () => {
    expect(chunksOfWidth('データベース', 5)).toEqual(['デー', 'タベ', 'ース'])
    expect(chunksOfWidth('abcdef', 4)).toEqual(['abcd', 'ef'])
    expect(chunksOfWidth('abcd ', 4)).toEqual(['abcd '])
  })
})
