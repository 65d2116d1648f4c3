import type { Host } from '#host/host.ts'
import { variantOf } from '#host/rules.ts'
import type { ForwardingBefore } from '#model/daemon.ts'
import type { Variant } from '#model/family.ts'
import { Fault } from '#model/fault.ts'

/** What a captured folder, or the running daemon, tells of the daemon's options. */
export interface DaemonWords {
  readonly words: readonly string[]
  readonly json: unknown
  readonly before: ForwardingBefore
  /** Whether `before` is read off the machine's settings only, not known. */
  readonly forwardingGuessed?: boolean
  /** Of the iptables that the daemon runs; undefined where nobody knows. */
  readonly variant?: Variant | undefined
  readonly mesh: readonly { readonly protocol: string; readonly port: number }[]
}

const nothing: DaemonWords = { words: [], json: undefined, before: { ipv4: undefined, ipv6: undefined }, mesh: [] }

/** Reads the `# daemon`, `# daemon.json` and `# host` lines of the `commands.txt` of a captured folder or of the one above it. */
export async function daemonOfFolder(host: Host, folder: string): Promise<DaemonWords> {
  const text =
    (await host.read(`${folder}/commands.txt`, { onlyFiles: true })) ??
    (await host.read(`${folder}/../commands.txt`, { onlyFiles: true }))
  const mesh = await meshOfFolder(host, folder)
  if (text === undefined) return { ...nothing, mesh }
  const words = laterWords(text, folder) ?? splitWords(/^# daemon: dockerd ?(.*)$/m.exec(text)?.[1])
  const environment = splitWords(/^# (?:daemon )?env: (.*)$/m.exec(text)?.[1])
  const forward = /ip_forward before start = (\d)/.exec(text)?.[1]
  const before = forward === undefined ? undefined : forward === '1'
  return {
    words: [...words, ...environment],
    json: readJson(/^# daemon\.json: (.*)$/m.exec(text)?.[1]),
    before: { ipv4: before, ipv6: before },
    mesh,
  }
}

/** What a later daemon was started with, in a scenario whose second step is captured after `-- stop engine, start engine, args [...] --`. */
function laterWords(text: string, folder: string): readonly string[] | undefined {
  const later = /^-- stop engine .*, args \[(.*)\] --$/m.exec(text)?.[1]
  if (later === undefined || !/\/(?:[2-9]|\d\d)-[^/]*\/?$/.test(folder)) return undefined
  return [...later.matchAll(/'([^']*)'/g)].map(([, word = '']) => word)
}

/** Finds the running dockerd: the one that listens where Docker was asked, else the only one. */
export async function daemonOfHost(host: Host, socket: string | undefined): Promise<DaemonWords> {
  const found: (readonly string[])[] = []
  for (const pid of await host.list('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    const name = await host.read(`/proc/${pid}/comm`).catch(() => undefined)
    if (name?.trim() !== 'dockerd') continue
    const line = await host.read(`/proc/${pid}/cmdline`).catch(() => undefined)
    if (line !== undefined)
      found.push(
        line
          .split('\0')
          .filter((word) => word !== '')
          .slice(1),
      )
  }
  const path = socket?.replace(/^unix:\/\//, '')
  const own = path === undefined ? undefined : found.find((words) => words.some((word) => word.endsWith(path)))
  const words = own ?? (found.length === 1 ? found[0] : undefined) ?? []
  const config = optionOf(words, '--config-file') ?? '/etc/docker/daemon.json'
  const text = await host.read(config).catch(() => undefined)
  const before = await forwardingByConfiguration(host)
  const variant = await variantOfHost(host)
  return {
    words,
    json: readJson(text),
    before: { ipv4: before, ipv6: before },
    forwardingGuessed: true,
    variant,
    mesh: [],
  }
}

function optionOf(words: readonly string[], name: string): string | undefined {
  const joined = words.find((word) => word.startsWith(`${name}=`))
  const apart = words.indexOf(name)
  return joined?.slice(name.length + 1) ?? (apart < 0 ? undefined : words[apart + 1])
}

/** dockerd runs the `iptables` that it finds, as we do. */
async function variantOfHost(host: Host): Promise<Variant | undefined> {
  try {
    const { status, stdout } = await host.run(['iptables', '-V'])
    return status === 0 ? variantOf(stdout) : undefined
  } catch (error) {
    if (error instanceof Fault) return undefined
    throw error
  }
}

/** Forwarding that a sysctl file switches on was on before the daemon came; without one the daemon switched it on itself. */
async function forwardingByConfiguration(host: Host): Promise<boolean> {
  const folders = ['/etc/sysctl.d', '/run/sysctl.d', '/usr/lib/sysctl.d']
  const files = ['/etc/sysctl.conf']
  for (const folder of folders) for (const name of await host.list(folder)) files.push(`${folder}/${name}`)
  for (const file of files) {
    const text = await host.read(file).catch(() => undefined)
    if (text !== undefined && /^\s*net[./]ipv4[./]ip_forward\s*=\s*1\s*$/m.test(text)) return true
  }
  return false
}

async function meshOfFolder(host: Host, folder: string): Promise<DaemonWords['mesh']> {
  interface Service {
    readonly Endpoint?: {
      readonly Ports?: readonly { Protocol?: unknown; PublishedPort?: unknown; PublishMode?: unknown }[]
    }
  }
  const services = readJson(await host.read(`${folder}/docker-service-inspect.json`, { onlyFiles: true }))
  if (!Array.isArray(services)) return []
  return (services as readonly Service[])
    .flatMap((service) => service?.Endpoint?.Ports ?? [])
    .filter(({ PublishMode, PublishedPort }) => PublishMode === 'ingress' && typeof PublishedPort === 'number')
    .map(({ Protocol, PublishedPort }) => ({ protocol: String(Protocol), port: Number(PublishedPort) }))
}

function splitWords(text: string | undefined): readonly string[] {
  return (text ?? '').split(/\s+/).filter((word) => word !== '')
}

function readJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}
