import { endpointText } from '#host/docker-endpoint.ts'
import { openToOthers } from '#host/guarded-path.ts'
import type { Endpoint, Host } from '#host/host.ts'
import { type Message, message } from '#model/diagnostic.ts'
import { Fault } from '#model/fault.ts'

/**
 * Why the process that answers at an endpoint is not believed; undefined where it is. Only who may write the rules that are read is:
 * of the user who owns the network namespace, in that namespace, with CAP_NET_ADMIN, running dockerd, at a socket that nobody else
 * can replace.
 */
export async function strangeness(host: Host, endpoint: Endpoint, pid: number): Promise<Message | undefined> {
  const where = endpointText(endpoint)
  const name = (await quietly(host.read(`/proc/${pid}/comm`)))?.trim() ?? ''
  if (!/^(dockerd|\.dockerd-wrappe)$/.test(name)) return message('daemon/not-dockerd', { name, endpoint: where, pid })
  const status = (await quietly(host.read(`/proc/${pid}/status`))) ?? ''
  const uids = new Set(/^Uid:\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)$/m.exec(status)?.slice(1))
  const [uid = '?'] = uids
  const own = await said(host, ['readlink', '/proc/self/ns/net'])
  const its = await said(host, ['readlink', `/proc/${pid}/ns/net`])
  if (own === undefined || its === undefined) return message('daemon/no-process', { endpoint: where })
  if (own !== its) return message('daemon/elsewhere', { endpoint: where, pid })
  // The kernel gives these files to the user who owns the network namespace: root, or whoever made it for a rootless engine.
  const owner = await said(host, ['stat', '-Lc', '%u', '/proc/sys/net/ipv4/ip_forward'])
  if (uids.size !== 1 || uid !== owner) return message('daemon/not-root', { uid, endpoint: where, pid })
  if (!mayWriteRules(status)) return message('daemon/no-net-admin', { endpoint: where, pid })
  const program = await strangeProgram(host, pid)
  if (program !== undefined) return message('daemon/not-dockerd', { name: program, endpoint: where, pid })
  const open = endpoint.kind === 'unix' ? await openToOthers(host, endpoint.path, [owner]) : undefined
  return open === undefined ? undefined : message('daemon/socket-open', { endpoint: where, path: open })
}

// Bit 12 of capability.h.
function mayWriteRules(status: string): boolean {
  const effective = /^CapEff:\s+([0-9a-f]+)$/m.exec(status)?.[1]
  return effective !== undefined && ((BigInt(`0x${effective}`) >> 12n) & 1n) === 1n
}

/**
 * What runs, where that is not dockerd. A process chooses its name, and whoever starts a program with the set-user-ID bit runs as root
 * with words and an open connection of his choice. Asked after the user: only root's processes become dockerd then.
 */
async function strangeProgram(host: Host, pid: number): Promise<string | undefined> {
  const path = (await said(host, ['readlink', `/proc/${pid}/exe`]))?.replace(/ \(deleted\)$/, '') ?? ''
  const mode = await said(host, ['stat', '-Lc', '%f', `/proc/${pid}/exe`])
  const isSetId = (Number.parseInt(mode ?? '', 16) & 0o6000) !== 0
  return /\/\.?dockerd(-wrapped)?$/.test(path) && mode !== undefined && !isSetId ? undefined : path
}

/** The answer; undefined where the machine refuses it. */
export async function quietly<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof Fault) return undefined
    throw error
  }
}

/** What a command prints; undefined where it fails. */
export async function said(host: Host, argv: readonly string[]): Promise<string | undefined> {
  const output = await quietly(host.run(argv))
  return output?.status === 0 ? output.stdout.trim() : undefined
}
