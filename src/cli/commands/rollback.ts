import { rollBackLive } from '#node.ts'
import type { Invocation } from '../command.ts'
import { showChange } from '../policy-change.ts'

/** Brings back the rules from before the last apply; exit code 4 where there are none. */
export async function run({ options, terminal }: Invocation): Promise<number> {
  return showChange(await rollBackLive(), options, terminal)
}
