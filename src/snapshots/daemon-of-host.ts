import { optionOf, ruleOptions } from '#docker/engines/daemon-options.ts'
import type { Endpoint, Host } from '#host/host.ts'
import { endpointText } from '#host/docker-endpoint.ts'
import { variantOf } from '#host/rules.ts'
import type { DaemonConfig, DaemonSource } from '#model/daemon.ts'
import { unknownDaemon } from '#model/daemon.ts'
import { type Message, message } from '#model/diagnostic.ts'
import type { Variant } from '#model/family.ts'
import { Fault } from '#model/fault.ts'
import { quietly, said, strangeness } from './engine-process.ts'

/**
 * What the engine behind an endpoint was told: read off the process that answers there, and off no other. It is believed where it
 * is of the user who owns the network namespace that `host` reads (root, but for rootless engines) and writes into it; its
 * daemon.json, where it is older than the process. Whatever else is there is unknown, with the reason.
 */
export async function daemonOfHost(host: Host, endpoint: Endpoint): Promise<DaemonConfig> {
  const where = endpointText(endpoint)
  const pids = await host.peers(endpoint)
  const forwarding = await forwardingByConfiguration(host)
  const before = { ipv4: forwarding, ipv6: forwarding }
  const unknown = (problem: Message): DaemonConfig => ({
    ...unknownDaemon,
    before,
    forwardingGuessed: true,
    problems: [problem],
  })
  const [pid] = pids
  if (pid === undefined || pids.length > 1) return unknown(message('daemon/no-process', { endpoint: where }))
  const stranger = await strangeness(host, endpoint, pid)
  if (stranger !== undefined) return unknown(stranger)
  const words = ((await quietly(host.read(`/proc/${pid}/cmdline`))) ?? '').split('\0').slice(1, -1)
  const environment = (await quietly(host.read(`/proc/${pid}/environ`)))?.split('\0')
  const isOurRoot = await sharesRoot(host, pid)
  const file = await configFile(host, pid, { words, environment: environment ?? [], isOurRoot })
  const unread: readonly DaemonSource[] = [
    ...(file.problem === undefined ? [] : ['file' as const]),
    ...(environment === undefined ? ['environment' as const] : []),
  ]
  return {
    ...ruleOptions([...words, ...(environment ?? []).filter((one) => one.startsWith('DOCKER_'))], file.json),
    unread,
    problems: file.problem === undefined ? [] : [file.problem],
    before,
    forwardingGuessed: true,
    ...(await variantsOfProcess(host, isOurRoot, environment)),
    mesh: [],
  }
}

interface Started {
  readonly words: readonly string[]
  readonly environment: readonly string[]
  /** Whether it sees the files that we see: a link in another root would lead us astray. */
  readonly isOurRoot: boolean
}

/** The daemon.json that the process read, as its own mounts show it. */
async function configFile(
  host: Host,
  pid: number,
  { words, environment, isOurRoot }: Started,
): Promise<{ readonly json: unknown; readonly problem?: Message }> {
  const variable = (name: string) => environment.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1)
  const home = variable('HOME')
  const settings = variable('XDG_CONFIG_HOME') ?? (home === undefined ? undefined : `${home}/.config`)
  const isRootless = variable('ROOTLESSKIT_STATE_DIR') !== undefined
  const usual = isRootless && settings !== undefined ? `${settings}/docker/daemon.json` : '/etc/docker/daemon.json'
  const path = optionOf(words, 'config-file') ?? usual
  const seen = `/proc/${pid}/root${path}`
  const unreadable = (id: 'daemon/config-newer' | 'daemon/config-unreadable') => ({
    json: undefined,
    problem: message(id, { path }),
  })
  if (!isOurRoot || !path.startsWith('/')) return unreadable('daemon/config-unreadable')
  let text: string | undefined
  try {
    text = await host.read(seen, { onlyFiles: true })
  } catch (error) {
    if (error instanceof Fault) return unreadable('daemon/config-unreadable')
    throw error
  }
  if (text === undefined) return { json: undefined }
  const changed = Number(await said(host, ['stat', '-Lc', '%Y', seen]))
  const started = await startOf(host, pid)
  if (started === undefined || !(changed <= started + 1)) return unreadable('daemon/config-newer')
  try {
    return { json: JSON.parse(text.replace(/^\uFEFF/, '')) }
  } catch {
    return unreadable('daemon/config-unreadable')
  }
}

/** When a process started, in seconds since 1970. The kernel counts in hundredths since boot. Source: proc(5). */
async function startOf(host: Host, pid: number): Promise<number | undefined> {
  const stat = await quietly(host.read(`/proc/${pid}/stat`))
  const boot = /^btime (\d+)$/m.exec((await quietly(host.read('/proc/stat'))) ?? '')?.[1]
  // The name stands in parentheses and may hold anything.
  const ticks = stat
    ?.slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .at(19)
  if (boot === undefined || ticks === undefined) return undefined
  return Number(boot) + Number(ticks) / 100
}

/**
 * The variants of the `iptables` and the `ip6tables` that a process finds on its own PATH: each is an alternative of its own. Nothing
 * where it sees other files than we do.
 */
async function variantsOfProcess(
  host: Host,
  isOurRoot: boolean,
  environment: readonly string[] | undefined,
): Promise<{ readonly variant?: Variant | undefined; readonly ipv6Variant?: Variant | undefined }> {
  const path = environment
    ?.find((one) => one.startsWith('PATH='))
    ?.slice('PATH='.length)
    .split(':')
    .filter((folder) => folder.startsWith('/'))
    .join(':')
  // A program of a container's is not run: it would run as root, outside of it.
  if (path === undefined || !isOurRoot) return {}
  const read = async (program: string) => {
    const version = await said(host, ['env', `PATH=${path}`, program, '-V'])
    return version === undefined ? undefined : variantOf(version)
  }
  const [variant, ipv6Variant] = [await read('iptables'), await read('ip6tables')]
  return ipv6Variant === undefined || ipv6Variant === variant ? { variant } : { variant, ipv6Variant }
}

async function sharesRoot(host: Host, pid: number): Promise<boolean> {
  const own = await said(host, ['stat', '-Lc', '%d:%i', '/'])
  return own !== undefined && own === (await said(host, ['stat', '-Lc', '%d:%i', `/proc/${pid}/root/`]))
}

/** Forwarding that a sysctl file switches on was on before the daemon came; without one the daemon switched it on itself. */
async function forwardingByConfiguration(host: Host): Promise<boolean> {
  const folders = ['/etc/sysctl.d', '/run/sysctl.d', '/usr/lib/sysctl.d']
  const files = ['/etc/sysctl.conf']
  for (const folder of folders) for (const name of await host.list(folder)) files.push(`${folder}/${name}`)
  for (const file of files) {
    const text = await quietly(host.read(file))
    if (text !== undefined && /^\s*net[./]ipv4[./]ip_forward\s*=\s*1\s*$/m.test(text)) return true
  }
  return false
}
