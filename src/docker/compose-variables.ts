import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'

/** Puts values and the defaults of `${NAME:-default}` in; a variable that has neither is not known before Compose runs, and said. */
export function fillVariables(text: string, values: Readonly<Record<string, string>>, perhaps: Message[]): string {
  const unknown = new Set<string>()
  const filled = text.replace(
    /\$\$|\$\{([A-Za-z_]\w*)(?:(:?)-(([^{}]){0,500}))?[^{}]{0,500}\}|\$([A-Za-z_]\w*)/g,
    (all, braced, colon, standby, _, bare) => {
      if (all === '$$') return '$'
      const name = String(braced ?? bare)
      const value = Object.hasOwn(values, name) ? values[name] : undefined
      if (value !== undefined && !(value === '' && colon === ':')) return value
      if (standby !== undefined) return String(standby)
      unknown.add(name)
      return '0'
    },
  )
  for (const name of unknown) perhaps.push(message('compose/variable', { name }))
  return filled
}

/** The variables of a `.env` file: `NAME=value` lines, quotes around a value left out. */
export function readEnvFile(text: string): Readonly<Record<string, string>> {
  const found = text.split('\n').flatMap((line) => {
    const parts = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line.slice(0, 10_000))
    if (parts === null) return []
    const [, name = '', raw = ''] = parts
    const quoted = /^(["'])(.*)\1$/.exec(raw)
    return [[name, quoted?.[2] ?? raw.replace(/\s+#.*$/, '')] as const]
  })
  return Object.fromEntries(found)
}
