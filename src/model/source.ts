/** A text we were given, and what to call it: a path, `-` or `live`. */
export interface Source {
  readonly name: string
  readonly text: string
}

/** A piece of a source: UTF-16 offsets, the end not included. */
export interface Span {
  readonly start: number
  readonly end: number
}
