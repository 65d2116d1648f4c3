import type { Host } from '#host/host.ts'
import type { DaemonConfig, MeshPort } from '#model/daemon.ts'
import { unknownDaemon } from '#model/daemon.ts'

/** Reads the `# daemon`, `# daemon.json` and `# host` lines of the `commands.txt` of a captured folder or of the one above it. */
export async function daemonOfFolder(host: Host, folder: string): Promise<DaemonConfig> {
  const text =
    (await host.read(`${folder}/commands.txt`, { onlyFiles: true })) ??
    (await host.read(`${folder}/../commands.txt`, { onlyFiles: true }))
  const mesh = await meshOfFolder(host, folder)
  if (text === undefined) return { ...unknownDaemon, mesh }
  const line = /^# daemon: dockerd ?(.*)$/m.exec(text)?.[1]
  const words = laterWords(text, folder) ?? splitWords(line)
  const environment = splitWords(/^# (?:daemon )?env: (.*)$/m.exec(text)?.[1])
  const forward = /ip_forward before start = (\d)/.exec(text)?.[1]
  const before = forward === undefined ? undefined : forward === '1'
  return {
    words: [...words, ...environment],
    json: readJson(/^# daemon\.json: (.*)$/m.exec(text)?.[1]),
    unread: line === undefined ? (['arguments', 'file', 'environment'] as const) : [],
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

async function meshOfFolder(host: Host, folder: string): Promise<readonly MeshPort[]> {
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
