import type { Host } from '#host/host.ts'
import { type Message, message } from '#model/diagnostic.ts'
import { Fault } from '#model/fault.ts'
import type { Source } from '#model/source.ts'
import { emptySnapshot, type Snapshot } from '#model/snapshot.ts'
import { snapshotSchemaVersion } from '#model/snapshot-file.ts'
import { plainText } from '#syntax/text/plain-text.ts'
import { rulesetsOfNft } from '#syntax/nft/iptables/rulesets-of-nft.ts'
import { readNftJson } from '#syntax/nft/read-nft-json.ts'
import { readCapturedFolder } from './captured-folder.ts'
import { includedFiles } from './included-files.ts'
import { dockerState } from './docker-state.ts'
import { pastedFacts } from './pasted-facts.ts'
import { pastedNotes, pastedSummary } from './pasted-notes.ts'
import { type ReadOptions, readRules, type RulesReading } from './read-rules.ts'
import { snapshotFromFile } from './snapshot-from-file.ts'

/** The snapshot in a text that is no JSON: rules in any form, read at once. What else a page shows takes `readSnapshot`. */
export function textSnapshot(name: string, text: string, options: ReadOptions = {}): Snapshot {
  const source = { name, text: plainText(text).text }
  return rulesSnapshot(source, readRules(source, options))
}

function rulesSnapshot(source: Source, { rulesets, native, diagnostics, forms }: RulesReading): Snapshot {
  return { ...emptySnapshot(source.name), rulesets, native, texts: [{ source, diagnostics, forms }] }
}

/** The snapshot in a page: rules in any form, and what other programs printed beside them as facts. */
async function pageSnapshot(name: string, given: string, options: ReadOptions): Promise<Snapshot> {
  const { text, undone } = plainText(given)
  const source = { name, text }
  const reading = readRules(source, options)
  const notes = undone.length === 0 ? [] : [message('paste/plain-text', { undone: undone.join(' ') })]
  const snapshot = { ...rulesSnapshot(source, reading), notes }
  const { outputs, rulesets, diagnostics, forms } = reading
  if (outputs.length === 0) return snapshot
  const { pastedDocker } = await import('./pasted-docker.ts')
  const { facts, partial } = pastedFacts(text, outputs)
  const docker = await pastedDocker(text, outputs, rulesets)
  const pasted = pastedNotes(text, outputs, partial)
  return {
    ...snapshot,
    facts,
    docker: docker?.state,
    notes: [...notes, ...pastedSummary(outputs, docker?.placed ?? []), ...(docker?.notes ?? [])],
    texts: [{ source, diagnostics: [...pasted, ...diagnostics], forms: [...forms, 'facts'] }],
  }
}

/** The snapshot in a text of any kind: ours, what `nft -j` or `docker inspect` said, or rules in any form. */
export async function readSnapshot(name: string, text: string, options: ReadOptions = {}): Promise<Snapshot> {
  if (!/^\uFEFF?\s{0,1000}[[{]/.test(text)) return pageSnapshot(name, text, options)
  const source = { name, text }
  const document = parse(text)
  if (!(document instanceof SyntaxError)) return readDocument(source, document)
  // A prompt, a section of a unit, counters: much that is no JSON begins like it.
  const snapshot = await pageSnapshot(name, text, options)
  if (snapshot.texts.some(({ forms }) => forms.length > 0)) return snapshot
  return unreadable(source, [message('snapshot/not-json', { said: document.message.replace(/\s+/g, ' ') })])
}

/** The snapshot behind a path: a file, or a folder of files that tools wrote. Faults: unreadable, permission-denied. */
export async function readSnapshotAt(host: Host, path: string, options: ReadOptions = {}): Promise<Snapshot> {
  const folder = path.replace(/(?<=.)\/+$/, '')
  if ((await host.list(folder)).length > 0) {
    const file = await readCapturedFolder(host, folder)
    return snapshotFromFile(file, path, ({ command }) => `${folder}/${command}`)
  }
  const text = await host.read(path)
  if (text === undefined) throw new Fault('host/unreadable', { path, said: 'no such file or folder' })
  return readSnapshot(path, text, { ...options, files: await includedFiles(host, path, text) })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    return error
  }
}

async function readDocument(source: Source, document: unknown): Promise<Snapshot> {
  const fields = (Array.isArray(document) ? document[0] : document) as Readonly<Record<string, unknown>> | null
  const has = (key: string) => typeof fields === 'object' && fields !== null && Object.hasOwn(fields, key)
  if (has('nftables')) {
    const native = readNftJson(document, source.name)
    return {
      ...emptySnapshot(source.name),
      rulesets: rulesetsOfNft(native ?? [], [], source.name),
      nft: document,
      native,
      texts: [{ source, diagnostics: [], forms: ['nft'] }],
    }
  }
  if (fields?.kind === 'seawall-snapshot') return readOwn(source, document)
  if (['NetworkSettings', 'IPAM', 'ServerVersion', 'Server'].some(has)) return readDockers(source, document)
  return unreadable(source, [message('snapshot/unknown-document')])
}

async function readOwn(source: Source, document: unknown): Promise<Snapshot> {
  const version = (document as { readonly schemaVersion?: unknown }).schemaVersion
  if (typeof version === 'number' && version > snapshotSchemaVersion)
    return unreadable(source, [message('snapshot/newer-version', { version, known: snapshotSchemaVersion })])
  const { parseSnapshotFile } = await import('./snapshot-schema.ts')
  const result = parseSnapshotFile(document)
  if (result.kind === 'file') return snapshotFromFile(result.file, source.name)
  return unreadable(
    source,
    result.issues.slice(0, 20).map((issue) => message('snapshot/bad-field', { ...issue })),
  )
}

async function readDockers(source: Source, document: unknown): Promise<Snapshot> {
  const parts = Array.isArray(document) ? document : [document]
  const has = (key: string) =>
    parts.some((part) => typeof part === 'object' && part !== null && Object.hasOwn(part, key))
  const unread = [...(has('IPAM') ? [] : ['networks']), ...(has('NetworkSettings') ? [] : ['containers'])]
  const { state, notes } = await dockerState({ networks: parts, containers: [], unread })
  return {
    ...emptySnapshot(source.name),
    docker: state,
    notes,
    texts: [{ source, diagnostics: [], forms: ['docker'] }],
  }
}

function unreadable(source: Source, messages: readonly Message[]): Snapshot {
  const span = { start: 0, end: Math.min(1, source.text.length) }
  const diagnostics = messages.map((what) => ({ severity: 'error' as const, ...what, span }))
  return { ...emptySnapshot(source.name), texts: [{ source, diagnostics, forms: ['snapshot'] }] }
}
