/** Where arithmetic reads its variables and leaves what it assigns. */
export interface ArithmeticValues {
  readonly get: (name: string) => number | undefined
  readonly set: (name: string, value: number) => void
}

const token =
  /\s*(\d+#[\da-zA-Z]+|0[xX][\da-fA-F]+|\d+|\$?\{?[A-Za-z_]\w*\}?|\$\{?\d+\}?|\*\*|\+\+|--|[-+*/%]=|<=|>=|==|!=|&&|\|\||[-+*/%()<>=!?:,~])/y
const longest = 400

/** The value of what stands in `$(( … ))`; undefined where it is not known or not understood. Source: POSIX, 2.6.4, and bash(1). */
export function arithmetic(text: string, values: ArithmeticValues): number | undefined {
  const tokens: string[] = []
  token.lastIndex = 0
  const end = text.trimEnd().length
  if (end > longest) return undefined
  while (token.lastIndex < end) {
    const found = token.exec(text)?.[1]
    if (found === undefined) return undefined
    tokens.push(found)
  }
  try {
    const reader = new Reader(tokens, values)
    const value = reader.list()
    return reader.isDone() ? value : undefined
  } catch (error) {
    if (error instanceof Unknown) return undefined
    throw error
  }
}

class Unknown extends Error {}

const levels: readonly Readonly<Record<string, (a: number, b: number) => number>>[] = [
  { '||': (a, b) => Number(a !== 0 || b !== 0) },
  { '&&': (a, b) => Number(a !== 0 && b !== 0) },
  { '==': (a, b) => Number(a === b), '!=': (a, b) => Number(a !== b) },
  {
    '<': (a, b) => Number(a < b),
    '<=': (a, b) => Number(a <= b),
    '>': (a, b) => Number(a > b),
    '>=': (a, b) => Number(a >= b),
  },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  { '*': (a, b) => a * b, '/': (a, b) => Math.trunc(a / b), '%': (a, b) => a % b },
  { '**': (a, b) => a ** b },
]

class Reader {
  private readonly tokens: readonly string[]
  private readonly values: ArithmeticValues
  private at = 0

  constructor(tokens: readonly string[], values: ArithmeticValues) {
    this.tokens = tokens
    this.values = values
  }

  isDone(): boolean {
    return this.at >= this.tokens.length
  }

  list(): number {
    let value = this.choice()
    while (this.take(',')) value = this.choice()
    return value
  }

  private choice(): number {
    const name = nameOf(this.tokens[this.at])
    const operator = this.tokens[this.at + 1] ?? ''
    if (name !== undefined && /^[-+*/%]?=$/.test(operator)) {
      this.at += 2
      const value = this.choice()
      return this.store(name, operator === '=' ? value : this.apply(operator[0] ?? '', this.read(name), value))
    }
    const value = this.binary(0)
    if (!this.take('?')) return value
    const yes = this.choice()
    if (!this.take(':')) throw new Unknown()
    const no = this.choice()
    return value === 0 ? no : yes
  }

  private binary(level: number): number {
    const operators = levels[level]
    if (operators === undefined) return this.unary()
    let value = this.binary(level + 1)
    for (
      let found = operators[this.tokens[this.at] ?? ''];
      found !== undefined;
      found = operators[this.tokens[this.at] ?? '']
    ) {
      this.at++
      value = found(value, this.binary(level + 1))
    }
    return value
  }

  private unary(): number {
    if (this.take('-')) return -this.unary()
    if (this.take('+')) return this.unary()
    if (this.take('!')) return Number(this.unary() === 0)
    if (this.take('~')) return ~this.unary()
    if (this.take('(')) {
      const value = this.list()
      if (!this.take(')')) throw new Unknown()
      return value
    }
    const step = this.take('++') ? 1 : this.take('--') ? -1 : 0
    const word = this.tokens[this.at++] ?? ''
    const name = nameOf(word)
    if (name === undefined) return this.number(word)
    const value = this.read(name)
    if (step !== 0) return this.store(name, value + step)
    if (this.take('++')) this.store(name, value + 1)
    else if (this.take('--')) this.store(name, value - 1)
    return value
  }

  private number(word: string): number {
    const value = /^0[0-7]+$/.test(word) ? Number.parseInt(word, 8) : Number(word)
    if (word === '' || Number.isNaN(value)) throw new Unknown()
    return value
  }

  private read(name: string): number {
    const value = this.values.get(name)
    if (value === undefined) throw new Unknown()
    return value
  }

  private store(name: string, value: number): number {
    if (!Number.isSafeInteger(value)) throw new Unknown()
    this.values.set(name, value)
    return value
  }

  private apply(operator: string, a: number, b: number): number {
    const found = levels.find((level) => level[operator] !== undefined)?.[operator]
    if (found === undefined) throw new Unknown()
    return found(a, b)
  }

  private take(text: string): boolean {
    if (this.tokens[this.at] !== text) return false
    this.at++
    return true
  }
}

function nameOf(word = ''): string | undefined {
  return /^\$?\{?([A-Za-z_]\w*)\}?$/.exec(word)?.[1] ?? /^\$\{?(\d+)\}?$/.exec(word)?.[1]
}
