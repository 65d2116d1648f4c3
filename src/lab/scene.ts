import type { Host } from '#host/host.ts'
import { netnsHost } from '#host/netns-host.ts'
import { nodeHost } from '#host/node-host.ts'
import { Fault } from '#model/fault.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { capture } from '#snapshots/capture.ts'
import { snapshotFromFile } from '#snapshots/snapshot-from-file.ts'
import type { Engine, EngineOptions } from './engine.ts'
import { startEngine } from './engine.ts'
import type { Namespace } from './namespace.ts'
import { connect, createNamespace } from './namespace.ts'

/** The addresses of every scene, all from the blocks for documentation; `internet` lies behind `outside`. */
export const addresses = {
  host: { ipv4: '203.0.113.10', ipv6: '2001:db8:1::10' },
  outside: { ipv4: '203.0.113.9', ipv6: '2001:db8:1::9' },
  internet: { ipv4: '198.51.100.7', ipv6: '2001:db8:ffff::7' },
} as const

/** A host with one interface (eth0), and a machine outside that is its router too. */
export interface Scene {
  readonly host: Namespace
  readonly outside: Namespace
  startEngine(options?: EngineOptions): Promise<Engine>
  /** The host as it is now, with what the engine says where there is one. */
  look(name: string, engine?: Engine): Promise<Snapshot>
  delete(): Promise<void>
}

/** Makes a scene. It goes when this process ends, however it ends. */
export async function createScene(): Promise<Scene> {
  const host = await createNamespace('host')
  const outside = await createNamespace('outside')
  await host.sysctl('net/ipv4/ip_forward', 0)
  await host.sysctl('net/ipv6/conf/all/forwarding', 0)
  await connect(
    { namespace: host, name: 'eth0', addresses: [`${addresses.host.ipv4}/24`, `${addresses.host.ipv6}/64`] },
    { namespace: outside, name: 'eth0', addresses: [`${addresses.outside.ipv4}/24`, `${addresses.outside.ipv6}/64`] },
  )
  for (const family of ['ipv4', 'ipv6'] as const) {
    const [option, length] = family === 'ipv4' ? (['-4', 32] as const) : (['-6', 128] as const)
    await host.run(['ip', option, 'route', 'add', 'default', 'via', addresses.outside[family]])
    await outside.run(['ip', option, 'address', 'add', `${addresses.internet[family]}/${length}`, 'dev', 'lo'])
  }
  const view = netnsHost(nodeHost, host.name)
  return {
    host,
    outside,
    startEngine: (options) => startEngine(host, options),
    look: async (name, engine) => {
      const file =
        engine === undefined ? await capture(withoutEngine(view)) : await capture(view, { dockerHost: engine.host })
      return { ...snapshotFromFile(file, name), name }
    },
    delete: async () => {
      await host.delete()
      await outside.delete()
    },
  }
}

// The machine's own engine is not ours to ask.
function withoutEngine(host: Host): Host {
  const get = () => Promise.reject(new Fault('host/docker-unreachable', { endpoint: 'the lab', said: 'none runs yet' }))
  return { ...host, variable: () => undefined, get }
}
