/**
 * The built-in chains of each table in hook order. Without a prototype, as tables are looked up by any name a text may hold.
 * Source: iptables(8), kernel table definitions.
 */
export const builtinChains: Readonly<Record<string, readonly string[]>> = Object.assign(Object.create(null), {
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
  mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  raw: ['PREROUTING', 'OUTPUT'],
  security: ['INPUT', 'FORWARD', 'OUTPUT'],
})
