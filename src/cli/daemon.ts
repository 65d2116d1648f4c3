import { isRefused, message, type DaemonConfig, unknownDaemon, type Variant } from '#pages.ts'
import { readTextFile } from '#node.ts'
import type { Options } from './command.ts'
import { textOption } from './command.ts'
import { UsageError } from './exit.ts'

/** What is known of the daemon: what the snapshot tells, overridden by the options. */
export async function daemonTold(known: DaemonConfig | undefined, options: Options): Promise<DaemonConfig> {
  const told = known ?? unknownDaemon
  const words = textOption(options, 'daemonArgs')
    ?.split(/\s+/)
    .filter((word) => word !== '')
  const path = textOption(options, 'daemonJson')
  const flag = textOption(options, 'ipForwardBefore')
  const before = flag === undefined ? told.before : { ipv4: flag === '1', ipv6: flag === '1' }
  // Whoever says the options says all of them.
  const isTold = words !== undefined || path !== undefined
  return {
    ...told,
    words: words ?? (isTold ? [] : told.words),
    json: path === undefined ? (isTold ? undefined : told.json) : await readJson(path),
    ...(isTold
      ? {
          unread: [],
          problems: (told.problems ?? []).filter(({ id }) => isRefused(id)),
        }
      : {}),
    before,
    forwardingGuessed: flag === undefined && told.forwardingGuessed === true,
  }
}

/** The variant that the user says the engine uses. */
export function chosenVariant(options: Options): Variant | undefined {
  const variant = textOption(options, 'variant')
  return variant === 'nft' || variant === 'legacy' ? variant : undefined
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
