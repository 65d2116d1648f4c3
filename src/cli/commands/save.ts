import { answerSave, message, type SavedRules, savedRulesJson, savedRulesText } from '#pages.ts'
import { fileExists, writeTextFile } from '#node.ts'
import type { Invocation } from '../command.ts'
import { textOption } from '../command.ts'
import { exit, UsageError } from '../exit.ts'
import { partlyRead, sayNoRules, showJson, showTexts, talkMessage } from '../show.ts'
import { readSource } from '../sources.ts'

/** Prints or writes the host's own rules as a file for iptables-restore; exit code 4: something of yours is not in it. */
export async function run(invocation: Invocation): Promise<number> {
  const { words, options, terminal } = invocation
  const snapshot = await readSource(words[0], options, terminal)
  showTexts(snapshot.texts, options, terminal)
  if (snapshot.rulesets.length === 0) return sayNoRules(snapshot, options, terminal)
  const variant = options.variant === 'nft' || options.variant === 'legacy' ? options.variant : undefined
  const all = answerSave(snapshot, { all: options.all === true, variant })
  const paths = pathsOf(invocation, all)
  const wanted = all.filter(({ family }) => paths.size === 0 || paths.has(family))
  if (paths.size > 0 && !(await mayWrite(invocation, [...paths.values()]))) return exit.findings
  for (const saved of wanted) {
    const path = paths.get(saved.family)
    if (path !== undefined) await writeTextFile(path, savedRulesText(terminal.say, saved))
  }
  if (options.json) showJson(savedRulesJson(terminal.say, wanted, Object.fromEntries(paths)), terminal)
  else show(invocation, wanted, paths)
  if (partlyRead(snapshot.texts)) return exit.partlyRead
  return wanted.some(({ left }) => left.some(({ why }) => why.kind !== 'other-owner')) ? exit.notApplied : exit.fine
}

/** The file of each family; none: standard output. */
function pathsOf({ options }: Invocation, all: readonly SavedRules[]): ReadonlyMap<SavedRules['family'], string> {
  const [file, folder] = [textOption(options, 'output'), textOption(options, 'directory')]
  if (file !== undefined && folder !== undefined) throw new UsageError(message('usage/save-target'))
  if (folder !== undefined) {
    const name = (saved: SavedRules) => `${folder.replace(/\/+$/, '')}/rules.${saved.family === 'ipv4' ? 'v4' : 'v6'}`
    return new Map(all.map((saved) => [saved.family, name(saved)]))
  }
  return new Map(file === undefined ? [] : [[familyOf({ options }), file]])
}

function familyOf({ options }: Pick<Invocation, 'options'>): SavedRules['family'] {
  return options.family === 'ipv6' ? 'ipv6' : 'ipv4'
}

async function mayWrite({ options, terminal }: Invocation, paths: readonly string[]): Promise<boolean> {
  if (options.yes === true) return true
  for (const path of paths) {
    if (!(await fileExists(path))) continue
    if (!terminal.inputIsScreen || options.json === true)
      throw new UsageError(message('usage/save-exists', { path }), message('usage/save-exists-help'))
    terminal.talk(terminal.say(message('save/overwrite', { path })))
    if ((await terminal.line()).trim() !== 'yes') return false
  }
  return true
}

function show(
  { options, terminal }: Invocation,
  wanted: readonly SavedRules[],
  paths: ReadonlyMap<SavedRules['family'], string>,
): void {
  const shown = paths.size > 0 ? wanted : wanted.filter(({ family }) => family === familyOf({ options }))
  if (paths.size === 0) for (const saved of shown) terminal.copy(savedRulesText(terminal.say, saved))
  for (const saved of shown) {
    const path = paths.get(saved.family)
    const count = saved.tables.flatMap(({ lines }) => lines).filter((line) => line.startsWith('-A ')).length
    if (path !== undefined) terminal.talk(`${terminal.say(message('save/written', { path, count }))}\n`)
    talkOf(saved, terminal)
  }
}

function talkOf({ family, left, noflush, all, tables, other }: SavedRules, terminal: Invocation['terminal']): void {
  for (const { table, chain, count, why } of left) {
    if (why.kind === 'other-owner') continue
    const facts = { family, table, chain, count, reason: why.kind }
    talkMessage('warning', message('save/yours-left', facts), terminal)
  }
  if (other !== undefined) talkMessage('note', message('save/two-variants', { family, other }), terminal)
  const shared = tables.some(({ others }) => Object.keys(others).length > 0)
  const setting = family === 'ipv4' ? 'IPTABLES_RESTORE_NOFLUSH' : 'IP6TABLES_RESTORE_NOFLUSH'
  if (!all && shared && noflush === false)
    talkMessage('warning', message('save/plain-reload', { family, setting }), terminal)
}
