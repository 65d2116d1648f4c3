import type { Message } from '#pages.ts'

/** What the exit code of every command means. */
export const exit = {
  fine: 0,
  findings: 1,
  usage: 2,
  unreadable: 3,
  notApplied: 4,
  partlyRead: 5,
  bug: 70,
  interrupted: 130,
} as const

/** The arguments make no sense together; `help` says which do. */
export class UsageError extends Error {
  readonly what: Message
  readonly help: Message | undefined
  constructor(what: Message, help?: Message) {
    super(what.id)
    this.what = what
    this.help = help
  }
}
