import type { Cause } from '#model/difference.ts'
import type { Ownership } from '#model/owner.ts'

/** Why a thing of this owner is there: its published port, its network, the engine, or simply its owner. */
export function causeOf({ owner, args }: Ownership): Cause {
  const given = (name: string) => args[name] !== undefined && args[name] !== ''
  const pick = (...names: string[]) => Object.fromEntries(names.filter(given).map((name) => [name, args[name] ?? '']))
  if (owner !== 'docker') return { kind: 'owner', owner, args: {} }
  if (given('containerPort') || given('hostPort')) {
    return { kind: 'port', owner, args: pick('container', 'containerAddress', 'protocol', 'hostPort', 'containerPort') }
  }
  if (given('bridge') || given('network')) return { kind: 'network', owner, args: pick('network', 'bridge') }
  return { kind: 'engine', owner, args: {} }
}

/** Equal for equal causes. A port's rules before and after DNAT name different ports of it: they meet in the container's. */
export function causeKey({ kind, owner, args }: Cause): string {
  const words =
    kind === 'port'
      ? [args.containerAddress ?? args.container ?? '', args.protocol ?? '', args.containerPort ?? args.hostPort ?? '']
      : kind === 'network'
        ? [args.bridge ?? args.network ?? '']
        : []
  return [owner, kind, ...words].join(' ')
}
