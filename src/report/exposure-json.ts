import type { Say } from '#i18n/catalogue.ts'
import type { Exposure } from '#model/exposure.ts'
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
      cells: cells.map((cell, index) =>
        cell === undefined
          ? {
              zone: zones[index]?.name ?? '',
              state: null,
              by: null,
              owner: null,
              proxy: false,
              reason: null,
              unread: false,
            }
          : {
              zone: zones[index]?.name ?? '',
              ...cell,
              ...{ by: cell.by ?? null, owner: cell.owner ?? null, reason: cell.reason ?? null },
            },
      ),
      despite: despite ?? null,
      notes: notes.map((note) => ({ id: note.id, args: note.args, message: say(note) })),
    })),
    assumed,
    diagnostics: diagnosticsJson(say, texts),
  }
}
