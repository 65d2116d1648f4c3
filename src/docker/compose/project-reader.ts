import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import { ComposeRefusal, fieldsOf } from './fields.ts'
import { interpolate, type Interpolation } from './interpolate.ts'
import { type ParsedFile, parseCompose } from './parse.ts'

/** A Compose file with the path that its relative paths start from. */
export interface ComposeText {
  readonly path: string
  readonly text: string
}

/** The folder of a path, with its slash: '' for the present one. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}

/** A path as seen from a folder. */
export function within(folder: string, path: string): string {
  return path.startsWith('/') || folder === '' ? path : `${folder}${folder.endsWith('/') ? '' : '/'}${path}`
}

const remote = /^(https?:|git@|git:|ssh:|oci:|github\.com\/)/

/** Reads the files of a project and says once what is missing. */
export class ProjectReader {
  /** The text of a file; undefined where there is none. */
  readonly read: (path: string) => string | undefined
  readonly #notes: Message[]
  readonly #said = new Set<string>()

  constructor(read: (path: string) => string | undefined, notes: Message[]) {
    this.read = read
    this.#notes = notes
  }

  /** Says something once. */
  note(one: Message): void {
    const key = JSON.stringify(one)
    if (!this.#said.has(key)) this.#notes.push(one)
    this.#said.add(key)
  }

  /** A file that another one names; where it cannot be read, that is said. */
  text(path: string): ComposeText | undefined {
    const text = remote.test(path) ? undefined : this.read(path)
    if (text === undefined) this.note(message('compose/not-read', { path }))
    return text === undefined ? undefined : { path, text }
  }

  /** A file as a tree, variables replaced. Refusals: compose/not-yaml, compose/no-services, compose/interpolation. */
  parsed({ text }: ComposeText, variables: Readonly<Record<string, string>>): ParsedFile {
    const { tree, resets } = parseCompose(text)
    const value = (name: string) => (Object.hasOwn(variables, name) ? variables[name] : undefined)
    const found: Interpolation = { value, unset: new Set(), required: new Map(), invalid: new Set() }
    const filled = fieldsOf(fillTree(tree, found)) ?? {}
    for (const name of found.unset) this.note(message('compose/variable', { name }))
    for (const [name, said] of found.required) this.note(message('compose/variable-required', { name, said }))
    for (const one of found.invalid) throw new ComposeRefusal(message('compose/interpolation', { text: one }))
    return { tree: filled, resets }
  }
}

function fillTree(value: unknown, found: Interpolation): unknown {
  if (typeof value === 'string') return interpolate(value, found)
  if (Array.isArray(value)) return value.map((one) => fillTree(one, found))
  const fields = fieldsOf(value)
  return fields === undefined
    ? value
    : Object.fromEntries(Object.entries(fields).map(([key, one]) => [key, fillTree(one, found)]))
}
