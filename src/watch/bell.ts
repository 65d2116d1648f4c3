/** Something to wait at: until it rings, or for a time. */
export class Bell {
  #rang = false
  #wake: (() => void) | undefined

  /** Wakes whoever waits; with nobody there, the next one does not wait. */
  ring(): void {
    this.#rang = true
    this.#wake?.()
  }

  /** Waits until it rings; false: it did not in so many milliseconds. */
  async wait(ms: number): Promise<boolean> {
    if (!this.#rang) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      this.#wake = undefined
    }
    const rang = this.#rang
    this.#rang = false
    return rang
  }
}
