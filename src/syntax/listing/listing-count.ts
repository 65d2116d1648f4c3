const units: Readonly<Record<string, bigint>> = { K: 1_000n, M: 1_000_000n, G: 1_000_000_000n, T: 1_000_000_000_000n }

/** Reads a counter of a listing, which is rounded where it has a unit: `99999`, `121K`. Undefined: no counter. */
export function listingCount(text: string): { readonly count: bigint; readonly exact: boolean } | undefined {
  if (!/^\d{1,20}[KMGT]?$/.test(text)) return undefined
  const unit = units[text.slice(-1)]
  return unit === undefined
    ? { count: BigInt(text), exact: true }
    : { count: BigInt(text.slice(0, -1)) * unit, exact: false }
}
