import { type Fields, fieldsOf, namesOf } from './fields.ts'

// What a later file replaces whole. Source: Compose specification, merge.
const replaced = /^services\/[^/]*\/(command|entrypoint|healthcheck\/test)$/
// What may be a list of names or a mapping by name, and is merged by name.
const byName = /^services\/[^/]*\/(networks|depends_on)$/
const byKey =
  /^(services\/[^/]*\/(environment|labels|annotations|sysctls|extra_hosts|build\/args|deploy\/labels)|networks\/[^/]*\/labels)$/
const pools = /^networks\/[^/]*\/ipam\/config$/

/** A tree with a later one merged over it: mappings by key, lists appended, other values replaced. */
export function mergeTrees(base: Fields, later: Fields, path = ''): Fields {
  const merged: Record<string, unknown> = { ...base }
  for (const [key, value] of Object.entries(later)) {
    const place = path === '' ? key : `${path}/${key}`
    const next = Object.hasOwn(base, key) ? mergeValues(base[key], value, place) : value
    Object.defineProperty(merged, key, { value: next, enumerable: true, configurable: true, writable: true })
  }
  return merged
}

function mergeValues(base: unknown, later: unknown, path: string): unknown {
  if (later === null || later === undefined) return base
  if (base === null || base === undefined || replaced.test(path)) return later
  if (byName.test(path)) return mergeTrees(mapping(base), mapping(later), path)
  if (byKey.test(path)) return mergeTrees(pairs(base), pairs(later), path)
  if (Array.isArray(base) && Array.isArray(later))
    return pools.test(path) ? mergePools(base, later) : [...base, ...later]
  const [one, other] = [fieldsOf(base), fieldsOf(later)]
  return one === undefined || other === undefined ? later : mergeTrees(one, other, path)
}

function mapping(value: unknown): Fields {
  return fieldsOf(value) ?? Object.fromEntries(namesOf(value).map((name) => [name, null]))
}

function pairs(value: unknown): Fields {
  if (!Array.isArray(value)) return fieldsOf(value) ?? {}
  return Object.fromEntries(value.map((one) => /^([^=:]*)(?:[=:](.*))?$/s.exec(String(one))?.slice(1) ?? [one, null]))
}

// Compose keeps a pool of the earlier file only where the later one names its subnet too.
function mergePools(base: readonly unknown[], later: readonly unknown[]): readonly unknown[] {
  return later.map((one) => {
    const { subnet } = fieldsOf(one) ?? {}
    const before = base.find((other) => fieldsOf(other)?.subnet === subnet)
    return before === undefined ? one : { ...fieldsOf(before), ...fieldsOf(one) }
  })
}
