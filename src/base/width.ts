import { eastAsianWidth } from 'get-east-asian-width'

/** How many columns the text takes on a terminal. */
export function displayWidth(text: string): number {
  if (narrow.test(text)) return text.length
  let width = 0
  for (const { segment } of clusters().segment(text)) width += widthOfCluster(segment)
  return width
}

// Printable ASCII and the signs that our own pages use: one column each.
const narrow = /^[ -~\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2500-\u257f]*$/

// Taken when they are first needed: what they ask of Unicode's tables takes longer than most commands.
let segmenter: Intl.Segmenter | undefined
let emoji: RegExp | undefined
const emojiSigns = '^(?:\\p{RGI_Emoji}|[0-9#*]\\u20e3)$'

function clusters(): Intl.Segmenter {
  segmenter ??= new Intl.Segmenter()
  return segmenter
}

function isEmoji(cluster: string): boolean {
  emoji ??= new RegExp(emojiSigns, 'v')
  return emoji.test(cluster) || (cluster.includes('\u200d') && /\p{Extended_Pictographic}/u.test(cluster))
}

// The first sign that can be seen, and those behind it that do not share its place.
function widthOfCluster(cluster: string): number {
  if (isEmoji(cluster)) return 2
  let width = 0
  for (const sign of cluster) {
    if (isUnseen(sign)) continue
    if (width === 0 || /[\p{Spacing_Mark}\uff00-\uffef]/u.test(sign)) width += eastAsianWidth(sign.codePointAt(0) ?? 0)
  }
  return width
}

function isUnseen(sign: string): boolean {
  return /[\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Nonspacing_Mark}\p{Enclosing_Mark}\p{Surrogate}]/u.test(
    sign,
  )
}

/** The text in pieces of at most so many columns, blanks at their ends not counted. */
export function chunksOfWidth(text: string, columns: number): readonly string[] {
  if (displayWidth(text.trimEnd()) <= columns) return [text]
  const chunks: string[] = []
  let chunk = ''
  let width = 0
  for (const char of text) {
    const own = displayWidth(char)
    if (width + own > columns && char !== ' ' && chunk !== '') {
      chunks.push(chunk)
      chunk = ''
      width = 0
    }
    chunk += char
    width += own
  }
  return [...chunks, chunk]
}
