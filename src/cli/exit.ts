/** What the exit code of every command means. */
export const exit = { fine: 0, findings: 1, usage: 2, unreadable: 3, notApplied: 4 } as const

/** The words of the command line make no sense together; `hint` says what would. */
export class UsageError extends Error {
  readonly hint: string | undefined
  constructor(text: string, hint?: string) {
    super(text)
    this.hint = hint
  }
}
