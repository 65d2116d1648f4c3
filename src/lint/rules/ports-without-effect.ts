import { message } from '#model/diagnostic.ts'
import { composeServices } from '../compose-services.ts'
import { placeIn } from '../places.ts'
import type { LintRule } from '../rule.ts'

/** A Compose service with `network_mode: host` and `ports`: the ports are not published, the host's INPUT decides. */
export const portsWithoutEffect: LintRule = {
  id: 'lint/ports-without-effect',
  about: message('lint-about/ports-without-effect'),
  check: ({ texts }) =>
    texts.flatMap((text) =>
      composeServices(text).flatMap(({ name, networkMode, ports }) => {
        const [first, ...others] = ports
        if (networkMode !== 'host' || first === undefined) return []
        return [
          {
            said: message('lint/ports-without-effect', { name }),
            ...{ fails: 'open', who: 'unknown', conditional: true },
            places: [
              placeIn(text.source, first.span),
              ...others.slice(0, 2).map(({ span }) => placeIn(text.source, span)),
            ],
            help: message('lint-help/ports-without-effect'),
            evidence: [name],
          } as const,
        ]
      }),
    ),
}
