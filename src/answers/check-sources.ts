import { emptySnapshot, type ReadText, type Snapshot } from '#model/snapshot.ts'
import type { Source } from '#model/source.ts'
import { type GivenText, saysEnabled } from '#lint/build-subject.ts'
import { kindByName, kindOfRules } from '#lint/kind-of-text.ts'
import { readSnapshot } from '#snapshots/read-snapshot.ts'
import { plainText } from '#syntax/text/plain-text.ts'
import { readText } from '#syntax/text/read-text.ts'

/** One of the sources that are checked together: a host, live or captured, or a text. */
export type CheckInput =
  | { readonly kind: 'host'; readonly snapshot: Snapshot }
  | { readonly kind: 'text'; readonly source: Source }

/** What a text is checked as: a captured host, or a file. */
export async function checkInput(name: string, text: string): Promise<CheckInput> {
  const source = { name, text }
  if (kindByName(source) !== undefined || !/^\uFEFF?\s{0,1000}[[{]/.test(text)) return { kind: 'text', source }
  const snapshot = await readSnapshot(name, text)
  const isHost = snapshot.rulesets.length > 0 || snapshot.native !== undefined || snapshot.docker !== undefined
  return isHost ? { kind: 'host', snapshot } : { kind: 'text', source }
}

/** The texts of a source: the file itself, or the files of a host that bring its rules back. */
export async function givenTexts(input: CheckInput): Promise<readonly GivenText[]> {
  if (input.kind === 'text') return [await givenText(input.source)]
  const files = input.snapshot.persistence.filter(({ path }) => !saysEnabled(path))
  return Promise.all(files.map(({ path, text }) => givenText({ name: path, text })))
}

async function givenText({ name, text: given }: Source): Promise<GivenText> {
  const source = { name, text: plainText(given).text }
  const kind = kindByName(source)
  if (kind !== undefined && kind !== 'unit') return { source, kind, segments: [], snapshot: undefined }
  const read = readText(source)
  const { rulesets, native, segments, diagnostics, forms, outputs } = read
  // A unit without commands of iptables is read, and holds none.
  if (kind === 'unit' && rulesets.length === 0) return { source, kind, segments, snapshot: undefined }
  const text: ReadText = { source, diagnostics, forms }
  const plain = { ...emptySnapshot(name), rulesets, native, texts: [text] }
  const snapshot = outputs.length === 0 ? plain : { ...(await readSnapshot(name, given)), rulesets, texts: [text] }
  return { source, kind: kind ?? kindOfRules(source, read), segments, snapshot }
}
