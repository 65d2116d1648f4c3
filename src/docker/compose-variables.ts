import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'

/** Puts the defaults of `${NAME:-default}` in; a variable without one is not known before Compose runs, and said. */
export function fillVariables(text: string, perhaps: Message[]): string {
  const unknown = new Set<string>()
  const filled = text.replace(
    /\$\$|\$\{([A-Za-z_]\w*)(?::?[-](([^{}]){0,500}))?[^{}]{0,500}\}|\$([A-Za-z_]\w*)/g,
    (all, name, value, _, bare) => {
      if (all === '$$') return '$'
      if (value !== undefined) return String(value)
      unknown.add(String(name ?? bare))
      return '0'
    },
  )
  for (const name of unknown) perhaps.push(message('compose/variable', { name }))
  return filled
}
