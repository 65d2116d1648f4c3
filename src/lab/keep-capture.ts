import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Engine } from './engine.ts'
import type { Scene } from './scene.ts'

const hostFiles: Readonly<Record<string, readonly string[]>> = {
  'iptables-save.txt': ['iptables-save', '-c'],
  'ip6tables-save.txt': ['ip6tables-save', '-c'],
  'ip-addr.json': ['ip', '-j', '-d', 'addr'],
  'ip-route.txt': ['ip', 'route', 'show', 'table', 'all'],
  'sysctl.txt': ['sysctl', '-a', '--pattern', '^net\\.(ipv[46]\\.(conf|ip_forward)|bridge)'],
  'ss-listen.txt': ['ss', '-lntup'],
}

/** Writes what the host's tools and its engine say into a folder that every command takes as a source. */
export async function keepCapture({ host }: Scene, engine: Engine | undefined, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  for (const [name, argv] of Object.entries(hostFiles)) {
    const { code, stdout } = await host.run(argv, { mayFail: true, env: engine?.env ?? {} })
    if (code === 0) write(name, stdout)
  }
  if (engine === undefined) return
  const lists = { containers: ['ps', '-aq', '--no-trunc'], networks: ['network', 'ls', '-q', '--no-trunc'] }
  const ids = async (words: readonly string[]) => (await engine.docker(words)).stdout.split('\n').filter(Boolean)
  const json = async (words: readonly string[]) => (await engine.docker(words)).stdout
  const containers = await ids(lists.containers)
  write('docker-version.json', await json(['version', '--format', '{{json .}}']))
  write('docker-info.json', await json(['info', '--format', '{{json .}}']))
  write('docker-network-inspect.json', await json(['network', 'inspect', ...(await ids(lists.networks))]))
  write('docker-inspect.json', containers.length === 0 ? '[]\n' : await json(['inspect', ...containers]))
  write(
    'commands.txt',
    `# host: ip_forward before start = 0\n# daemon: dockerd ${engine.args.join(' ')}\n# daemon.json: {}\n`,
  )
}
