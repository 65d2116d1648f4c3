/** Orders two lists of numbers by the first place where they differ: for sorting by several keys. */
export function compareNumbers(a: readonly number[], b: readonly number[]): number {
  return a.map((value, index) => value - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0
}
