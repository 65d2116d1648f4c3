import { groupBy } from '#base/lists.ts'
import type { Say } from '#i18n/catalogue.ts'
import { message } from '#model/diagnostic.ts'
import {
  type Door,
  type Exposure,
  type ExposureCell,
  type ExposureState,
  type ExposureZone,
  targetText,
} from '#model/exposure.ts'
import { countOpen, decidedParts, decidingCell, doorText } from './exposure-rows.ts'
import { type Block, gap, indented, type Line, line, type Page, type Piece, type Style, styled, table } from './page.ts'

/** How much of it to show. `full`: each container's own address and port in a row. */
export type ExposureDensity = 'concise' | 'normal' | 'full'

/** Who can reach what: the number, the table of doors and zones, the notes, and how to prove it. */
export function exposurePage(say: Say, exposure: Exposure, density: ExposureDensity): Page {
  const { assumed, doors } = exposure
  const head = [line(styled(headStyle(exposure), headText(say, exposure)))]
  const read = assumed.length === 0 ? [] : [line(say(message('exposure/assumed', { codes: assumed.join(', ') })))]
  if (density === 'concise') return [...head, ...read]
  const rows = density === 'full' ? doors.map((door) => ({ door, folded: [] })) : folded(doors)
  return [
    ...head,
    ...read,
    ...(rows.length === 0 ? [] : [gap, doorTable(say, exposure, rows, density === 'full')]),
    ...notes(say, doors),
    ...lastLines(say, exposure),
  ]
}

function headText(say: Say, { doors, zones }: Exposure): string {
  const zone = zones[0]
  const count = (state: ExposureState) => countOpen(doors, 0, (_, cell) => cell.state === state)
  const despite = countOpen(doors, 0, (door, cell) => cell.state === 'open' && door.despite !== undefined)
  const args = { count: count('open'), despite, perhaps: count('perhaps'), limited: count('limited') }
  return say(message('exposure/head', { ...args, kind: zone?.kind ?? 'host', zone: zone?.name ?? '' }))
}

function headStyle({ doors }: Exposure): Style {
  return doors.some(({ despite }) => despite !== undefined) ? 'warning' : 'strong'
}

/** A row; `folded`: the others of a network that fare like it when they are asked directly. */
interface Row {
  readonly door: Door
  readonly folded: readonly Door[]
}

function folded(doors: readonly Door[]): readonly Row[] {
  const key = (door: Door) =>
    door.kind === 'direct' ? `${door.network} ${door.cells.map((cell) => cell?.state).join(' ')}` : door
  return [...groupBy(doors, key).values()].map(([door, ...rest]) => ({ door: door as Door, folded: rest }))
}

const mostNetworks = 2

function doorTable(say: Say, { zones }: Exposure, rows: readonly Row[], isFull: boolean): Block {
  const columns = zoneColumns(say, zones)
  const word = (id: 'port' | 'goes-to' | 'decided-by') => styled('strong', say(message(`exposure/${id}`)))
  const heads: Line[] = [
    [word('port')],
    [word('goes-to')],
    ...columns.map(({ head }): Line => [styled('strong', head)]),
    [word('decided-by')],
  ]
  const body = rows.map(({ door, folded: more }): Line[] => [
    [door.kind === 'direct' && !isFull ? say(message('exposure/direct')) : portText(door)],
    [more.length === 0 ? targetText(door.target) : networkText(say, [door, ...more])],
    ...columns.map(
      ({ of }): Line => [
        cellsText(
          say,
          of.map((index) => door.cells[index]),
          door.despite === undefined ? undefined : door.cells[0],
        ),
      ],
    ),
    decidedParts(decidingCell(door)).map((part, index) => (index === 0 ? part : styled('muted', ` ${part}`))),
  ])
  return table(0, `CC${columns.map(({ head }) => (head.length > 10 ? 'C' : 'l')).join('')}B`, [heads, ...body])
}

