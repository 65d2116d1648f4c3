import { Fault } from '#model/fault.ts'
import type { Host, Output, RunOptions } from './host.ts'

/**
 * The same machine seen from another network namespace: commands run in it, and what /proc says is read in it. Files, cgroups
 * and Docker's socket stay those of the machine. `namespace` is a name of `ip netns`, a path, or a process id.
 */
export function netnsHost(host: Host, namespace: string): Host {
  const path = namespacePath(namespace)
  const enter = ['nsenter', `--net=${path}`]
  const run = async (argv: readonly string[], options?: RunOptions) => {
    const output = await host.run([...enter, ...argv], options)
    return checked(output, argv, path)
  }
  return {
    ...host,
    run,
    follow: (argv, follower) => host.follow([...enter, ...argv], follower),
    read: async (file, options) => {
      if (!ofNamespace(file)) return host.read(file, options)
      const { status, stdout, stderr } = await run(['cat', file])
      if (status === 0) return stdout
      if (stderr.includes('No such file')) return undefined
      throw new Fault(stderr.includes('denied') ? 'host/permission-denied' : 'host/unreadable', {
        path: file,
        said: stderr.trim(),
      })
    },
    list: async (folder) => {
      if (!ofNamespace(folder)) return host.list(folder)
      const { status, stdout } = await run(['ls', '-1', folder])
      return status === 0 ? stdout.split('\n').filter((name) => name !== '') : []
    },
  }
}

/** The file behind a namespace: `blue` is /run/netns/blue, `4711` the namespace of that process. */
export function namespacePath(namespace: string): string {
  if (namespace.includes('/')) return namespace
  return /^\d+$/.test(namespace) ? `/proc/${namespace}/ns/net` : `/run/netns/${namespace}`
}

function ofNamespace(path: string): boolean {
  return path.startsWith('/proc/net/') || path.startsWith('/proc/sys/net/') || path === '/proc/sys/net'
}

// What nsenter says for itself, before the program it should start has said anything.
function checked(output: Output, argv: readonly string[], path: string): Output {
  const said = output.stderr.trim()
  if (output.status === 0 || !said.startsWith('nsenter:')) return output
  const command = argv.join(' ')
  if (said.includes('failed to execute')) throw new Fault('host/tool-missing', { tool: argv[0] ?? '', command })
  if (said.includes('not permitted') || said.includes('denied'))
    throw new Fault('host/not-root', { command: `nsenter --net=${path} ${command}`, said })
  throw new Fault('host/no-namespace', { path, said })
}
