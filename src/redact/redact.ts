import { dockerRecogniser } from '#docker/recognise.ts'
import { findTarget } from '#extensions/registry.ts'
import { ruleOptions } from '#docker/engines/daemon-options.ts'
import type { Family } from '#model/family.ts'
import type { Ruleset } from '#model/ruleset.ts'
import { iptablesHooks } from '#lowered/iptables-places.ts'
import type { PersistenceFile } from '#model/snapshot.ts'
import type { DaemonJson, SnapshotFile } from '#model/snapshot-file.ts'
import { assignOwners, otherRecognisers } from '#owners/owners.ts'
import { readRules } from '#snapshots/read-rules.ts'
import { faking, type Notes, noting } from './note-or-fake.ts'
import { isForeignExtension, isPublicWord } from './public-words.ts'
import { rewriteDocker } from './rewrite-docker.ts'
import { rewriteFacts } from './rewrite-facts.ts'
import { rewriteNft } from './rewrite-nft.ts'
import { rewriteRules } from './rewrite-rules.ts'
import type { Rewriter } from './rewriter.ts'

/**
 * Snapshots that can be shown to strangers: addresses, MACs and names become fakes, the same everywhere in all of them, so
 * that what the rules do, whose they are and how they differ stays the same. Texts that cannot be told apart into names and
 * words (units, scripts, nftables.conf) are emptied. Marks that programs leave in the names of chains and sets stay.
 */
export function redact(files: readonly SnapshotFile[]): readonly SnapshotFile[] {
  const notes: Notes = { prefixes: new Map(), devices: new Set(), times: new Set() }
  for (const file of files) rewriteFile(file, noting(notes))
  const rewriter = faking(notes, chainsThatStay(files))
  return files.map((file) => ({ ...rewriteFile(file, rewriter), redacted: true }))
}

function rewriteFile(file: SnapshotFile, rewriter: Rewriter): SnapshotFile {
  return {
    kind: file.kind,
    schemaVersion: file.schemaVersion,
    capturedAt: /^\d{4}-\d\d-\d\dT[\d:.]{5,20}Z$/.test(file.capturedAt ?? '') ? file.capturedAt : undefined,
    redacted: file.redacted,
    rules: file.rules.map((one) => ({
      ...one,
      command: rewritePath(one.command, rewriter),
      text: rewriteRules(one.text, rewriter),
    })),
    nft: file.nft === undefined ? undefined : rewriteNft(file.nft, rewriter),
    facts: rewriteFacts(file.facts, rewriter),
    docker: file.docker === undefined ? undefined : rewriteDocker(file.docker, rewriter),
    daemon: file.daemon && rewriteDaemonConfig(file.daemon, rewriter),
    persistence: file.persistence.map((one) => rewritePersistence(one, rewriter)),
    notes: file.notes.map((note) => rewriteNote(note, rewriter)),
  }
}

const ruleFile = /^\/etc\/(iptables\/|sysconfig\/ip6?tables$|ufw\/).*(rules(\.v[46])?|tables)$/

function rewritePersistence({ path, text }: PersistenceFile, rewriter: Rewriter): PersistenceFile {
  const shown = rewritePath(path, rewriter)
  if (ruleFile.test(path)) return { path: shown, text: rewriteRules(text, rewriter) }
  return { path: shown, text: path.endsWith('/daemon.json') ? rewriteDaemon(text, rewriter) : '' }
}

const endings = /^(.*?)((?:\.(?:rules|v4|v6|d|conf|service|timer|socket|target|sh|json|nft|xml|sock|txt))*)$/s

// The files that every host has keep their names, and others what their name ends with. Also of a command with a path in it.
function rewritePath(path: string, rewriter: Rewriter): string {
  return path.replace(/[^\s/]+/g, (part) => {
    const [, name = part, ending = ''] = endings.exec(part) ?? []
    return isPublicWord(part) || isPublicWord(name) ? part : `${rewriter.name('path', name)}${ending}`
  })
}

const isPlainOption = (word: string) => /^[\w-]+(=[\w.:/,=-]*)?$/.test(word)

