import { append } from '#base/lists.ts'
import { diffArrays } from 'diff'

/** One step from one list to another: how many items stay, go and come, in order. */
export interface ListStep {
  readonly kind: 'same' | 'removed' | 'added'
  readonly count: number
}

const maxEdits = 4000

/** The shortest way from one list of texts to the other; where they have next to nothing in common, all goes and all comes. */
export function diffLists(before: readonly string[], after: readonly string[]): readonly ListStep[] {
  const head = commonHead(before, after)
  const tail = commonTail(before, after, head)
  const middleBefore = before.slice(head, before.length - tail)
  const middleAfter = after.slice(head, after.length - tail)
  const steps: ListStep[] = []
  if (head > 0) steps.push({ kind: 'same', count: head })
  append(steps, middle(middleBefore, middleAfter))
  if (tail > 0) steps.push({ kind: 'same', count: tail })
  return steps
}

function middle(before: readonly string[], after: readonly string[]): readonly ListStep[] {
  const whole = [
    { kind: 'removed' as const, count: before.length },
    { kind: 'added' as const, count: after.length },
  ].filter(({ count }) => count > 0)
  if (before.length === 0 || after.length === 0) return whole
  const changes = diffArrays([...before], [...after], { maxEditLength: maxEdits })
  if (changes === undefined) return whole
  return changes.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    count: value.length,
  }))
}

function commonHead(before: readonly string[], after: readonly string[]): number {
  const most = Math.min(before.length, after.length)
  let head = 0
  while (head < most && before[head] === after[head]) head++
  return head
}

function commonTail(before: readonly string[], after: readonly string[], head: number): number {
  const most = Math.min(before.length, after.length) - head
  let tail = 0
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  return tail
}
