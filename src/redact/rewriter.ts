/** What kinds of names there are: each gets fakes of its own (`container-1`). */
export type NameKind =
  | 'chain'
  | 'container'
  | 'host'
  | 'jail'
  | 'label'
  | 'list'
  | 'network'
  | 'path'
  | 'prefix'
  | 'process'
  | 'project'
  | 'remark'
  | 'service'
  | 'set'
  | 'string'
  | 'table'
  | 'user'
  | 'zone'

/**
 * What becomes of each piece of a snapshot that tells whose host it is. The same walk over a snapshot runs twice: once with a
 * rewriter that only notes what there is, once with the one that puts fakes in its place.
 */
export interface Rewriter {
  /** Addresses and MACs in any text. */
  text(text: string): string
  /** An address whose prefix length stands elsewhere. */
  address(text: string, length: number): string
  /** An interface, or a pattern for several (`eth+`, `eth*`). */
  device(name: string): string
  /** A name of a kind; '' stays. */
  name(kind: NameKind, name: string): string
  /** The name of a chain; those of known owners stay. */
  chain(name: string): string
}
