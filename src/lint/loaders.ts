import type { CheckedKind } from '#model/check.ts'
import type { Family } from '#model/family.ts'
import type { Source } from '#model/source.ts'
import { placeIn } from './places.ts'
import type { Flushing, Loader } from './subject.ts'

const call = /(?:^|[\s;&|=/(`'"@!+-])(ip6?tables)(?:-nft|-legacy)?-restore\b([^\n;|&#]*)/g

/** The commands of a script or a unit that load a file for iptables-restore. */
export function loaders(source: Source, kind: CheckedKind): readonly Loader[] {
  if (kind !== 'script' && kind !== 'unit' && kind !== 'unknown') return []
  return [...source.text.matchAll(call)].flatMap((found) => {
    const [whole, program = '', words = ''] = found
    if (isComment(source.text, found.index) || /<</.test(words)) return []
    const path = fileOf(words)
    if (path === undefined) return []
    const start = found.index + whole.indexOf(program)
    const span = { start, end: found.index + whole.trimEnd().length }
    const noflush = /(^|\s)(-[a-zA-Z]*n[a-zA-Z]*|--noflush)(\s|$)/.test(words)
    const family: Family = program === 'ip6tables' ? 'ipv6' : 'ipv4'
    return [{ path, family, noflush, place: placeIn(source, span) }]
  })
}

function isComment(text: string, at: number): boolean {
  return /^\s*#/.test(text.slice(text.lastIndexOf('\n', at - 1) + 1, at))
}

const takesValue = new Set(['-T', '--table', '-w', '--wait', '-W', '--wait-interval', '-M', '--modprobe'])

// `< FILE`, or the last word that is neither an option nor the value of one.
function fileOf(words: string): string | undefined {
  const redirected = /<\s*("?)([^\s"'<>)`]+)\1/.exec(words)?.[2]
  if (redirected !== undefined) return redirected
  const list = words
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/["')`]/g, ''))
  return list.find((word, index) => /^[./$\w]/.test(word) && word !== '' && !takesValue.has(list[index - 1] ?? ''))
}

/** Whether a command loads the file: the same path, or, where only a name was given, the same name. */
export function loads({ path }: Pick<Loader, 'path'>, file: string): boolean {
  if (path === file) return true
  return !file.startsWith('/') && path.split('/').at(-1) === file.split('/').at(-1)
}

/** The settings of netfilter-persistent that a text gives: a name with the last value it gets. */
export function settingsIn({ text }: Source): ReadonlyMap<string, string> {
  const lines = [...text.matchAll(/^[ \t]*(?:export[ \t]+)?(\w+)=["']?([^"'\n#]*)["']?/gm)]
  return new Map(lines.map(([, name = '', value = '']) => [name, value.trim()]))
}

/** What loading the file does to what is there, by the commands and settings that are known. */
export function flushingOf(file: Source, loaders: readonly Loader[], settings: readonly Source[]): Flushing {
  if (loaders.some(({ noflush }) => !noflush)) return 'yes'
  if (loaders.length > 0) return 'no'
  if (/(^|\/)sysconfig\/ip6?tables$/.test(file.name)) return 'yes'
  const version = /(^|\/)rules\.v([46])$/.exec(file.name)?.[2]
  if (version === undefined) return 'unknown'
  const own = settings.filter(({ name }) => /(^|\/)netfilter-persistent$|default\/iptables$/.test(name))
  if (own.length === 0) return 'likely'
  const key = `${version === '4' ? 'IPTABLES' : 'IP6TABLES'}_RESTORE_NOFLUSH`
  return own.some((source) => settingsIn(source).get(key) === 'yes') ? 'no' : 'yes'
}
