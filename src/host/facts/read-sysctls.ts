/**
 * Reads sysctls from any of their spellings, `NAME = VALUE` or `PATH:VALUE` a line, into dotted names as sysctl(8) prints them:
 * the first separator is the one in use, the other kind belongs to a name (`net.ipv4.conf.eth0/100.rp_filter`).
 */
export function readSysctls(text: string): Readonly<Record<string, string>> {
  const sysctls = new Map<string, string>()
  for (const line of text.split('\n')) {
    const [, name, value] = /^\s*([^\s=:]+)\s*[=:](.*)$/.exec(line) ?? []
    if (name !== undefined && value !== undefined) sysctls.set(dotted(name), value.trim().replace(/\s+/g, ' '))
  }
  return Object.fromEntries(sysctls)
}

function dotted(name: string): string {
  const path = name.replace(/^\/proc\/sys\//, '')
  const separator = /[./]/.exec(path)?.[0]
  return separator === '/' ? path.replace(/[./]/g, (char) => (char === '/' ? '.' : '/')) : path
}
