import { readdirSync, readFileSync } from 'node:fs'
import { recorded } from '../syntax/restore-replay.ts'

const cases = new URL('../cases/', import.meta.url)

/** The scripts of all recorded experiments, by title. */
export function experimentScripts(): ReadonlyMap<string, string> {
  const scripts = new Map<string, string>()
  for (const [, title = '', body = ''] of recorded('restore.sh').matchAll(/^r "(.*?)" ".*?" <<'?E'?\n([\s\S]*?)^E$/gm))
    scripts.set(title, body)
  return scripts
}

/** What real tools saved of every recorded probe, as one dump for each file of them. */
export function probeDumps(): ReadonlyMap<string, string> {
  const dumps = new Map<string, string>()
  for (const folder of ['iptables/probes/', 'extensions/']) {
    for (const file of readdirSync(new URL(folder, cases)).filter((name) => name.endsWith('.jsonl'))) {
      const text = readFileSync(new URL(folder + file, cases), 'utf8')
      const rules = new Set(
        [...text.matchAll(/"(-A (?:[^"\\]|\\.)*)"/g)].map(([line]) => String(JSON.parse(line)).trimEnd()),
      )
      dumps.set(file, `*filter\n${[...rules].join('\n')}\nCOMMIT\n`)
    }
  }
  return dumps
}
