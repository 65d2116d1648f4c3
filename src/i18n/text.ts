import type { Message } from '#model/diagnostic.ts'

/** The facts of a message. */
export type Args = Message['args']

/** One message of a catalogue: text from facts. */
export type Text = (args: Args) => string
