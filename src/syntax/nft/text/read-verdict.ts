import type { Json } from '#model/nft.ts'
import type { Cursor } from './cursor.ts'

/** A verdict: `accept`, `jump input_ext`; undefined: none stands here. */
export function readVerdict(cursor: Cursor): Json | undefined {
  const simple = cursor.take('accept', 'drop', 'continue', 'return')
  if (simple !== undefined) return { [simple]: null }
  const jump = cursor.take('jump', 'goto')
  return jump === undefined ? undefined : { [jump]: { target: cursor.name() } }
}
