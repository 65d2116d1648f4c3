import {
  isRefusal,
  answerCompose,
  answerDiff,
  answerExplain,
  answerPredict,
  answerUpgrade,
  defaultEngine,
  diffJson,
  diffPage,
  explainJson,
  explainPage,
  owners,
  ownersOf,
  predictedText,
  plainDaemon,
  readSnapshot,
  type DaemonConfig,
  type Family,
  type Message,
  type Refusal,
  type Snapshot,
  type Upgrade,
} from '#pages.ts'
import type { Invocation, Options } from '../command.ts'
import { textOption } from '../command.ts'
import { daemonTold } from '../daemon.ts'
import { exit } from '../exit.ts'
import { density, partlyRead, showJson, showPage, talkMessage } from '../show.ts'
import { composeSource, type ComposeSource } from '../compose-source.ts'
import { readOptions, readSource, readText } from '../sources.ts'
import type { Terminal } from '../terminal.ts'

/** A prediction says nothing of what others wrote. */
const notDockers = new Set(owners.filter((owner) => owner !== 'docker'))

/** Prints, explains or compares what Docker would write. */
export async function run({ words, options, terminal }: Invocation): Promise<number> {
  const usesInput = words[0] === '-' || (Array.isArray(options.file) && options.file.includes('-'))
  const piped = usesInput ? (await readText('-', terminal)).text : undefined
  const project = await composeSource(words[0], piped, options)
  const against = textOption(options, 'diff')
  const other = against === undefined ? undefined : await readSource(against, options, terminal)
  const snapshot = project === undefined ? await hostOf(words[0], piped, options, terminal) : undefined
  const isAlone = snapshot === undefined && other === undefined
  const told = await daemonTold(isAlone ? plainDaemon : (snapshot ?? other)?.daemon, options)
  const version = textOption(options, 'engine')
  if (snapshot !== undefined && version !== undefined && other === undefined && options.explain !== true)
    return showUpgrade(answerUpgrade(snapshot, version, told), options, terminal)
  const predicted =
    snapshot !== undefined
      ? answerPredict(withEngine(snapshot, version), told)
      : compose(project as ComposeSource, options, told, other)
  if (isRefusal(predicted)) {
    talkMessage('error', predicted.message, terminal)
    return exit.unreadable
  }
  if ('adds' in predicted) terminal.talk(`${terminal.say(predicted.adds as Message)}\n`)
  for (const note of [...(project?.notes ?? []), ...predicted.refused, ...predicted.optionNotes, ...predicted.notes])
    talkMessage('note', note, terminal)
  if (other !== undefined) {
    const difference = { ...answerDiff(other, predicted.snapshot, notDockers), ignored: 0 }
    if (options.json) showJson(diffJson(terminal.say, difference), terminal)
    else showPage(diffPage(terminal.say, difference, density(options)), terminal)
    if (partlyRead(other.texts)) return exit.partlyRead
    return difference.groups.length > 0 ? exit.findings : exit.fine
  }
  const { family: asked } = options
  const families: readonly Family[] = asked === 'ipv4' || asked === 'ipv6' ? [asked] : ['ipv4', 'ipv6']
  if (options.explain) {
    const answer = answerExplain(predicted.snapshot, ownersOf(predicted.snapshot), {})
    if (!isRefusal(answer)) {
      if (options.json) showJson(explainJson(terminal.say, answer, []), terminal)
      else showPage(explainPage(terminal.say, answer, density(options), false), terminal)
    }
  } else if (options.json) {
    const texts = families.map((family) => ({ family, text: predictedText(predicted, family) }))
    const told = (one: Message) => ({ code: one.id, args: one.args, message: terminal.say(one) })
    const conclusion = 'adds' in predicted ? told(predicted.adds as Message) : null
    const engine = predicted.snapshot.docker?.version ?? null
    const notes = predicted.notes.map(told)
    showJson({ kind: 'predict', schemaVersion: 1, engine, conclusion, notes, rules: texts }, terminal)
  } else {
    for (const family of families) {
      const text = predictedText(predicted, family)
      // The marker tells a reader the family: tables without an address do not tell it.
      if (text !== '') terminal.out(`# family: ${family}\n${text}`)
    }
  }
  return exit.fine
}

function withEngine(host: Snapshot, version: string | undefined): Snapshot {
  const { docker } = host
  return docker === undefined || version === undefined ? host : { ...host, docker: { ...docker, version } }
}

/** What another version of the engine would change on a host. */
function showUpgrade(answer: Upgrade | Refusal, options: Options, terminal: Terminal): number {
  if (isRefusal(answer)) {
    talkMessage('error', answer.message, terminal)
    return exit.unreadable
  }
  terminal.talk(`${terminal.say(answer.changes)}\n`)
  for (const note of answer.notes) talkMessage('note', note, terminal)
  if (options.json) showJson(diffJson(terminal.say, answer.difference), terminal)
  else showPage(diffPage(terminal.say, answer.difference, density(options)), terminal)
  return exit.fine
}

async function hostOf(
  word: string | undefined,
  piped: string | undefined,
  options: Options,
  terminal: Terminal,
): Promise<Snapshot> {
  if (piped === undefined) return readSource(word, options, terminal)
  return readSnapshot('-', piped, readOptions(options))
}

/** A Compose project, for the host it is compared with or the engine that `--engine` names. */
function compose({ files, request }: ComposeSource, options: Options, told: DaemonConfig, host: Snapshot | undefined) {
  const [{ path, text }, ...over] = files
  const version = textOption(options, 'engine') ?? defaultEngine
  return answerCompose(path, text, { ...request, over, version, host: host?.docker }, told)
}
