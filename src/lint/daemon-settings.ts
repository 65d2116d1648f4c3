import type { FindingPlace } from '#model/finding.ts'
import type { Source } from '#model/source.ts'
import { placeIn } from './places.ts'
import type { Subject } from './subject.ts'

/** Where the engine was told a setting that is on or off, in a file, a unit, or the arguments of the running engine. */
export function settingPlaces(subject: Subject, name: string, value = false): readonly FindingPlace[] {
  const inTexts = subject.texts.flatMap(({ kind, source }) => {
    const pattern =
      kind === 'daemon'
        ? inJson(name, value)
        : kind === 'unit' || kind === 'settings'
          ? asArgument(name, value)
          : undefined
    return pattern === undefined ? [] : placesIn(source, pattern)
  })
  const daemon = subject.host?.snapshot.daemon
  if (inTexts.length > 0 || daemon === undefined) return inTexts
  const words: Source = { name: 'dockerd', text: daemon.words.join(' ') }
  const json: Source = { name: 'daemon.json', text: JSON.stringify(daemon.json ?? {}, undefined, 2) }
  return [...placesIn(words, asArgument(name, value)), ...placesIn(json, inJson(name, value))]
}

/** Whether the engine was told so. */
export function isSwitchedOff(subject: Subject, name: string, value = false): boolean {
  return settingPlaces(subject, name, value).length > 0
}

function inJson(name: string, value: boolean): RegExp {
  return new RegExp(`"${name}"\\s*:\\s*${value}\\b`, 'g')
}

function asArgument(name: string, value: boolean): RegExp {
  return new RegExp(`(?<![\\w-])--${name}${value ? '(?:=true|=1)?(?![\\w=-])' : '=(?:false|0)\\b'}`, 'g')
}

function placesIn(source: Source, pattern: RegExp): readonly FindingPlace[] {
  return [...source.text.matchAll(pattern)]
    .filter(({ index }) => !/^\s*#/.test(source.text.slice(source.text.lastIndexOf('\n', index - 1) + 1, index)))
    .map(({ 0: written, index }) => placeIn(source, { start: index, end: index + written.length }))
}
