import type { Host } from '#host/host.ts'
import { Fault } from '#model/fault.ts'

/** What of ours is in the table list of nft: one table for both families. */
export const ourTable = 'table inet seawall'

/** What removes our table, wherever it is there or not, at the head of each script. */
export const removal = `add ${ourTable}\ndelete ${ourTable}\n`

const listing = `nft --stateless list ${ourTable}`

/** Our table in the kernel, as nft lists it without counters; undefined: it is not there. Faults: tool-failed. */
export async function tableInKernel(host: Host): Promise<string | undefined> {
  return listed(await host.run(listing.split(' '), { timeoutMs: 60_000 }), listing)
}

/** What came of scripts that were loaded where nothing else is, one after the other. */
export type Trial = { readonly kind: 'loads'; readonly table: string | undefined } | Refused

/** Which of the scripts was refused, from 0, and what nft said. */
export interface Refused {
  readonly kind: 'refused'
  readonly index: number
  readonly said: string
}

// A refused script is told by the exit status: the first gives 10.
const trialProgram = `i=10; for file; do nft -f "$file" || exit $i; i=$((i + 1)); done; ${listing}`

/** Loads files one after the other in a network namespace that is thrown away, and lists our table there. Faults: tool-missing, tool-failed. */
export async function tryFiles(host: Host, paths: readonly string[]): Promise<Trial> {
  const argv = ['unshare', '--net', 'sh', '-c', trialProgram, 'sh', ...paths]
  const output = await host.run(argv, { timeoutMs: 60_000 })
  const { status, stderr } = output
  if (status >= 10 && status < 10 + paths.length)
    return { kind: 'refused', index: status - 10, said: stderr.trim().slice(0, 1000) }
  return { kind: 'loads', table: listed(output, 'unshare --net') }
}

function listed(
  { status, stdout, stderr }: { status: number; stdout: string; stderr: string },
  command: string,
): string | undefined {
  if (status === 0) return settled(stdout)
  if (/No such file or directory/.test(stderr) && stderr.includes('list table')) return undefined
  throw new Fault('host/tool-failed', { command, status, said: stderr.trim().slice(0, 1000) })
}

// What packets put into a set, and when it goes again, is no part of what was loaded.
function settled(text: string): string {
  return text.replace(/^\t(?:set|map) .*\{\n(?:\t\t.*\n)*?\t\}\n/gm, (set) =>
    /^\t\tflags [^\n]*\b(dynamic|timeout)\b/m.test(set) ? set.replace(/^\t\telements = \{[^}]*\}\n/m, '') : set,
  )
}

/** What a listing of nft must look like to be loaded again: nft 1.0.6 prints the ports of `ct original proto-dst { ... }` in a form that it does not read. */
export function loadable(text: string): string {
  return text.replace(/0x([0-9a-f]+) \[invalid type\]/g, (_, digits: string) => String(Number.parseInt(digits, 16)))
}
