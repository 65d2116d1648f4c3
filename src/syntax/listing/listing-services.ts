import type { ServiceList } from '#extensions/kinds/services.ts'
import { differingServices, isIanaList } from '#extensions/kinds/services.ts'
import type { Span } from '#model/source.ts'

/** Whose names of services a listing prints, and whether that is a guess which a name in it depends on. */
export interface ListingServices {
  readonly list: ServiceList
  /** A name that is another port in the other list, where nothing tells which list it is. */
  readonly doubtful: string | undefined
}

const ports = /\b[ds]pts?:!?(\S+)|\b(?:multiport )?[ds]?ports ([\w,:.+-]+)/g
const prompts =
  /(?:^|\n)[ \t>]*(?:(\[[\w.-]{1,40}@[\w.-]{1,60} [^\]\n]{0,60}\][#$])|([\w.-]{1,40}@[\w.-]{1,60}:[^\n#$]{0,60}[#$] ))/
const known: ListingServices = { list: 'debian', doubtful: undefined }

/** Finds out by the names themselves, then by the shape of the prompt: `[root@host ~]#` is RHEL's, `root@host:~#` is Debian's. */
export function listingServices(text: string, { start, end }: Span): ListingServices {
  const rows = text.slice(start, end)
  if (!rows.includes('pt')) return known
  const names = new Set<string>()
  for (const [, one, several] of rows.matchAll(ports))
    for (const name of (one ?? several ?? '').split(/[,:]/)) if (/[A-Za-z]/.test(name)) names.add(name)
  if (names.size === 0) return known
  if (isIanaList(names)) return { list: 'iana', doubtful: undefined }
  const doubtful = [...names].find((name) => differingServices.has(name))
  if (doubtful === undefined) return known
  const [, rhel, debian] = prompts.exec(text.slice(0, end)) ?? []
  if (rhel !== undefined) return { list: 'iana', doubtful: undefined }
  return { list: 'debian', doubtful: debian === undefined ? doubtful : undefined }
}
