import { withHtmlRows, withoutListingTables } from './page-tables.ts'
import { withoutLinePrefixes } from './line-prefixes.ts'
import { withJoinedLines } from './joined-lines.ts'

/** What a page, a terminal or an editor did to a text, and what was undone before reading. */
export type Disguise = 'colours' | 'html' | 'tables' | 'blanks' | 'quotes' | 'dashes' | 'prefixes' | 'breaks'

/** A pasted text as it was before it was shown: the rules in it are those of the machine again. Offsets count in `text`. */
export interface PlainText {
  readonly text: string
  readonly undone: readonly Disguise[]
}

const steps: readonly (readonly [Disguise, (text: string) => string])[] = [
  ['colours', withoutColours],
  ['html', withoutHtml],
  ['tables', withoutListingTables],
  ['blanks', withPlainBlanks],
  ['prefixes', withoutLinePrefixes],
  ['quotes', withPlainQuotes],
  ['dashes', withPlainDashes],
  ['breaks', withJoinedLines],
]

/** Undoes what pages do to rules: colours, HTML, blanks and quotes of typography, numbers before lines, broken lines. */
export function plainText(given: string): PlainText {
  let text = given
  const undone: Disguise[] = []
  for (const [what, step] of steps) {
    const plain = step(text)
    if (plain !== text) undone.push(what)
    text = plain
  }
  return { text, undone }
}

/** Colours, titles of windows, and other sequences of a terminal (ECMA-48). */
const sequences =
  /\u001b(?:\[[0-9;?]{0,40}[ -/]?[@-~]|\][^\u0007\u001b]{0,400}(?:\u0007|\u001b\\)|[()][A-Z0-9]|[=>78])/g
/** What is left of colours where the character that begins them was lost. */
const remains = /\[(?:\d{1,3}(?:;\d{1,3}){0,4})?m(?:\u000f)?/g

function withoutColours(text: string): string {
  const bare = text.includes('\u001b') ? text.replace(sequences, '') : text
  const plain = /\[0?m/.test(bare) && /\[\d{1,3}(?:;\d{1,3})*m/.test(bare) ? bare.replace(remains, '') : bare
  return plain.includes('\r') && !plain.includes('\n') ? plain.replaceAll('\r', '\n') : plain
}

const tags =
  /<\/?(?:br|pre|code|p|span|div|b|strong|em|font|kbd|samp|tt|td|tr|th|table|tbody|li|ul|ol|h[1-6]|blockquote|hr|wbr)(?:\s[^<>\n]{0,200})?\/?>/gi
const entities: Readonly<Record<string, string>> = {
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
  nbsp: ' ',
  amp: '&',
  '#34': '"',
  '#39': "'",
  '#x27': "'",
  '#x22': '"',
  '#160': ' ',
  '#x2f': '/',
}
const entity = new RegExp(`&(?<name>${Object.keys(entities).join('|')});`, 'gi')

// A placeholder (`<b>` for an address) has no end tag and no other tag beside it.
function withoutHtml(text: string): string {
  const tagged = /<\/(?:pre|code|p|span|div|b|strong|em|font|td|tr|li|h[1-6]|blockquote)>|<br ?\/?>/i.test(text)
  const bare = tagged
    ? withHtmlRows(text)
        .replace(/<br ?\/?>(?!\r?\n)/gi, '\n')
        .replace(tags, '')
    : text
  return bare.includes('&') ? bare.replace(entity, (all, name: string) => entities[name.toLowerCase()] ?? all) : bare
}

const oddBlank = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g
const noWidth = /[\u200b-\u200d\u2060\ufeff\u00ad]/g
const odd = /[\u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff\u00ad]/

// The comment of a rule may hold such characters. Where the blanks of a rule are odd too, a page has changed them all.
function withPlainBlanks(text: string): string {
  const spaced = /^[ \t]*Chain\t/m.test(text) ? text.replaceAll('\t', ' ') : text
  if (!odd.test(spaced)) return spaced
  const lines = spaced.split('\n')
  return lines
    .map((line) => (odd.test(line.replace(/"[^"]*"/g, '')) ? line.replace(oddBlank, ' ').replace(noWidth, '') : line))
    .join('\n')
}

/** Changes what stands outside of double quotes on the lines that hold something of the kind. */
function outsideQuotes(text: string, kind: RegExp, change: (part: string) => string): string {
  if (!kind.test(text)) return text
  return text
    .split('\n')
    .map((line) =>
      kind.test(line) ? line.replace(/"[^"]*"|[^"]+/g, (part) => (part[0] === '"' ? part : change(part))) : line,
    )
    .join('\n')
}

const typographic = /[\u201c-\u201f\u2018-\u201b\u2033\u2032]/

// Between plain quotes they belong to the text of a comment.
function withPlainQuotes(text: string): string {
  return outsideQuotes(text, typographic, (part) =>
    isRule(part) || !/[A-Za-z]/.test(part)
      ? part.replace(/[\u201c-\u201f\u2033]/g, '"').replace(/(?<=\s)[\u2018-\u201b]|[\u2018-\u201b](?=\s|$)/g, "'")
      : part,
  )
}

const dash = /[\u2010-\u2015\u2212]/

// `–dport`, `—dport` and `–A`: two hyphens became one dash, or one did.
function withPlainDashes(text: string): string {
  return outsideQuotes(text, dash, (part) =>
    part
      .replace(/(?<=^|\s)(?:[\u2010-\u2015\u2212]{1,2}-?|-[\u2010-\u2015\u2212])(?=[a-z][a-z-]+)/g, '--')
      .replace(/(?<=^|\s)[\u2010-\u2015\u2212](?=[A-Za-z46](?:\s|$))/g, '-'),
  )
}

function isRule(part: string): boolean {
  return /\bip6?tables\b|(?:^|\s)-{1,2}[A-Za-z]/.test(part)
}
