/** What kinds of names there are: each gets fakes of its own (`container-1`). */
export type NameKind =
  | 'chain'
  | 'container'
  | 'host'
  | 'jail'
  | 'label'
  | 'list'
  | 'extension'
  | 'network'
  | 'option'
  | 'own'
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
  /** Any text: addresses and MACs become fakes, and so does each word that is not one of those which any host may have. */
  text(text: string): string
  /** A text of which all but addresses and MACs is known to be public. */
  addresses(text: string): string
  /** An id of Docker's, of any length from 12 digits; the first 12 also name a bridge. */
  id(id: string): string
  /** A moment as Docker writes it: the order stays, the moment does not. */
  time(time: string): string
  /** An address whose prefix length stands elsewhere. */
  address(text: string, length: number): string
  /** An interface, or a pattern for several (`eth+`, `eth*`). */
  device(name: string): string
  /** A name of a kind; '' stays. */
  name(kind: NameKind, name: string): string
  /** A name that a program gave: its own words stay. */
  own(name: string): string
  /** The name of a chain; of those of known owners the owner's words stay. */
  chain(name: string): string
}
