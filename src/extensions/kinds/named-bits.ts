/** The bits that stand for the names, together. */
export function namedBits(names: readonly string[], table: Readonly<Record<string, number>>): number {
  return names.reduce((bits, name) => bits | (table[name] ?? 0), 0)
}
