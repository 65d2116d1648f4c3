import { setTimeout as sleep } from 'node:timers/promises'
import { Fault } from '#model/fault.ts'
import { nameNamespace, removeNamespace } from './cleanup.ts'
import type { Output, RunOptions } from '#kernel/run.ts'
import { run } from '#kernel/run.ts'

/** A throwaway network namespace: its own interfaces, routes, rules and sysctls. */
export interface Namespace {
  readonly name: string
  /** Runs a program inside, without a shell. */
  run(argv: readonly string[], options?: RunOptions): Promise<Output>
  /** Sets a sysctl inside, named as under /proc/sys: `net/ipv4/ip_forward`. */
  sysctl(path: string, value: string | number): Promise<void>
  delete(): Promise<void>
}

/** One end of a veth pair: where it lies, what it is called (15 characters at most), and its addresses with prefix length. */
export interface LinkEnd {
  readonly namespace: Namespace
  readonly name: string
  readonly addresses?: readonly string[]
}

/** Makes a namespace with its loopback up. It goes when this process ends, however it ends. */
export async function createNamespace(label = 'host'): Promise<Namespace> {
  const name = nameNamespace(label)
  await run(['ip', 'netns', 'add', name])
  const namespace: Namespace = {
    name,
    run: (argv, options) => run(['ip', 'netns', 'exec', name, ...argv], options),
    sysctl: async (path, value) => {
      await namespace.run(['tee', `/proc/sys/${path}`], { stdin: `${value}\n` })
    },
    delete: async () => removeNamespace(name),
  }
  // Without duplicate address detection: an IPv6 address is only tentative for a second or two, and answers nobody.
  await namespace.sysctl('net/ipv6/conf/default/accept_dad', 0)
  await namespace.sysctl('net/ipv6/conf/all/accept_dad', 0)
  await namespace.run(['ip', 'link', 'set', 'lo', 'up'])
  return namespace
}

/** Joins two namespaces with a cable (a veth pair), both ends up, with the addresses asked for. */
export async function connect(left: LinkEnd, right: LinkEnd): Promise<void> {
  const end = (link: LinkEnd) => ['netns', link.namespace.name, 'name', link.name]
  await run(['ip', 'link', 'add', ...end(left), 'type', 'veth', 'peer', ...end(right)])
  for (const { namespace, name, addresses = [] } of [left, right]) {
    for (const address of addresses) await namespace.run(['ip', 'address', 'add', address, 'dev', name])
    await namespace.run(['ip', 'link', 'set', name, 'up'])
  }
  for (const end of [left, right]) await untilSettled(end)
}

// A new link carries nothing until the kernel has looked at its carrier, which it does once a second at most.
async function untilSettled({ namespace, name }: LinkEnd): Promise<void> {
  const deadline = Date.now() + 10_000
  while (Date.now() < deadline) {
    const { stdout } = await namespace.run(['ip', 'address', 'show', 'dev', name])
    if (/ state UP /.test(stdout) && !/ tentative/.test(stdout)) return
    await sleep(20)
  }
  throw new Fault('lab/step-failed', { command: `ip link set ${name} up`, status: 0, said: 'it did not come up' })
}
