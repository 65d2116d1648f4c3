import type { Container, PublishedPort } from '#model/docker.ts'

/** A row of `docker ps`, as far as it tells. */
export interface ListedContainer {
  readonly id: string
  readonly name: string
  readonly running: boolean
  readonly ports: readonly PublishedPort[]
  readonly exposed: readonly string[]
}

/**
 * Reads what `docker ps`, `docker compose ps` or `docker ps --format 'table ...'` printed: the header first, then rows; a row may go on
 * below, as terminals break long lines. Columns that the page does not show are empty. Rows without a name are passed over.
 */
export function readDockerPs(lines: readonly string[]): readonly ListedContainer[] {
  const [header = '', ...below] = lines
  const columns = columnsOf(header)
  const rows = header.startsWith('CONTAINER ID') ? joined(below) : below
  return rows.flatMap((row) => containerOf(row, columns))
}

interface Column {
  readonly name: string
  readonly start: number
  readonly end: number
}

function columnsOf(header: string): readonly Column[] {
  const found = [...header.matchAll(/[A-Z]+(?: ID)?/g)]
  return found.map(({ 0: name, index }, at) => ({ name, start: index, end: found[at + 1]?.index ?? Infinity }))
}

function joined(lines: readonly string[]): readonly string[] {
  const rows: string[] = []
  for (const line of lines) {
    const last = rows.at(-1)
    if (/^[\da-f]{12,64}(?:\s|$)/.test(line) || last === undefined) rows.push(line)
    else rows[rows.length - 1] = `${last}${line}`
  }
  return rows
}

function containerOf(row: string, columns: readonly Column[]): readonly ListedContainer[] {
  const id = /^[\da-f]{12,64}(?=\s)/.exec(row)?.[0] ?? ''
  const aligned = columns.every(({ start }) => start === 0 || row[start - 1] === ' ' || start >= row.length)
  const cell = (name: string) => {
    const column = columns.find((one) => one.name === name || one.name === `${name}S`)
    if (column === undefined) return undefined
    if (aligned) return row.slice(column.start, column.end).trim()
    const place = columns.indexOf(column)
    return place === columns.length - 1 ? /\S+$/.exec(row.trim())?.[0] : place === 0 ? /^\S+/.exec(row)?.[0] : row
  }
  const name = cell('NAME')
  if (name === undefined || !/^[\w][\w.-]*(?:,[\w.-]+)*$/.test(name)) return []
  const ports = portsIn(cell('PORTS') ?? row)
  const status = cell('STATUS') ?? 'Up'
  const [own = name] = name.split(',').filter((one) => !one.includes('/'))
  return [{ id, name: own, running: !/\b(?:Exited|Created|Dead|Removal)\b|\bexited\b/.test(status), ...ports }]
}

const portPattern =
  /(?:(?:(?<address>\[[\da-f:.]+\]|[\da-f:.]*[\d:*]):)?(?<host>\d{1,5})(?:-(?<hostEnd>\d{1,5}))?->)?(?<inner>\d{1,5})(?:-(?<innerEnd>\d{1,5}))?\/(?<protocol>tcp|udp|sctp)/g

function portsIn(text: string): Pick<ListedContainer, 'ports' | 'exposed'> {
  const ports: PublishedPort[] = []
  const exposed: string[] = []
  for (const { groups } of text.matchAll(portPattern)) {
    const { address = '', host, inner = '', innerEnd = inner, protocol = 'tcp' } = groups ?? {}
    const count = Math.min(Number(innerEnd), 65535) - Number(inner)
    for (let step = 0; step <= count; step++) {
      const containerPort = Number(inner) + step
      exposed.push(`${containerPort}/${protocol}`)
      if (host === undefined) continue
      const hostAddress = address === '' || address === '*' ? '0.0.0.0' : address.replace(/[[\]]/g, '')
      const own = { containerPort, hostPort: Number(host) + step, hostAddress }
      ports.push({ protocol: protocol as PublishedPort['protocol'], ...own })
    }
  }
  return { ports, exposed }
}

/** A container of which only the list is known: without addresses. */
export function asContainer({ id, name, running, ports, exposed }: ListedContainer): Container {
  const unknown = { startedAt: '', pid: 0, networkMode: '', endpoints: [], links: [], labels: {} }
  return { id, name, running, ports, exposed, ...unknown }
}
