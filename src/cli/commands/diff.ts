import type { Owner, Snapshot } from '#pages.ts'
import {
  answerDiff,
  answerReachDiff,
  reachDiffJson,
  reachDiffPage,
  diffJson,
  diffNext,
  diffPage,
  owners as ownerNames,
  message,
} from '#pages.ts'
import type { Invocation, Options } from '../command.ts'
import type { Terminal } from '../terminal.ts'
import { onSameHost } from '../same-host.ts'
import { exit, UsageError } from '../exit.ts'
import { density, holdsNoRules, partlyRead, sayNoRules, showJson, showPage, showTexts } from '../show.ts'
import { readSource } from '../sources.ts'

/** Compares two sources; exit code 1 when they differ. */
export async function run({ words, options, terminal }: Invocation): Promise<number> {
  const ignored = ([options.ignore ?? []].flat() as readonly string[]).flatMap((names) => names.split(','))
  for (const name of ignored) {
    if (!(ownerNames as readonly string[]).includes(name)) {
      throw new UsageError(
        message('usage/no-owner', { name }),
        message('usage/owners', { names: ownerNames.join(', ') }),
      )
    }
  }
  const before = await readSource(words[0], options, terminal)
  const after = await readSource(words[1], options, terminal)
  showTexts([...before.texts, ...after.texts], options, terminal)
  const empty = [before, after].find(holdsNoRules)
  if (empty !== undefined) return sayNoRules(empty, options, terminal)
  if (options.reach) return showReach(before, after, terminal, options)
  const difference = answerDiff(before, after, new Set(ignored as Owner[]))
  if (options.json) showJson(diffJson(terminal.say, difference), terminal)
  else
    showPage(
      [
        ...diffPage(terminal.say, difference, density(options)),
        ...(options.concise ? [] : onSameHost(diffNext(terminal.say, difference), options)),
      ],
      terminal,
    )
  if (partlyRead([...before.texts, ...after.texts])) return exit.partlyRead
  return difference.groups.length + difference.sysctls.length > 0 ? exit.findings : exit.fine
}

/** Compares what becomes of packets, not the rules. */
function showReach(before: Snapshot, after: Snapshot, terminal: Terminal, options: Options): number {
  const found = answerReachDiff(before, after)
  const texts = [...before.texts, ...after.texts]
  if (options.json) showJson(reachDiffJson(terminal.say, found, texts), terminal)
  else showPage(reachDiffPage(terminal.say, found), terminal)
  if (found.verdict === 'undecided' || found.unread || partlyRead(texts)) return exit.partlyRead
  return found.verdict === 'same' ? exit.fine : exit.findings
}
