import type { Check, CheckedSource } from '#model/check.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { buildSubject, type GivenText, type Setting } from '#lint/build-subject.ts'
import { lint } from '#lint/lint.ts'
import type { Subject } from '#lint/subject.ts'
import { answerPort, exposureFor } from './check-asking.ts'
import { type CheckInput, givenTexts } from './check-sources.ts'
import { ownersOf } from './owners-answer.ts'

/** How to check. `today`: a date as `2030-12-31`. */
export interface CheckRequest {
  readonly today: string
}

const setting: Setting = { ask: { port: answerPort, exposure: exposureFor }, ownersOf }

/** What is wrong in sources that are seen together, and what of them could not be read. Files are seen on the first host among them. */
export async function answerCheck(inputs: readonly CheckInput[], { today }: CheckRequest): Promise<Check> {
  const hosts = inputs.flatMap((input) => (input.kind === 'host' ? [input.snapshot] : []))
  const files = (await Promise.all(inputs.filter(({ kind }) => kind === 'text').map(givenTexts))).flat()
  const parts = await Promise.all((hosts.length === 0 ? [undefined] : hosts).map(partOf))
  const subjects = parts.map(({ host, own }, index) => {
    const given = index === 0 ? [...own, ...files] : own
    return { host, given, subject: buildSubject(host, given, setting) }
  })
  const linted = subjects.map(({ subject }) => lint(subject, today))
  return {
    sources: subjects.flatMap(({ host, given }) => sourcesOf(host, given)),
    findings: linted.flatMap(({ findings }) => findings),
    allowed: linted.flatMap(({ allowed }) => allowed),
    rules: subjects.reduce((sum, { subject }) => sum + rulesIn(subject), 0),
    unread: subjects.flatMap(({ host, given }) => unreadOf(host, given)),
  }
}

async function partOf(host: Snapshot | undefined) {
  return { host, own: host === undefined ? [] : await givenTexts({ kind: 'host', snapshot: host }) }
}

function sourcesOf(host: Snapshot | undefined, given: readonly GivenText[]): readonly CheckedSource[] {
  const own: readonly CheckedSource[] = host === undefined ? [] : [{ name: host.name, kind: 'host' }]
  return [...own, ...given.map(({ source, kind }) => ({ name: source.name, kind }))]
}

function rulesIn({ views }: Subject): number {
  const all = views.flatMap(({ lowered }) => lowered.tables.flatMap(({ chains }) => [...chains.values()]))
  return all.reduce((sum, { rules }) => sum + rules.length, 0)
}

// A line with a control character is read; a file that holds only the names of tables, and a text of another kind, are named elsewhere.
const harmless: ReadonlySet<string> = new Set(['syntax/control-character', 'syntax/nothing-readable'])

function unreadOf(host: Snapshot | undefined, given: readonly GivenText[]): readonly string[] {
  const all = [host, ...given.map(({ snapshot }) => snapshot)].flatMap((snapshot) => snapshot?.texts ?? [])
  const partly = all.filter(({ diagnostics }) =>
    diagnostics.some(({ severity, id }) => severity === 'error' && !harmless.has(id)),
  )
  const unknown = given.filter((one) => one.kind === 'unknown' || (one.kind === 'daemon' && !isJson(one.source.text)))
  return [...new Set([...partly, ...unknown].map(({ source }) => source.name))]
}

// Docker refuses a daemon.json that is no JSON; an empty one counts as without options.
function isJson(text: string): boolean {
  try {
    JSON.parse(text.trim() === '' ? '{}' : text)
    return true
  } catch {
    return false
  }
}
