import type { Host } from '#host/host.ts'
import type { Source } from '#model/source.ts'
import type { IncludedFiles } from '#syntax/nft/text/text-context.ts'

const include = /^[ \t]*include[ \t]+"([^"\n]{1,400})"/gm
const mostFiles = 200

/**
 * Reads the files that a text in nft's language includes, and those that they include. Only files below the folder of the first are
 * read: a text from elsewhere must not open others.
 */
export async function includedFiles(host: Host, path: string, text: string): Promise<IncludedFiles> {
  const folder = folderOf(path)
  const found = new Map<string, readonly Source[]>()
  const waiting = patternsIn(text)
  let left = mostFiles
  for (let pattern = waiting.pop(); pattern !== undefined; pattern = waiting.pop()) {
    if (found.has(pattern)) continue
    const paths = await pathsOf(host, folder, pattern)
    if (paths === undefined) continue
    const sources: Source[] = []
    for (const one of paths.slice(0, left)) {
      const read = await host.read(one, { onlyFiles: true }).catch(() => undefined)
      if (read === undefined) continue
      sources.push({ name: one, text: read })
      for (const inner of patternsIn(read)) waiting.push(inner)
    }
    left -= sources.length
    // A file that cannot be read is missing; a pattern that nothing fits includes nothing.
    if (sources.length === paths.length) found.set(pattern, sources)
  }
  return (pattern) => found.get(pattern)
}

function patternsIn(text: string): string[] {
  return [...text.matchAll(include)].map(([, pattern = '']) => pattern)
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '.' : slash === 0 ? '/' : path.slice(0, slash)
}

// Only the last part of a pattern may have wildcards here. Undefined: a place that is not read.
async function pathsOf(host: Host, folder: string, pattern: string): Promise<readonly string[] | undefined> {
  const path = pattern.startsWith('/') ? pattern : `${folder}/${pattern.replace(/^\.\//, '')}`
  const name = path.slice(path.lastIndexOf('/') + 1)
  const within = folderOf(path)
  const isBelow = within === folder || within.startsWith(folder === '/' ? '/' : `${folder}/`)
  if (!isBelow || path.split('/').includes('..') || /[*?[]/.test(within)) return undefined
  if (!/[*?[]/.test(name)) return [path]
  const names = await host.list(within)
  const fits = globOf(name)
  return names
    .filter((one) => fits.test(one))
    .sort()
    .map((one) => `${within}/${one}`)
}

function globOf(pattern: string): RegExp {
  const parts = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replace(/\*/g, '[^/]*')
    .replace(/\?/g, '[^/]')
  return new RegExp(`^(?!\\.)${parts}$`)
}
