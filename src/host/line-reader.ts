const longest = 1 << 20

/** Cuts what comes in pieces into lines. A line that is longer than a megabyte is left out. */
export class LineReader {
  readonly #give: (line: string) => void
  #rest = ''
  #isTooLong = false

  constructor(give: (line: string) => void) {
    this.#give = give
  }

  take(piece: string): void {
    const lines = (this.#rest + piece).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) {
      if (!this.#isTooLong) this.#give(line)
      this.#isTooLong = false
    }
    if (this.#rest.length <= longest) return
    this.#rest = ''
    this.#isTooLong = true
  }
}
