import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Whether a path leads to a folder. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

/** Whether a folder holds what the tools of a host said, one file a tool. */
export function isCaptured(path: string): boolean {
  return readdirSync(path).some((name) =>
    /^(ip6?tables(-legacy)?-save\.txt|nft-list-ruleset\.json|docker-[a-z-]+\.json)$/.test(name),
  )
}

const checked =
  /^(rules\.v[46]|.*\.rules|ip6?tables(\.conf|\.up\.rules)?|nftables\.conf|.*\.nft|(docker-)?compose([.-][\w.-]+)?\.ya?ml|daemon\.json|.*\.service|netfilter-persistent|rc\.local)$/
// A folder of 100,000 files is no list of arguments.
function append(list: string[], more: readonly string[]): void {
  for (const one of more) list.push(one)
}

const skipped = new Set(['node_modules', '.git', 'vendor'])
const mostFiles = 2000

/** The files in a folder and below that may be about a firewall, in the order of their names. */
export function firewallFiles(folder: string, depth = 0): readonly string[] {
  if (depth > 8) return []
  const entries = readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const found: string[] = []
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (found.length >= mostFiles) break
    if (entry.isDirectory()) {
      if (!skipped.has(entry.name)) append(found, firewallFiles(path, depth + 1))
    } else if (entry.isFile() && (checked.test(entry.name) || isFirewallScript(path, entry.name))) found.push(path)
  }
  return found
}

function isFirewallScript(path: string, name: string): boolean {
  if (!/\.(sh|bash)$/.test(name) || statSync(path).size > 1 << 20) return false
  return /\b(ip6?tables|nft)\b/.test(readFileSync(path, 'utf8'))
}