/** A column for each zone; one for all container networks where there are more than two. */
export function zoneColumns(
  say: Say,
  zones: readonly ExposureZone[],
): readonly { readonly head: string; readonly of: readonly number[] }[] {
  const networks = zones.flatMap(({ kind }, index) => (kind === 'network' ? [index] : []))
  const folds = networks.length > mostNetworks
  return zones.flatMap(({ kind, name }, index) => {
    if (kind !== 'network' || !folds) return [{ head: zoneHead({ kind, name }), of: [index] }]
    return index === networks[0] ? [{ head: say(message('exposure/networks')), of: networks }] : []
  })
}

/** The head of a column. */
export function zoneHead({ kind, name }: Pick<ExposureZone, 'kind' | 'name'>): string {
  return kind === 'network' || kind === 'named' ? name : name.toUpperCase()
}

/** With the family where the row is for one of two. */
export function portText(door: Door): string {
  const own = door.address === '' && door.families.length === 1 ? ` ${door.families[0] === 'ipv4' ? 'v4' : 'v6'}` : ''
  return `${doorText(door)}${own}`
}

function networkText(say: Say, doors: readonly Door[]): string {
  return say(message('exposure/network-ports', { network: doors[0]?.network ?? '', count: doors.length }))
}

const styles: Readonly<Record<ExposureState, Style>> = {
  open: 'accept',
  limited: 'warning',
  perhaps: 'unknown',
  closed: 'drop',
}

/** One word for one zone, or for all container networks together. `wrong`: the cell that a rule was meant to close. */
export function cellsText(
  say: Say,
  cells: readonly (ExposureCell | undefined)[],
  wrong: ExposureCell | undefined,
): Piece {
  const asked = cells.filter((cell) => cell !== undefined)
  const [first] = asked
  if (first === undefined) return styled('muted', '-')
  const state = say(message(`exposure/${first.state}`))
  if (asked.every((one) => one.state === first.state)) {
    const isWrong = first.state === 'open' && first === wrong
    return styled(isWrong ? 'warning' : styles[first.state], isWrong ? `${state.toUpperCase()} !` : state)
  }
  const open = asked.filter((one) => one.state === 'open').length
  return styled('warning', say(message('exposure/some', { open, count: asked.length })))
}

/** Each note once, with the doors it is about. */
function notes(say: Say, doors: readonly Door[]): readonly Block[] {
  const all = doors.flatMap((door) => door.notes.map((note) => ({ door, note })))
  const said = all.filter(({ note }) => note.id !== 'exposure/note-loopback')
  const blocks = [...groupBy(said, ({ note, door }) => `${say(note)} ${door.despite ?? ''}`).values()].map((group) => {
    const ports = [...new Set(group.map(({ door }) => portText(door)))]
    const names = ports.length > 4 ? `${ports.slice(0, 3).join(', ')}, +${ports.length - 3}` : ports.join(', ')
    const [{ note, door }] = group as [(typeof group)[number]]
    const isWrong = door.despite !== undefined && note.args.rule === door.despite
    const sign = styled(isWrong ? 'warning' : 'muted', isWrong ? '! ' : '- ')
    return indented(0, [sign, `${names}: ${say(note)}`], 2)
  })
  return blocks.length === 0 ? [] : [gap, ...blocks]
}

function lastLines(say: Say, { zones, doors, hostAddress }: Exposure): readonly Block[] {
  const stand = zones
    .filter(({ kind, addresses }) => kind !== 'network' && addresses.length > 0)
    .map(({ name, addresses, device }) => `${name} = ${addresses.join(', ')}${device ? ` (${device})` : ''}`)
  const open = doors.find(
    ({ cells, protocol, kind, families }) =>
      cells[0]?.state === 'open' && protocol === 'tcp' && kind !== 'direct' && families.includes('ipv4'),
  )
  const host = open?.address || hostAddress
  const isOutside = zones[0] !== undefined && zones[0].kind !== 'host' && zones[0].kind !== 'network'
  return [
    gap,
    ...(stand.length === 0 ? [] : [line(say(message('exposure/zones', { zones: stand.join('; ') })))]),
    ...(open === undefined || host === undefined || !isOutside
      ? []
      : [line(say(message('exposure/prove', { command: `nc -zvw3 ${host} ${open.port}` })))]),
  ]
}
