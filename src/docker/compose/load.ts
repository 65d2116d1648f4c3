import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import { extendService } from './extend.ts'
import { ComposeRefusal, type Fields, fieldsOf, listOf, namesOf } from './fields.ts'
import { readEnvFile } from './interpolate.ts'
import { mergeTrees } from './merge.ts'
import { isOldForm, newForm } from './old-form.ts'
import { without } from './parse.ts'
import { type ComposeText, folderOf, ProjectReader, within } from './project-reader.ts'

/** What a project is read with. */
export interface LoadContext {
  /** The text of another file; undefined where there is none. */
  readonly read: (path: string) => string | undefined
  readonly variables: Readonly<Record<string, string>>
  readonly notes: Message[]
}

const deepest = 50

/** Reads files one over the other, with what they include and extend, into one tree. Refusals: compose/*. */
export function loadCompose(files: readonly ComposeText[], { read, variables, notes }: LoadContext): Fields {
  const reader = new ProjectReader(read, notes)
  return project({ reader, folder: folderOf(files[0]?.path ?? ''), variables, open: [] }, files)
}

/** The project that is read: the main one, or one that is included. */
interface Place {
  readonly reader: ProjectReader
  /** Where its relative paths start. */
  readonly folder: string
  readonly variables: Readonly<Record<string, string>>
  /** The files that are being read. */
  readonly open: readonly string[]
}

function project(place: Place, files: readonly ComposeText[]): Fields {
  const { reader, folder, variables, open } = place
  let whole: Fields = {}
  for (const file of files) {
    if (open.includes(file.path) || open.length > deepest)
      throw new ComposeRefusal(message('compose/circle', { path: file.path }))
    const { tree, resets } = reader.parsed(file, variables)
    const isOld = isOldForm(tree)
    if (isOld) reader.note(message('compose/old-form', { path: file.path }))
    const own = included({ ...place, open: [...open, file.path] }, isOld ? newForm(tree) : tree)
    const services = fieldsOf(own.services) ?? {}
    const extended = Object.keys(services).map((name) => {
      const base = { reader, variables, services, path: file.path, folder }
      return [name, extendService(base, name, [])] as const
    })
    for (const path of resets) whole = without(whole, path)
    whole = mergeTrees(whole, own.services === undefined ? own : { ...own, services: Object.fromEntries(extended) })
  }
  return whole
}

// What is included comes in whole; a name that both have must mean the same.
function included(place: Place, tree: Fields): Fields {
  const { reader, folder, variables } = place
  let whole = tree
  for (const entry of listOf(tree.include)) {
    const fields = fieldsOf(entry) ?? { path: entry }
    const paths = listOf(fields.path).map((path) => within(folder, String(path)))
    const files = paths.map((path) => reader.text(path)).filter((file) => file !== undefined)
    if (files.length < paths.length) continue
    const { project_directory: given, env_file: envFile } = fields
    const own = typeof given === 'string' ? within(folder, given) : folderOf(paths[0] ?? '')
    const envFiles =
      envFile === undefined ? [within(own, '.env')] : listOf(envFile).map((path) => within(folder, String(path)))
    const values = envFiles.flatMap((path) => Object.entries(readEnvFile(reader.read(path) ?? '')))
    const inner = { ...place, folder: own, variables: { ...Object.fromEntries(values), ...variables } }
    whole = withImported(whole, project(inner, files))
  }
  return whole
}

function withImported(tree: Fields, imported: Fields): Fields {
  const whole: Record<string, unknown> = { ...tree }
  for (const kind of ['services', 'networks']) {
    const [own, other] = [fieldsOf(tree[kind]) ?? {}, fieldsOf(imported[kind])]
    if (other === undefined) continue
    for (const name of namesOf(other)) {
      if (Object.hasOwn(own, name) && JSON.stringify(own[name]) !== JSON.stringify(other[name]))
        throw new ComposeRefusal(message('compose/conflict', { kind, name }))
    }
    whole[kind] = { ...other, ...own }
  }
  return whole
}
