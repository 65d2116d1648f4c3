import type { CheckedKind } from '#model/check.ts'
import type { Owners } from '#model/owner.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { Source } from '#model/source.ts'
import { lowerSnapshot } from '#lowered/lower.ts'
import type { ReadSegment } from '#syntax/text/compose-rulesets.ts'
import { flushingOf, loaders as loadersOf, loads } from './loaders.ts'
import { publishedPorts } from './published.ts'
import type { Asking, CheckedText, Subject, View } from './subject.ts'

/** A text as it was read. `snapshot`: its rules; undefined: it holds none. */
export interface GivenText {
  readonly source: Source
  readonly kind: CheckedKind
  readonly segments: readonly ReadSegment[]
  readonly snapshot: Snapshot | undefined
}

/** What the room above knows how to find out. */
export interface Setting {
  readonly ask: Asking
  ownersOf(snapshot: Snapshot): Owners
}

/** Puts sources together, so that each rule of the linter sees all of them at once. */
export function buildSubject(host: Snapshot | undefined, given: readonly GivenText[], setting: Setting): Subject {
  const { ask, ownersOf } = setting
  const texts = checkedTexts(given)
  const docker = host?.docker ?? given.find(({ snapshot }) => snapshot?.docker !== undefined)?.snapshot?.docker
  const viewOf = (snapshot: Snapshot, text: CheckedText | undefined): View => {
    return { snapshot, lowered: lowerSnapshot(snapshot), owners: ownersOf(snapshot), text }
  }
  const hostView = host === undefined ? undefined : viewOf(host, undefined)
  const ofTexts = given.flatMap(({ snapshot }, index) => {
    if (snapshot === undefined) return []
    const known = { docker: snapshot.docker ?? docker, facts: host?.facts ?? snapshot.facts }
    return [viewOf({ ...snapshot, ...known }, texts[index])]
  })
  const views = hostView === undefined ? ofTexts : [hostView, ...ofTexts]
  return {
    ...{ host: hostView, views, texts, docker, ask, enabled: enabledUnits(host) },
    hasDocker: docker !== undefined || views.some(showsDocker) || texts.some(namesDocker),
    published: publishedPorts(docker, views),
  }
}

function checkedTexts(given: readonly GivenText[]): readonly CheckedText[] {
  const loaders = given.flatMap(({ source, kind }) => loadersOf(source, kind))
  const settings = given.filter(({ kind }) => kind === 'settings').map(({ source }) => source)
  return given.map(({ source, kind, segments }) => {
    const own = kind === 'restore' || kind === 'dump' ? loaders.filter((one) => loads(one, source.name)) : []
    // A dump that something loads is a file for iptables-restore.
    const isLoaded = kind === 'dump' && own.length > 0
    const flushing = kind === 'restore' || isLoaded ? flushingOf(source, own, settings) : 'unknown'
    return { source, kind: isLoaded ? 'restore' : kind, segments, flushing, loaders: own }
  })
}

function showsDocker({ lowered }: View): boolean {
  return lowered.tables.some(({ chains }) => [...chains.keys()].some((name) => /^DOCKER(-|_|$)/.test(name)))
}

function namesDocker({ kind, source: { text } }: CheckedText): boolean {
  if (kind === 'compose' || kind === 'daemon') return true
  return /\b(DOCKER-USER|docker0|docker\.service|dockerd)\b/.test(text)
}

const wants = /\.target\.wants\/([^/]+)$/

/** Whether a file only says that a unit is started at boot. */
export function saysEnabled(path: string): boolean {
  return wants.test(path)
}

function enabledUnits(host: Snapshot | undefined): ReadonlySet<string> | undefined {
  const names = (host?.persistence ?? []).flatMap(({ path }) => wants.exec(path)?.[1] ?? [])
  return names.length === 0 ? undefined : new Set(names)
}
