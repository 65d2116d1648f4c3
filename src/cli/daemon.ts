import { message } from '#index.ts'
import type { DaemonConfig } from '#index.ts'
import { daemonOf, readTextFile } from '#node.ts'
import type { Options } from './command.ts'
import { textOption } from './command.ts'
import { UsageError } from './exit.ts'

const unknownDaemon: DaemonConfig = {
  words: [],
  json: undefined,
  before: { ipv4: undefined, ipv6: undefined },
  mesh: [],
}

/** What is known of the daemon: what the source tells, overridden by the options. */
export async function daemonTold(source: string | undefined, options: Options): Promise<DaemonConfig> {
  const told =
    source === '-'
      ? unknownDaemon
      : await daemonOf(source, {
          netns: textOption(options, 'netns'),
          dockerHost: textOption(options, 'dockerHost'),
        })
  const words = textOption(options, 'daemonArgs')
    ?.split(/\s+/)
    .filter((word) => word !== '')
  const path = textOption(options, 'daemonJson')
  const flag = textOption(options, 'ipForwardBefore')
  const before = flag === undefined ? told.before : { ipv4: flag === '1', ipv6: flag === '1' }
  return {
    ...told,
    words: words ?? told.words,
    json: path === undefined ? told.json : await readJson(path),
    before,
    forwardingGuessed: flag === undefined && told.forwardingGuessed === true,
  }
}

async function readJson(path: string): Promise<unknown> {
  const text = await readTextFile(path)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UsageError(
      message('usage/not-json', { path }),
      error instanceof Error ? message('usage/it-said', { said: error.message }) : undefined,
    )
  }
}
