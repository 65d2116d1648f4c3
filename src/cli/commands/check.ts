import {
  answerCheck,
  type Check,
  type CheckInput,
  checkInput,
  checkJson,
  checkListPage,
  checkPage,
  isAtLeast,
  lintRules,
  message,
  type Severity,
} from '#pages.ts'
import type { Invocation, Options } from '../command.ts'
import { textOption } from '../command.ts'
import { exit } from '../exit.ts'
import { density, showJson, showPage, talkMessage } from '../show.ts'
import { readSource, readText } from '../sources.ts'
import { firewallFiles, isCaptured, isFolder } from '../folders.ts'
import type { Terminal } from '../terminal.ts'

/** Says what is wrong in a host and in files that write its rules; exit code 1 where a finding is bad enough. */
export async function run({ words, options, terminal }: Invocation): Promise<number> {
  if (options.list === true) return listRules(options, terminal)
  const inputs: CheckInput[] = []
  for (const word of words.length === 0 ? [undefined] : words)
    for (const input of await inputsOf(word, options, terminal)) inputs.push(input)
  if (inputs.length === 0) {
    talkMessage('error', message('check/no-files', { names: words.join(' ') }), terminal)
    return exit.unreadable
  }
  const found = await answerCheck(inputs, { today: new Date().toISOString().slice(0, 10) })
  if (options.json) showJson(checkJson(terminal.say, found), terminal)
  else showPage(checkPage(terminal.say, found, density(options)), terminal)
  return codeOf(found, options)
}

function listRules(options: Options, terminal: Terminal): number {
  if (options.json)
    showJson(
      {
        kind: 'check-rules',
        schemaVersion: 1,
        rules: lintRules.map(({ id, about }) => ({ id, about: terminal.say(about) })),
      },
      terminal,
    )
  else showPage(checkListPage(terminal.say, lintRules), terminal)
  return exit.fine
}

async function inputsOf(
  word: string | undefined,
  options: Options,
  terminal: Terminal,
): Promise<readonly CheckInput[]> {
  if (word === undefined || (word !== '-' && isFolder(word) && isCaptured(word)))
    return [{ kind: 'host', snapshot: await readSource(word, options, terminal) }]
  if (word === '-' || !isFolder(word)) return [await inputOf(word, terminal)]
  return Promise.all(firewallFiles(word).map((path) => inputOf(path, terminal)))
}

async function inputOf(word: string, terminal: Terminal): Promise<CheckInput> {
  const { name, text } = await readText(word, terminal)
  return checkInput(name, text)
}

function codeOf({ sources, unread, findings }: Check, options: Options): number {
  if (sources.every(({ kind }) => kind === 'unknown')) return exit.unreadable
  if (unread.length > 0) return exit.partlyRead
  const least = textOption(options, 'failOn') ?? 'warning'
  if (least === 'never') return exit.fine
  return findings.some(({ severity }) => isAtLeast(severity, least as Severity)) ? exit.findings : exit.fine
}
