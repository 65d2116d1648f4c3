import { Fault } from '#model/fault.ts'
import type { Host } from './host.ts'

/**
 * The first place on the way to a path that somebody else than its `owners` (user ids; root always) can replace or write to:
 * a folder, a link or the file itself; undefined: none. Links are followed. A socket may be written to by anybody: that is how it is asked.
 * A path that is not there counts as far as it is. Source: path_resolution(7), unlink(2) on folders with the sticky bit.
 */
export async function openToOthers(
  host: Host,
  path: string,
  owners: readonly string[] = [],
): Promise<string | undefined> {
  const trusted = new Set(['0', ...owners])
  const parts = (text: string) => text.split('/').filter((part) => part !== '' && part !== '.')
  let ahead = parts(path)
  let here = ''
  let folder = await entryAt(host, '/')
  for (let links = 0; ahead.length > 0; ) {
    const [part = ''] = ahead
    ahead = ahead.slice(1)
    if (part === '..') {
      here = here.replace(/\/[^/]*$/, '')
      folder = await entryAt(host, here === '' ? '/' : here)
      continue
    }
    const place = `${here}/${part}`
    const entry = await entryAt(host, place)
    if (folder === undefined || entry === undefined) return undefined
    // In a folder with the sticky bit only the owner of an entry replaces it.
    if (!isOwn(folder, trusted) && !(folder.isSticky && trusted.has(folder.owner) && trusted.has(entry.owner)))
      return here === '' ? '/' : here
    if (entry.kind === 'link') {
      const target = await said(host, ['readlink', '--', place])
      if (target === undefined || links++ > 40) return place
      ahead = [...parts(target), ...ahead]
      if (target.startsWith('/')) here = ''
      folder = await entryAt(host, here === '' ? '/' : here)
      continue
    }
    if (!trusted.has(entry.owner) || (entry.kind === 'file' && entry.isWritable)) return place
    here = place
    folder = entry
  }
  return undefined
}

interface Entry {
  readonly owner: string
  readonly isWritable: boolean
  readonly isSticky: boolean
  readonly kind: 'folder' | 'link' | 'file' | 'other'
}

// S_IFDIR, S_IFLNK and S_IFREG of inode(7), without the bits below them.
const kinds: Readonly<Record<number, Entry['kind']>> = { 4: 'folder', 10: 'link', 8: 'file' }

function isOwn({ owner, isWritable }: Entry, trusted: ReadonlySet<string>): boolean {
  return trusted.has(owner) && !isWritable
}

async function entryAt(host: Host, path: string): Promise<Entry | undefined> {
  const [owner = '', group = '', mode = ''] =
    (await said(host, ['stat', '-c', '%u %g %f', '--', path]))?.split(' ') ?? []
  const bits = Number.parseInt(mode, 16)
  if (Number.isNaN(bits)) return undefined
  const isWritable = (bits & 0o002) !== 0 || ((bits & 0o020) !== 0 && (await hasMembers(host, group)))
  return { owner, isWritable, isSticky: (bits & 0o1000) !== 0, kind: kinds[bits >> 12] ?? 'other' }
}

// Debian gives /usr/local to a group in which nobody is.
async function hasMembers(host: Host, group: string): Promise<boolean> {
  if (group === '0') return false
  const [, , , members = '?'] = (await said(host, ['getent', 'group', group]))?.split(':') ?? []
  const users = (await said(host, ['getent', 'passwd']))?.split('\n') ?? []
  return members !== '' || users.some((user) => user.split(':')[3] === group)
}

async function said(host: Host, argv: readonly string[]): Promise<string | undefined> {
  try {
    const { status, stdout } = await host.run(argv)
    return status === 0 ? stdout.replace(/\n$/, '') : undefined
  } catch (error) {
    if (error instanceof Fault) return undefined
    throw error
  }
}
