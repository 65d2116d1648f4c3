/** A fact of a message: a text of any origin, or a number. */
export type Fact = string | number

/** Facts by name. */
export type FactsByName = Readonly<Record<string, Fact>>
