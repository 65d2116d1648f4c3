import { printable } from '#base/printable.ts'
import type { Block, Line, Page, Piece } from './page.ts'

/** Text as HTML shows it, in an element or in an attribute. */
export function escapeHtml(text: string): string {
  return printable(text).replace(/[&<>"'`]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

/** The name of the place of a rule in a page: `ipv4/filter/DOCKER/3`, as a link writes it. */
export function ruleAnchor(id: string): string {
  const parts = id.replace(/\p{Surrogate}/gu, '\ufffd').replace(/#(?=[^#]*$)/, '/')
  return parts.split('/').map(encodeURIComponent).join('/')
}

/** Which rules a page has a place for. */
export type KnownRules = ReadonlySet<string>

/** A page as HTML. Rules that are named become links where `known` has them. */
export function renderHtml(page: Page, known: KnownRules): string {
  return page.map((block) => blockHtml(block, known)).join('')
}

function blockHtml(block: Block, known: KnownRules): string {
  switch (block.kind) {
    case 'gap':
      return '<div class="gap"></div>'
    case 'line':
      return `<p class="l i${Math.min(8, block.indent)}">${lineHtml(block.line, known)}</p>`
    case 'later':
      return renderHtml(block.blocks(), known)
    case 'verbatim':
      return `<pre tabindex="0">${block.lines.map((line) => lineHtml(line, known)).join('\n')}</pre>`
    case 'table': {
      const rows = block.rows.map(
        (row) => `<tr>${row.map((cell) => `<td>${lineHtml(cell, known)}</td>`).join('')}</tr>`,
      )
      return `<table>${rows.join('')}</table>`
    }
  }
}

/** Pieces of a line as HTML. */
export function lineHtml(line: Line, known: KnownRules): string {
  return line
    .map((piece) => pieceHtml(typeof piece === 'string' ? { text: piece, style: 'plain' } : piece, known))
    .join('')
}

function pieceHtml({ text, style, rule, command }: Piece, known: KnownRules): string {
  const inner = linkedHtml(text, known)
  const tag = rule || command ? 'code' : 'span'
  if (style === 'plain') return tag === 'code' ? `<code>${inner}</code>` : inner
  return `<${tag} class="s-${style}">${inner}</${tag}>`
}

const ruleName = /[a-z0-9]+(?:@[a-z]+)?\/[^\s/]+\/[^\s/#]+#\d+/g

/** Text with links at the rules that it names. */
export function linkedHtml(text: string, known: KnownRules): string {
  let html = ''
  let done = 0
  for (const { 0: id, index } of text.matchAll(ruleName)) {
    if (!known.has(id)) continue
    html += `${escapeHtml(text.slice(done, index))}${ruleLink(id, id)}`
    done = index + id.length
  }
  return html + escapeHtml(text.slice(done))
}

/** A link to a rule of the page. */
export function ruleLink(id: string, text: string): string {
  return `<a href="#${escapeHtml(ruleAnchor(id))}">${escapeHtml(text)}</a>`
}
