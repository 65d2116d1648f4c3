/** Everything that can go wrong with the machine, in words; each has a page and a text in the catalogue. */
export const faultCodes = [
  'host/not-root',
  'host/only-root',
  'host/tool-missing',
  'host/tool-failed',
  'host/timeout',
  'host/too-much-output',
  'host/permission-denied',
  'host/unreadable',
  'host/no-namespace',
  'host/no-rules',
  'host/docker-unreachable',
  'host/docker-address',
  'host/docker-answer',
  'host/restore-refused',
  'host/rules-busy',
  'lab/engine-died',
  'lab/step-failed',
  'kernel/no-namespaces',
  'kernel/no-tool',
  'kernel/rules-refused',
  'kernel/settings-refused',
] as const

/** One of `faultCodes`. */
export type FaultCode = (typeof faultCodes)[number]

/** What a fault knows: the command, what it said, the path, which command would work. */
export type FaultFacts = Readonly<Record<string, string | number>>

/**
 * Something the machine refused: thrown, not returned. `code` and `facts` are a message of the catalogue; `message` is for
 * programmers who see it uncaught.
 */
export class Fault extends Error {
  readonly code: FaultCode
  readonly facts: FaultFacts

  constructor(code: FaultCode, facts: FaultFacts = {}, options?: ErrorOptions) {
    super([code, ...Object.entries(facts).map(([key, value]) => `${key}=${JSON.stringify(value)}`)].join(' '), options)
    this.name = 'Fault'
    this.code = code
    this.facts = facts
  }
}
