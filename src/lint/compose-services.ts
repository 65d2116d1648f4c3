import { fieldsOf, listOf, textOf } from '#docker/compose/fields.ts'
import { newForm, isOldForm } from '#docker/compose/old-form.ts'
import { parseCompose } from '#docker/compose/parse.ts'
import { portRequests, type PortRequest } from '#docker/compose/ports.ts'
import type { Source, Span } from '#model/source.ts'
import type { CheckedText } from './subject.ts'

/** A service of a Compose file, as it is written there. */
export interface ComposeService {
  readonly name: string
  readonly networkMode: string
  readonly ports: readonly ComposePort[]
}

/** A port that a service publishes, and where that is written. */
export interface ComposePort extends PortRequest {
  readonly span: Span
}

/** The services of a Compose file; none of another text, or of one that cannot be read. */
export function composeServices({ kind, source }: CheckedText): readonly ComposeService[] {
  if (kind !== 'compose') return []
  try {
    const { tree } = parseCompose(source.text)
    const services = fieldsOf((isOldForm(tree) ? newForm(tree) : tree).services) ?? {}
    return Object.entries(services).flatMap(([name, value]) => {
      const fields = fieldsOf(value)
      if (fields === undefined) return []
      const networkMode = textOf(fields.network_mode) ?? ''
      return [{ name, networkMode, ports: listOf(fields.ports).flatMap((entry) => portsOf(entry, name, source)) }]
    })
  } catch {
    return []
  }
}

function portsOf(entry: unknown, service: string, source: Source): readonly ComposePort[] {
  const filled = typeof entry === 'string' ? entry.replace(/\$\{\w+:?-([^}$]*)\}/g, '$1') : entry
  return portRequests([filled]).ports.flatMap((port) => {
    const written = fieldsOf(entry) === undefined ? String(entry) : `target: ${port.target}`
    const span = spanOf(written, service, source.text)
    return span === undefined ? [] : [{ ...port, span }]
  })
}

/** The first place after the name of the service where the entry is written. */
function spanOf(written: string, service: string, text: string): Span | undefined {
  const own = text.search(new RegExp(`^\\s+["']?${service.replace(/[^\w-]/g, '.')}["']?\\s*:`, 'm'))
  const start = text.indexOf(written, Math.max(0, own))
  return start < 0 ? undefined : { start, end: start + written.length }
}
