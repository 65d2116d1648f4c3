import { readAddress } from '#base/prefix.ts'
import { Fault } from '#model/fault.ts'
import type { Host } from './host.ts'

// systemd-resolved listens on 127.0.0.53 and asks those of the second file. Source: resolv.conf(5), systemd-resolved.service(8).
const files = ['/etc/resolv.conf', '/run/systemd/resolve/resolv.conf']

/** The addresses of the servers of names that a host asks. */
export async function readNameservers(host: Host): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const file of files)
    for (const line of (await textOf(host, file)).split('\n')) {
      const address = /^\s*nameserver\s+(\S+)/.exec(line)?.[1]
      if (address !== undefined && readAddress(address) !== undefined) found.add(address)
    }
  return [...found]
}

async function textOf(host: Host, path: string): Promise<string> {
  try {
    return (await host.read(path)) ?? ''
  } catch (error) {
    if (error instanceof Fault) return ''
    throw error
  }
}
