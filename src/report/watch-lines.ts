import type { Say } from '#i18n/catalogue.ts'
import { type Message, message } from '#model/diagnostic.ts'
import type { Actor, WatchEvent, WatchWeight } from '#model/watch.ts'
import type { Style } from './page.ts'
import { answerSchemaVersion } from './json.ts'

const marks: Readonly<Record<WatchWeight, string>> = { alarm: '!!', notice: '! ', fine: '+ ', plain: '  ' }

/** The style of an event by its weight. */
export const watchStyles: Readonly<Record<WatchWeight, Style>> = {
  alarm: 'drop',
  notice: 'warning',
  fine: 'accept',
  plain: 'plain',
}

// How syslog counts: the journal takes the number off.
const levels: Readonly<Record<WatchWeight, number>> = { alarm: 3, notice: 4, fine: 5, plain: 6 }

const mostActors = 3

/** What happened, in one sentence: what, what it comes to, who did it. */
export function watchSentence(say: Say, { what, parts, by }: WatchEvent): string {
  const all = [what, ...parts].map((one) => say(one)).join('; ')
  return by.length === 0 ? all : `${all}; ${actorsText(say, by)}`
}

function actorsText(say: Say, by: readonly Actor[]): string {
  const actors = by
    .slice(0, mostActors)
    .map((actor) => actorText(say, actor))
    .join(', ')
  return say(message('watch/by-all', { actors, more: Math.max(0, by.length - mostActors) }))
}

const mostCommand = 60

function actorText(say: Say, { pid, program, command, unit, login }: Actor): string {
  const short = command !== undefined && command.length > mostCommand ? `${command.slice(0, mostCommand)}...` : command
  return say(message('watch/by', { pid, program, command: short ?? '', unit: unit ?? '', login: login ?? '' }))
}

/** One line about an event: time, mark, sentence. */
export function watchLine(say: Say, event: WatchEvent): string {
  return `${timeText(event.at)} ${marks[event.weight]} ${watchSentence(say, event)}`
}

/** The same for the journal of systemd, which knows the time: its level, and the sentence. */
export function watchJournalLine(say: Say, event: WatchEvent): string {
  return `<${levels[event.weight]}>${watchSentence(say, event)}`
}

/** The local time of an event, as `21:40:05`. */
export function timeText(at: string): string {
  const time = new Date(at)
  return [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':')
}

/** One line of `watch --json`; its schema is `schemas/watch-event.schema.json`. */
export function watchEventJson(say: Say, event: WatchEvent) {
  const said = (one: Message) => ({ id: one.id, args: one.args, message: say(one) })
  return {
    kind: 'watch-event',
    schemaVersion: answerSchemaVersion,
    at: event.at,
    event: event.kind,
    weight: event.weight,
    message: watchSentence(say, event),
    what: said(event.what),
    parts: event.parts.map(said),
    by: event.by.map(({ pid, program, command, unit, login }) => ({
      pid,
      program,
      command: command ?? null,
      unit: unit ?? null,
      login: login ?? null,
    })),
  }
}
