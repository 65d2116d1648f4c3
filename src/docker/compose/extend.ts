import { message } from '#model/diagnostic.ts'
import { ComposeRefusal, type Fields, fieldsOf } from './fields.ts'
import { mergeTrees } from './merge.ts'
import { folderOf, type ProjectReader, within } from './project-reader.ts'

/** The services of one file, from which a service may take another as its base. */
export interface ExtendBase {
  readonly reader: ProjectReader
  readonly variables: Readonly<Record<string, string>>
  readonly services: Fields
  readonly path: string
  readonly folder: string
}

/** A service with what it extends merged below it. Refusals: compose/circle, compose/undefined. */
export function extendService(base: ExtendBase, name: string, seen: readonly string[]): Fields {
  const { reader, variables, services, path, folder } = base
  const { extends: source, ...own } = fieldsOf(services[name]) ?? {}
  if (source === undefined) return own
  const key = `${path}\n${name}`
  if (seen.includes(key)) throw new ComposeRefusal(message('compose/circle', { path: name }))
  const { service, file } = fieldsOf(source) ?? { service: source }
  const from = String(service)
  const place = file === undefined ? undefined : reader.text(within(folder, String(file)))
  if (file !== undefined && place === undefined) return own
  const other: ExtendBase =
    place === undefined
      ? base
      : {
          ...base,
          services: fieldsOf(reader.parsed(place, variables).tree.services) ?? {},
          path: place.path,
          folder: folderOf(place.path),
        }
  if (!Object.hasOwn(other.services, from))
    throw new ComposeRefusal(message('compose/undefined', { service: name, name: from }))
  const parent = extendService(other, from, [...seen, key])
  const merged = mergeTrees({ services: { [name]: parent } }, { services: { [name]: own } })
  return fieldsOf(fieldsOf(merged.services)?.[name]) ?? {}
}
