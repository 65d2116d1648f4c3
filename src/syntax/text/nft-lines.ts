import type { Span } from '#model/source.ts'

const family = '(?:(?:ip|ip6|inet|arp|bridge|netdev) )?'
const thing = '(?:table|chain|rule|set|map|element|flowtable|counter|quota|limit|ct|synproxy|secmark)'
const start = new RegExp(
  `^[ \\t]*(?:table ${family}\\S+ ?\\{|(?:chain|set|map) [A-Za-z_][\\w.-]* ?\\{|flush ruleset|(?:add|create|insert|replace|delete|destroy|flush) ${thing} |(?:re)?define [A-Za-z_]\\S* ?=|include "|undefine \\w)`,
)
const json = /^\s*\{\s*"nftables"\s*:/

/** Whether a line begins something in nft's language: a table, or a command of a file for `nft -f`. */
export function startsNft(text: string, { start: from, end }: Span): boolean {
  const line = text.slice(from, Math.min(end, from + 200))
  return start.test(line) || json.test(line)
}

/** Whether a text holds what `nft -j` said. */
export function isNftJson(text: string): boolean {
  return json.test(text.slice(0, 200))
}

/** By how much a line goes into braces, or out of them; those in quotes and remarks do not count. */
export function braces(text: string, { start: from, end }: Span): number {
  const line = text.slice(from, end).replace(/"[^"]*"?|#.*/g, '')
  let depth = 0
  for (const sign of line) depth += sign === '{' ? 1 : sign === '}' ? -1 : 0
  return depth
}

/** Whether a text is nft's language from its first line to its last. */
export function isNftFile(text: string, lines: readonly Span[]): boolean {
  let depth = 0
  let goesOn = false
  let seen = false
  for (const line of lines) {
    const said = text.slice(line.start, line.end)
    const isBlank = /^\s*(?:#.*)?$/.test(said)
    if (!isBlank && depth <= 0 && !goesOn && !startsNft(text, line)) return false
    if (!isBlank) {
      depth = Math.max(0, depth + braces(text, line))
      goesOn = /\\\s*$/.test(said)
      seen = true
    }
  }
  return seen
}
