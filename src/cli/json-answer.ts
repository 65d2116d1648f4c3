import { errorJson, jsonText, type Message } from '#pages.ts'
import type { Terminal } from './terminal.ts'

/**
 * What a command says under `--json`: one document on standard output, whatever becomes of the command. Texts that it prints
 * become a document when it has no other, and so does what it refuses.
 */
export class JsonAnswer {
  #written = false
  #texts: string[] = []
  #refusal: { readonly what: Message; readonly help: Message | undefined } | undefined

  /** The same terminal, with its output kept until it is known what the document is. */
  over(terminal: Terminal): Terminal {
    return {
      ...terminal,
      isJson: true,
      out: (text) => this.#texts.push(text),
      page: (text) => this.#texts.push(text),
      longPage: (pieces) => this.#texts.push([...pieces].join('')),
      copy: (text) => this.#texts.push(text),
      document: (pieces) => {
        if (this.#written) return
        this.#written = true
        terminal.document(pieces)
      },
      records: (text) => {
        this.#written = true
        terminal.out(text)
      },
      refuse: (what, help) => this.refuse(what, help),
    }
  }

  /** Keeps an error for the document. The first one tells why. */
  refuse(what: Message, help?: Message): void {
    this.#refusal ??= { what, help }
  }

  /** Writes the document where the command has written none. */
  finish(terminal: Terminal): void {
    if (this.#written) return
    this.#written = true
    const { what, help } = this.#refusal ?? {}
    const answer =
      what === undefined
        ? { kind: 'text', schemaVersion: 1, text: this.#texts.join('') }
        : { ...errorJson(terminal.say, what), ...(help && { help: terminal.say(help) }) }
    terminal.document([`${jsonText(answer, 2)}\n`])
  }
}
