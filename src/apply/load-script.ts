import type { Host, Output } from '#host/host.ts'
import type { Family, Variant } from '#model/family.ts'
import { Fault } from '#model/fault.ts'
import { makeOwnFolder } from './own-folder.ts'

/** Which tool loads a script: nft, or the iptables of this family and variant; undefined variant: the host's own choice. */
export interface Loader {
  readonly family: Family
  readonly variant: Variant | undefined
  readonly backend?: 'nftables'
}

/** The command that loads a script beside what is there, waiting for the lock for some seconds. */
export function loadCommand({ family, variant, backend }: Loader): readonly string[] {
  if (backend === 'nftables') return ['nft', '-f', '-']
  const program = family === 'ipv6' ? 'ip6tables' : 'iptables'
  return [`${program}${variant === undefined ? '' : `-${variant}`}-restore`, '--noflush', '--wait', '5']
}

/**
 * Loads a script with `iptables-restore --noflush`, each of its tables wholly or not at all; with `nft -f` the whole script or nothing. Faults: restore-refused (with what the
 * tool said), rules-busy, tool-missing, timeout.
 */
export async function loadScript(host: Host, loader: Loader, script: string): Promise<void> {
  const argv = loadCommand(loader)
  const output = await host.run(argv, { stdin: script, timeoutMs: 60_000 })
  if (output.status === 0) return
  if (isBusy(output)) throw new Fault('host/rules-busy', { command: argv.join(' '), said: output.stderr.trim() })
  const said = output.stderr.trim().slice(0, 1000)
  throw new Fault('host/restore-refused', { command: argv.join(' '), status: output.status, said, kept: '' })
}

/** Another program holds the lock (legacy), or changed the rules meanwhile (nft). */
function isBusy({ status, stderr }: Output): boolean {
  return (
    status === 4 &&
    /another app is currently holding the xtables lock|Resource temporarily unavailable|Device or resource busy/i.test(
      stderr,
    )
  )
}

const folder = '/run/seawall'
const mostKept = 20

/** Keeps a refused script for whoever looks into it; the path, or empty text where it cannot be kept. */
export async function keepScript(host: Host, script: string): Promise<string> {
  try {
    return await keep(host, 'refused', script)
  } catch (error) {
    if (error instanceof Fault) return ''
    throw error
  }
}

/**
 * Keeps the tables that are about to change, as `iptables-save -c` prints them, for root alone; the paths. The oldest go. Faults:
 * those of running and writing: what cannot be kept must not be changed.
 */
export async function keepTables(host: Host, loaders: readonly Loader[]): Promise<readonly string[]> {
  const paths: string[] = []
  for (const loader of loaders) {
    if (loader.backend === 'nftables') {
      paths.push(await keep(host, `before-nft-${loader.family}`, await tableNow(host, loader)))
      continue
    }
    const [restore = ''] = loadCommand(loader)
    const argv = [restore.replace(/-restore$/, '-save'), '-c']
    const { status, stdout, stderr } = await host.run(argv, { timeoutMs: 60_000 })
    if (status !== 0) throw new Fault('host/tool-failed', { command: argv.join(' '), status, said: stderr.trim() })
    paths.push(await keep(host, `before-${loader.family}`, stdout))
  }
  const old = (await host.list(folder)).filter((name) => /^(before|refused)-.*\.rules$/.test(name))
  const byTime = old.sort((a, b) => stampOf(a) - stampOf(b)).slice(0, -mostKept)
  if (byTime.length > 0) await host.run(['rm', '-f', '--', ...byTime.map((name) => `${folder}/${name}`)])
  return paths
}

// What `nft -f` loads to have the table as it is now: gone, where it is not there.
async function tableNow(host: Host, { family }: Loader): Promise<string> {
  const table = `${family === 'ipv6' ? 'ip6' : 'ip'} docker-bridges`
  const argv = ['nft', 'list', 'table', ...table.split(' ')]
  const { status, stdout, stderr } = await host.run(argv, { timeoutMs: 60_000 })
  const isThere = !/No such file or directory/.test(stderr)
  if (status !== 0 && isThere)
    throw new Fault('host/tool-failed', { command: argv.join(' '), status, said: stderr.trim() })
  return `table ${table}\ndelete table ${table}\n${status === 0 ? stdout : ''}`
}

/** Loads tables of nftables as they were kept. */
export async function restoreKept(host: Host, paths: readonly string[]): Promise<void> {
  for (const path of paths.filter((one) => one.includes('/before-nft-'))) {
    const text = await host.read(path)
    if (text !== undefined) await loadScript(host, { family: 'ipv4', variant: undefined, backend: 'nftables' }, text)
  }
}

function stampOf(name: string): number {
  return Number(/(\d+)\.rules$/.exec(name)?.[1] ?? 0)
}

async function keep(host: Host, label: string, text: string): Promise<string> {
  const path = `${folder}/${label}-${host.now().getTime()}.rules`
  await makeOwnFolder(host, folder)
  await host.write(path, text)
  return path
}
