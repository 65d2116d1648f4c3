import type { Say } from '#i18n/catalogue.ts'
import type { Egress, Exposure, ExposureCell } from '#model/exposure.ts'
import type { ReadText } from '#model/snapshot.ts'
import { countOpen } from './exposure-rows.ts'
import { answerSchemaVersion, diagnosticsJson } from './json.ts'

/** The answer of `exposure --json`; its schema is `schemas/exposure.schema.json`. */
export function exposureJson(
  say: Say,
  { source, zones, doors, assumed, hostAddress }: Exposure,
  texts: readonly ReadText[],
) {
  return {
    kind: 'exposure',
    schemaVersion: answerSchemaVersion,
    source,
    hostAddress: hostAddress ?? null,
    zones: zones.map(({ kind, name, addresses, device }, index) => ({
      ...{ kind, name, addresses, device: device ?? null },
      open: countOpen(doors, index, (_, cell) => cell.state === 'open'),
      openDespiteRule: countOpen(doors, index, (door, cell) => cell.state === 'open' && door.despite !== undefined),
    })),
    doors: doors.map(({ target, network, cells, despite, notes, ...door }) => ({
      ...door,
      target: {
        kind: target.kind,
        name: target.kind === 'container' ? target.name : target.kind === 'host' ? target.process : target.address,
        port: target.kind === 'host' ? null : target.port,
      },
      network: network ?? null,
      cells: cells.map((cell, index) => cellJson(zones[index]?.name ?? '', cell)),
      despite: despite ?? null,
      notes: notes.map((note) => ({ id: note.id, args: note.args, message: say(note) })),
    })),
    assumed,
    diagnostics: diagnosticsJson(say, texts),
  }
}

function cellJson(zone: string, cell: ExposureCell | undefined) {
  if (cell === undefined)
    return { zone, state: null, by: null, owner: null, proxy: false, reason: null, unread: false, parts: [] }
  return {
    zone,
    ...cell,
    by: cell.by ?? null,
    owner: cell.owner ?? null,
    reason: cell.reason ?? null,
    parts: cell.parts ?? [],
  }
}

/** The answer of `exposure --egress --json`; its schema is `schemas/egress.schema.json`. */
export function egressJson(say: Say, { source, places, rows, port, assumed }: Egress, texts: readonly ReadText[]) {
  return {
    kind: 'egress',
    schemaVersion: answerSchemaVersion,
    source,
    port,
    places: places.map(({ kind, name, addresses }) => ({ kind, name, addresses })),
    networks: rows.map(({ network, families, cells }) => ({
      ...{ name: network, families },
      cells: cells.map((cell, index) => cellJson(places[index]?.name ?? '', cell)),
    })),
    assumed,
    diagnostics: diagnosticsJson(say, texts),
  }
}
