import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseDocument } from 'yaml'
import type { Source, Span } from '#model/source.ts'
import type { Problems } from './problems.ts'

/** A YAML value with its place. Numbers and truth values are texts: what they mean depends on where they are. */
export type PolicyTree = TextNode | ListNode | MapNode | EmptyNode

export interface TextNode {
  readonly kind: 'text'
  readonly text: string
  readonly span: Span
}

export interface ListNode {
  readonly kind: 'list'
  readonly items: readonly PolicyTree[]
  readonly span: Span
}

export interface MapNode {
  readonly kind: 'map'
  readonly entries: readonly MapEntry[]
  readonly span: Span
}

export interface EmptyNode {
  readonly kind: 'empty'
  readonly span: Span
}

export interface MapEntry {
  readonly key: TextNode
  readonly value: PolicyTree
}

const deepest = 8

/** Reads one YAML document. Undefined, with a finding, where it is none or uses aliases, tags or more than one document. */
export function readTree(source: Source, problems: Problems): PolicyTree | undefined {
  const document = documentOf(source.text)
  if (document === undefined) {
    problems.add(source, { start: 0, end: 1 }, 'policy/too-deep', {})
    return undefined
  }
  const [error] = document.errors
  if (error !== undefined) {
    const said = error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? ''
    problems.add(source, { start: error.pos[0], end: Math.max(error.pos[1], error.pos[0] + 1) }, 'policy/not-yaml', {
      said,
    })
    return undefined
  }
  return treeOf(document.contents, { start: 0, end: 0 }, deepest, source, problems)
}

// Undefined: it is nested so deeply that the parser cannot go on.
function documentOf(text: string): ReturnType<typeof parseDocument> | undefined {
  try {
    return parseDocument(text, { logLevel: 'silent', keepSourceTokens: false })
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function treeOf(node: unknown, around: Span, depth: number, source: Source, problems: Problems): PolicyTree {
  const span = spanOf(node as Node | null, around)
  if (isAlias(node) || depth === 0) {
    problems.add(source, span, depth === 0 ? 'policy/too-deep' : 'policy/alias', {})
    return { kind: 'empty', span }
  }
  if (isMap(node)) {
    const entries = node.items.map((pair) => entryOf(pair, span, depth, source, problems))
    return { kind: 'map', entries, span }
  }
  if (isSeq(node)) {
    return { kind: 'list', items: node.items.map((one) => treeOf(one, span, depth - 1, source, problems)), span }
  }
  if (isScalar(node)) {
    const isPlain = node.type === 'PLAIN'
    const text = isPlain ? (node.source ?? '') : String(node.value ?? '')
    return isPlain && node.value === null ? { kind: 'empty', span } : { kind: 'text', text, span }
  }
  return { kind: 'empty', span }
}

function entryOf(pair: Pair, around: Span, depth: number, source: Source, problems: Problems): MapEntry {
  const key = treeOf(pair.key, around, depth - 1, source, problems)
  if (key.kind !== 'text' && key.kind !== 'empty') problems.add(source, key.span, 'policy/odd-key', {})
  const text = key.kind === 'text' ? key.text : ''
  return {
    key: { kind: 'text', text, span: key.span },
    value: treeOf(pair.value, key.span, depth - 1, source, problems),
  }
}

function spanOf(node: Node | null, around: Span): Span {
  const range = node?.range
  return range == null ? around : { start: range[0], end: Math.max(range[1], range[0] + 1) }
}
