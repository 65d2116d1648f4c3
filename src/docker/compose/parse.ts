import { message } from '#model/diagnostic.ts'
import { isCollection, type Node, parseDocument, visit, YAMLMap } from 'yaml'
import { ComposeRefusal, type Fields, fieldsOf } from './fields.ts'

/** A file as a tree, and the places that `!reset` and `!override` take out of the files before it. */
export interface ParsedFile {
  readonly tree: Fields
  readonly resets: readonly (readonly string[])[]
}

const resetMark = '\u0000reset'
const overrideMark = '\u0000override'

/** Reads one YAML document with anchors, merge keys and Compose's two tags. Refusals: compose/not-yaml, compose/no-services. */
export function parseCompose(text: string): ParsedFile {
  let value: unknown
  try {
    const document = parseDocument(text, { merge: true, logLevel: 'silent' })
    const [error] = document.errors
    if (error !== undefined) throw error
    visit(document, {
      Node(_, node) {
        const { tag } = node as Node
        if (tag === '!reset') return document.createNode(resetMark)
        if (tag !== '!override' || !isCollection(node)) return undefined
        delete node.tag
        const wrapped = new YAMLMap(document.schema)
        wrapped.set(overrideMark, node)
        return wrapped
      },
    })
    value = document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    const said = error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''
    throw new ComposeRefusal(message('compose/not-yaml', { said }))
  }
  const resets: string[][] = []
  const tree = fieldsOf(withoutMarks(value, [], resets))
  if (tree === undefined) throw new ComposeRefusal(message('compose/no-services', {}))
  return { tree, resets }
}

const gone = Symbol('gone')

function withoutMarks(value: unknown, path: readonly string[], resets: string[][]): unknown {
  if (value === resetMark) {
    resets.push([...path])
    return gone
  }
  if (Array.isArray(value))
    return value.map((one, index) => withoutMarks(one, [...path, String(index)], resets)).filter((one) => one !== gone)
  const fields = fieldsOf(value)
  if (fields === undefined) return value
  if (Object.hasOwn(fields, overrideMark)) {
    resets.push([...path])
    return withoutMarks(fields[overrideMark], path, [])
  }
  const entries = Object.entries(fields).map(([key, one]) => [key, withoutMarks(one, [...path, key], resets)] as const)
  return Object.fromEntries(entries.filter(([, one]) => one !== gone))
}

/** The tree without what lies at a path. */
export function without(tree: Fields, [key = '', ...rest]: readonly string[]): Fields {
  if (!Object.hasOwn(tree, key)) return tree
  if (rest.length === 0) return Object.fromEntries(Object.entries(tree).filter(([name]) => name !== key))
  const inner = fieldsOf(tree[key])
  return inner === undefined ? tree : { ...tree, [key]: without(inner, rest) }
}
