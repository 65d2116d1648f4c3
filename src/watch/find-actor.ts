import type { Host } from '#host/host.ts'
import type { Actor } from '#model/watch.ts'

const noLogin = '4294967295'

/**
 * Who a process is. It may have ended already: iptables is done a moment after it changed something. Then its number and
 * its name are all that is known.
 */
export async function findActor(host: Host, pid: number, program: string): Promise<Actor> {
  const read = (file: string) => host.read(`/proc/${pid}/${file}`).catch(() => undefined)
  const [name, groups, words, uid] = await Promise.all(['comm', 'cgroup', 'cmdline', 'loginuid'].map(read))
  const gone = { pid, program, command: undefined, unit: undefined, login: undefined }
  // Another process may have got the number since.
  if (name === undefined || name.trimEnd() !== program) return gone
  const command = words?.replaceAll('\0', ' ').trim() || undefined
  return { pid, program, command, unit: unitIn(groups ?? ''), login: await loginOf(host, uid?.trim()) }
}

/** The unit of systemd whose group a process is in. */
export function unitIn(groups: string): string | undefined {
  const names = groups.split('\n').flatMap((line) => line.replace(/^\d+:[^:]*:/, '').split('/'))
  return names.findLast((name) => /\.(service|scope)$/.test(name))
}

async function loginOf(host: Host, uid: string | undefined): Promise<string | undefined> {
  if (uid === undefined || uid === noLogin || !/^\d+$/.test(uid)) return undefined
  const users = await host.read('/etc/passwd', { onlyFiles: true }).catch(() => undefined)
  const line = users?.split('\n').find((one) => one.split(':')[2] === uid)
  return line?.split(':')[0] || uid
}
