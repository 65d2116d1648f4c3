interface Node<T> {
  value: T | undefined
  /** By the next number of the set. */
  next: Map<number, Node<T>> | undefined
}

/** Sets of numbers, each with a value. Sets are lists of numbers, ascending. */
export class SetTrie<T> {
  readonly #root: Node<T> = { value: undefined, next: undefined }

  /** Puts a set in; one that is there keeps its value. */
  add(set: readonly number[], value: T): void {
    let node = this.#root
    for (const number of set) {
      node.next ??= new Map()
      const next: Node<T> = node.next.get(number) ?? { value: undefined, next: undefined }
      node.next.set(number, next)
      node = next
    }
    node.value ??= value
  }

  /** Calls with the value of just this set, if it is there. */
  visit(set: readonly number[], call: (value: T) => void): void {
    let node: Node<T> | undefined = this.#root
    for (const number of set) node = node?.next?.get(number)
    if (node?.value !== undefined) call(node.value)
  }

  /** Calls with the value of every set of which each number is in the given one. */
  subsets(of: readonly number[], call: (value: T) => void): void {
    const from = (node: Node<T>, at: number): void => {
      if (node.value !== undefined) call(node.value)
      if (node.next === undefined) return
      for (let index = at; index < of.length; index++) {
        const next = node.next.get(of[index] as number)
        if (next !== undefined) from(next, index + 1)
      }
    }
    from(this.#root, 0)
  }
}
