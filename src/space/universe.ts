import type { Intervals } from '#base/intervals.ts'
import type { Domains } from './box.ts'

/** The fields of the packets that sets are about, numbered as they are first asked for. */
export class Universe {
  readonly #numbers = new Map<string, number>()
  readonly #names: string[] = []
  readonly #domains: Intervals[] = []
  readonly #open = new Set<number>()

  /** What each field may be. */
  get domains(): Domains {
    return this.#domains
  }

  /** The number of the field; `open`: its value can not be known, as it stands for a question without an answer. */
  field(name: string, domain: () => Intervals, open = false): number {
    const known = this.#numbers.get(name)
    if (known !== undefined) return known
    const number = this.#names.length
    this.#numbers.set(name, number)
    this.#names.push(name)
    this.#domains.push(domain())
    if (open) this.#open.add(number)
    return number
  }

  nameOf(field: number): string {
    return this.#names[field] ?? ''
  }

  isOpen(field: number): boolean {
    return this.#open.has(field)
  }
}