// Of what daemon.json says, switches and addresses: a value of another kind may name anything.
function withoutBridge({ words, json }: ReturnType<typeof ruleOptions>): ReturnType<typeof ruleOptions> {
  const isPlain = ([name, value]: readonly [string, unknown]) =>
    name !== 'bridge' && (typeof value === 'boolean' || /^[\w"{}[\]:.,/-]*$/.test(JSON.stringify(value)))
  const fields = typeof json === 'object' && json !== null ? Object.entries(json).filter(isPlain) : undefined
  return { words: words.filter((word) => !/^--bridge(=|$)/.test(word)), json: fields && Object.fromEntries(fields) }
}

// Options that decide rules, none of which names anything of the host's; why some are not known may.
function rewriteDaemonConfig(daemon: DaemonJson, rewriter: Rewriter): DaemonJson {
  const { unread, before, forwardingGuessed, variant, ipv6Variant, mesh, problems, words, json } = daemon
  const shown = withoutBridge(ruleOptions(words, json))
  const problemsShown = problems?.map(({ id }) => ({ id, args: {} }))
  return {
    words: shown.words.filter(isPlainOption).map((word) => rewriteArgument(word, rewriter)),
    json: rewriteOption('', shown.json, rewriter) as DaemonJson['json'],
    before: { ipv4: before.ipv4, ipv6: before.ipv6 },
    mesh: mesh.map(({ protocol, port }) => ({ protocol: rewriter.text(protocol), port })),
    ...(unread === undefined ? {} : { unread }),
    ...(problemsShown === undefined ? {} : { problems: problemsShown }),
    ...(forwardingGuessed === undefined ? {} : { forwardingGuessed }),
    ...(variant === undefined ? {} : { variant }),
    ...(ipv6Variant === undefined ? {} : { ipv6Variant }),
  }
}

function rewriteArgument(word: string, rewriter: Rewriter): string {
  const [, dashes = '', name = '', rest = ''] = /^(-*)([^=]*)(.*)$/s.exec(word) ?? []
  return `${dashes}${rewriter.text(name)}${rewriter.text(rest)}`
}

// What cannot be read as JSON could say anything.
function rewriteDaemon(text: string, rewriter: Rewriter): string {
  try {
    return `${JSON.stringify(rewriteOption('', JSON.parse(text), rewriter), undefined, 2)}\n`
  } catch {
    return ''
  }
}

function rewriteOption(option: string, value: unknown, rewriter: Rewriter): unknown {
  if (typeof value === 'string') return option === 'bridge' ? rewriter.device(value) : rewriter.text(value)
  if (Array.isArray(value)) return value.map((one) => rewriteOption(option, one, rewriter))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(
    ([key, inner]) =>
      [isPublicWord(key) ? key : rewriter.name('label', key), rewriteOption(key, inner, rewriter)] as const,
  )
  return Object.fromEntries(entries)
}

// What a tool said may name anything. The id is one of a version's messages.
type Note = SnapshotFile['notes'][number]

function rewriteNote({ id, args }: Note, rewriter: Rewriter): Note {
  const kept = Object.entries(args).map(([key, value]) => {
    const known = isPublicWord(key) ? key : rewriter.name('label', key)
    if (typeof value === 'number') return [known, value] as const
    return [known, key === 'said' ? '' : key === 'path' ? rewritePath(value, rewriter) : rewriter.text(value)] as const
  })
  return { id, args: Object.fromEntries(kept) }
}

/** Chains that are nobody's own idea: built in, or of a program that we know by them. Targets are none at all. */
function chainsThatStay(files: readonly SnapshotFile[]): (name: string) => boolean {
  // mangle has a chain at every hook.
  const stay = new Set<string>(iptablesHooks('mangle'))
  const own = new Set<string>()
  for (const file of files) {
    for (const rulesets of rulesetsIn(file)) {
      const owners = assignOwners(rulesets, [...otherRecognisers, dockerRecogniser(file.docker)])
      for (const ruleset of rulesets) {
        for (const { name: table, chains } of ruleset.tables) {
          for (const { name } of chains) {
            const isOwn = owners.ofChain(ruleset, table, name).owner === 'user' && !stay.has(name)
            if (isOwn) own.add(name)
            else stay.add(name)
          }
        }
      }
    }
  }
  const isTarget = (name: string) => /^(ACCEPT|DROP|RETURN|QUEUE)$/.test(name) || findTarget(name, 'ipv4') !== undefined
  return (name) => stay.has(name) || (!own.has(name) && (isTarget(name) || isForeignExtension(name)))
}

// Rules that are loaded together are judged together; each file for the next boot is judged alone.
function rulesetsIn(file: SnapshotFile): readonly (readonly Ruleset[])[] {
  const read = (text: string, family: Family) => readRules({ name: '', text }, { family }).rulesets
  return [
    file.rules.flatMap(({ text, family, variant }) => readRules({ name: '', text }, { family, variant }).rulesets),
    ...file.persistence
      .filter(({ path }) => ruleFile.test(path))
      .map(({ path, text }) => read(text, /6/.test(path) ? 'ipv6' : 'ipv4')),
  ]
}
