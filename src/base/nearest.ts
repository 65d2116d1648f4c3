/** The name a misspelt word most likely stands for: at most two edits away (one for short words), unique, else undefined. */
export function nearest(word: string, names: Iterable<string>): string | undefined {
  const reach = word.length < 5 ? 1 : 2
  let best: string | undefined
  let bestDistance = reach + 1
  for (const name of names) {
    if (Math.abs(name.length - word.length) > reach) continue
    const distance = edits(word, name)
    if (distance < bestDistance) {
      best = name
      bestDistance = distance
    } else if (distance === bestDistance && name !== best) best = undefined
  }
  return bestDistance <= reach ? best : undefined
}

function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same)
    }
    row = next
  }
  return row[b.length] ?? 0
}
