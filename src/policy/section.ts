import { lineStarts, rowOf } from '#base/line-starts.ts'
import { nearest } from '#base/nearest.ts'
import type { Message } from '#model/diagnostic.ts'
import type { FactsOf, MessageId } from '#model/messages.ts'
import type { PolicyPlace, Service, Who } from '#model/policy.ts'
import type { Source, Span } from '#model/source.ts'
import type { MapEntry, MapNode, PolicyTree, TextNode } from './policy-tree.ts'
import { meant, type Problems } from './problems.ts'
import { readService, readWho } from './read-words.ts'

/** The value of one key of a policy file, with what reads its parts and reports what is wrong with them. */
export class Section {
  readonly source: Source
  readonly tree: PolicyTree
  readonly problems: Problems
  private readonly lines: readonly number[]

  constructor(source: Source, tree: PolicyTree, problems: Problems, lines = lineStarts(source.text)) {
    this.source = source
    this.tree = tree
    this.problems = problems
    this.lines = lines
  }

  placeOf({ span }: { readonly span: Span }): PolicyPlace {
    return { source: this.source, span, line: rowOf(this.lines, span.start) + 1 }
  }

  error<K extends MessageId>({ span }: { readonly span: Span }, id: K, facts: FactsOf<K>, help?: Message): void {
    this.problems.add(this.source, span, id, facts, help)
  }

  /** The text of the section, where it is one of these words. */
  expectText(words: readonly string[]): string | undefined {
    const word = this.tree.kind === 'text' ? this.tree.text : undefined
    if (word !== undefined && words.includes(word)) return word
    this.error(this.tree, 'policy/wrong-word', { words: words.join(', ') }, meant(nearest(word ?? '', words)))
    return undefined
  }

  /** The entries of the section, which must be a mapping. */
  entries(tree: PolicyTree = this.tree): readonly MapEntry[] {
    if (tree.kind === 'map') return tree.entries
    if (tree.kind !== 'empty') this.error(tree, 'policy/want-map', {})
    return []
  }

  /** The texts of a list, or the one text. */
  texts(tree: PolicyTree): readonly TextNode[] {
    if (tree.kind === 'text') return [tree]
    if (tree.kind === 'list') return tree.items.flatMap((one) => this.textAlone(one))
    this.error(tree, 'policy/want-list', {})
    return []
  }

  private textAlone(tree: PolicyTree): readonly TextNode[] {
    if (tree.kind === 'text') return [tree]
    this.error(tree, 'policy/want-text', {})
    return []
  }

  /** The fields of an entry by name; unknown ones are reported. */
  fields(tree: MapNode, known: readonly string[]): ReadonlyMap<string, PolicyTree> {
    const fields = new Map<string, PolicyTree>()
    for (const { key, value } of tree.entries) {
      if (known.includes(key.text)) fields.set(key.text, value)
      else {
        const facts = { key: key.text, keys: known.join(', ') }
        this.error(key, 'policy/unknown-key', facts, meant(nearest(key.text, known)))
      }
    }
    return fields
  }

  /** Senders, as one text or a list of texts. */
  whoList(tree: PolicyTree): readonly Who[] {
    return this.texts(tree).flatMap((node) => {
      const who = this.who(node)
      return who === undefined ? [] : [who]
    })
  }

  who(node: TextNode): Who | undefined {
    const who = readWho(node.text)
    if (who === undefined) this.error(node, 'policy/bad-who', { text: node.text })
    return who
  }

  service(node: TextNode): Service | undefined {
    const service = readService(node.text)
    if (service === undefined) this.error(node, 'policy/bad-service', { text: node.text })
    return service
  }
}
