import process from 'node:process'

/** What is kept back until the command is done, because a screen may be too small for it. */
interface Kept {
  readonly usesPager: boolean
  readonly pieces: Iterable<string>[]
  verdict: string
}

let kept: Kept | undefined

/** Begins to keep what is written to standard output, where that is a screen. */
export function keepOutput(usesPager: boolean): void {
  if (process.stdout.isTTY && kept === undefined) kept = { usesPager, pieces: [], verdict: '' }
}

/** Keeps pieces of output back; false: nothing is kept, they are to be written now. */
export function keep(pieces: Iterable<string>): boolean {
  kept?.pieces.push(pieces)
  return kept !== undefined
}

/** Notes the first lines of a page, which say what came out. */
export function keepVerdict(page: string): void {
  if (kept !== undefined && kept.verdict === '') kept.verdict = /^.*\n(?:[ ]+.*\n)*/.exec(page)?.[0] ?? ''
}

/** Writes what was kept back without a pager, and keeps no more: something is asked, or the command breaks off. */
export function writeKept(): void {
  const pieces = kept?.pieces ?? []
  kept = undefined
  for (const some of pieces) for (const piece of some) process.stdout.write(piece)
}

/**
 * Shows what was kept back: as it is where the screen holds it, else in the pager. Where there is none, the verdict stands below it once more.
 */
export async function showKept(): Promise<void> {
  if (kept === undefined) return
  const { usesPager, verdict } = kept
  const pieces = kept.pieces.flatMap((some) => [...some])
  kept = undefined
  const isLong = isLongerThan(pieces, process.stdout.rows || 24, process.stdout.columns || 80)
  // Loaded where it is needed: what starts programs takes longer than most commands have.
  if (isLong && usesPager && (await (await import('./run-pager.ts')).runPager(pieces))) return
  for (const piece of pieces) process.stdout.write(piece)
  if (isLong && verdict !== '') process.stdout.write(`\n${verdict}`)
}

// The shell wants a line of the screen for itself.
function isLongerThan(pieces: readonly string[], rows: number, columns: number): boolean {
  let lines = 0
  for (const piece of pieces) {
    for (const line of piece.split('\n')) {
      lines += Math.max(1, Math.ceil(line.replace(/\u001b\[\d*m/g, '').length / columns))
      if (lines > rows) return true
    }
    lines--
  }
  return false
}
