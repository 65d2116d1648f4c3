import { type Fields, fieldsOf } from './fields.ts'

/** Whether a file has the form of before 2016: services at the top, and nothing else. */
export function isOldForm(tree: Fields): boolean {
  if (tree.services !== undefined || tree.include !== undefined) return false
  const entries = Object.entries(tree).filter(([key]) => !key.startsWith('x-'))
  const isService = (value: unknown) => fieldsOf(value)?.image !== undefined || fieldsOf(value)?.build !== undefined
  return (
    entries.length > 0 &&
    entries.some(([, value]) => isService(value)) &&
    entries.every(([, value]) => isOldService(value))
  )
}

/** The services of a file of before 2016: on the default bridge, or where `net` says. */
export function newForm(tree: Fields): Fields {
  const services = Object.entries(tree).filter(([key]) => !key.startsWith('x-'))
  const mode = (net: unknown) => {
    const other = /^container:(.*)$/s.exec(String(net))?.[1]
    return other !== undefined && Object.hasOwn(tree, other) ? `service:${other}` : (net ?? 'bridge')
  }
  return {
    services: Object.fromEntries(
      services.map(([name, value]) => {
        const { net, ...fields } = fieldsOf(value) ?? {}
        return [name, { network_mode: mode(net), ...fields }]
      }),
    ),
  }
}

function isOldService(value: unknown): boolean {
  const fields = fieldsOf(value)
  return fields !== undefined && ['image', 'build', 'extends'].some((key) => fields[key] !== undefined)
}
