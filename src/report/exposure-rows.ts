import type { Door, ExposureCell } from '#model/exposure.ts'

/** The port as a client types it: `8080/tcp`, `192.0.2.5:8080/tcp`, `[2001:db8::2]:80/tcp`. */
export function doorText({ address, port, protocol }: Pick<Door, 'address' | 'port' | 'protocol'>): string {
  const place = address.includes(':') ? `[${address}]:` : address === '' ? '' : `${address}:`
  return `${place}${port}/${protocol}`
}

/** The cell of which a row says who decided: that of the first zone that can ask. */
export function decidingCell({ cells }: Door): ExposureCell | undefined {
  return cells.find((cell) => cell !== undefined)
}

/** What decided: docker-proxy, a rule or a policy, by its id without the family; else why no rule had to. */
export function decidedText(door: Door): string {
  return decidedParts(decidingCell(door)).join(' ')
}

/** The same in parts, the most important one first. */
export function decidedParts(cell: ExposureCell | undefined): readonly string[] {
  const { by, owner, proxy, reason } = cell ?? {}
  if (reason !== undefined) return [reason]
  if (by === undefined) return proxy ? ['docker-proxy'] : []
  const id = by.replace(/^ipv[46]\//, '')
  return [id, owner, proxy ? 'docker-proxy' : undefined].filter((part) => part !== undefined)
}

/** How many ports one zone can reach, each counted once. */
export function countOpen(
  doors: readonly Door[],
  zone: number,
  wanted: (door: Door, cell: ExposureCell) => boolean,
): number {
  const found = doors.filter((door) => {
    const cell = door.cells[zone]
    return cell !== undefined && wanted(door, cell)
  })
  return new Set(found.map((door) => `${doorText(door)} ${door.kind}`)).size
}
