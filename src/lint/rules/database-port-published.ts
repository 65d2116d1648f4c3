import { message } from '#model/diagnostic.ts'
import { composeServices } from '../compose-services.ts'
import { placeIn } from '../places.ts'
import type { Found, LintRule } from '../rule.ts'
import type { CheckedText } from '../subject.ts'

/** Container ports of services that are meant for other containers, or for a few hosts. */
const services: ReadonlyMap<number, string> = new Map([
  [1433, 'SQL Server'],
  [2375, 'the Docker API'],
  [2379, 'etcd'],
  [3306, 'MySQL'],
  [5432, 'PostgreSQL'],
  [5984, 'CouchDB'],
  [6379, 'Redis'],
  [8086, 'InfluxDB'],
  [9200, 'Elasticsearch'],
  [11211, 'memcached'],
  [27017, 'MongoDB'],
])

/** The port of a database that is published on every address of the host. */
export const databasePortPublished: LintRule = {
  id: 'lint/database-port-published',
  about: message('lint-about/database-port-published'),
  check: ({ texts }) => texts.flatMap((text) => inCompose(text)),
}

function inCompose(text: CheckedText): readonly Found[] {
  return composeServices(text).flatMap(({ name, networkMode, ports }) => {
    if (networkMode === 'host' || networkMode === 'none') return []
    return ports.flatMap(({ host, protocol, target, published, span }) => {
      const service = protocol === 'tcp' ? services.get(target) : undefined
      const isAny = host === '' || host === '0.0.0.0' || host === '::'
      if (service === undefined || !isAny) return []
      const port = published?.first ?? 0
      return [
        {
          said: message('lint/database-port-published', { service, port, name }),
          ...{ fails: 'open', who: 'unknown', places: [placeIn(text.source, span)] },
          help: message('lint-help/database-port-published', { port }),
          evidence: [name, `${target}/${protocol}`],
        } satisfies Found,
      ]
    })
  })
}
