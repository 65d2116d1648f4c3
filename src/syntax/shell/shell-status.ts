import { iptablesProgram } from './iptables-program.ts'
import type { ShellField } from './shell-fields.ts'

/**
 * What can be said of how commands end. It remembers the rules and chains that the script itself has added, so that
 * `iptables -C … || iptables -A …` adds a rule once.
 */
export class CommandStatus {
  private rules: string[]

  constructor(rules: readonly string[] = []) {
    this.rules = rules.map(plainRule)
  }

  copy(): CommandStatus {
    return new CommandStatus(this.rules)
  }

  /** Whether a command succeeds; undefined: only a run can tell. */
  of(fields: readonly ShellField[]): boolean | undefined {
    const program = iptablesProgram(fields)
    if (program !== undefined && !program.elsewhere)
      return program.job === 'rules' ? this.ofRule(fields.slice(program.first), program.family) : true
    const name = fields[0]?.text ?? ''
    if (name === 'true' || name === ':' || name === 'echo' || name === 'printf') return true
    if (name === 'false') return false
    if (name === '[' || name === '[[' || name === 'test') return testStatus(fields)
    return /^(?:command|which|type|hash)$/.test(name) && /ip6?tables/.test(fields.at(-1)?.text ?? '') ? true : undefined
  }

  private ofRule(fields: readonly ShellField[], family: string): boolean | undefined {
    const words = fields.map(({ text }) => text)
    const at = words.findIndex((word) =>
      /^-[ACDFILNPSXER]$|^--(?:append|check|delete|insert|new-chain|flush|list)/.test(word),
    )
    const verb = /^--(.)/.exec(words[at] ?? '')?.[1]?.toUpperCase() ?? words[at]?.[1]
    const table = words[words.findIndex((word) => word === '-t' || word === '--table') + 1]
    const named = words.includes('-t') || words.includes('--table') ? table : 'filter'
    const numbered = verb === 'I' && /^\d+$/.test(words[at + 2] ?? '')
    const rest = words.slice(at + (numbered ? 3 : 2)).filter((word, index, all) => !isTable(word, all[index - 1]))
    const chain = `${family} ${named} ${words[at + 1] ?? ''}`
    const rule = plainRule(`${chain} ${rest.join(' ')}`)
    if (verb === 'A' || verb === 'I') this.rules.push(rule)
    else if (verb === 'C') return this.rules.includes(rule)
    else if (verb === 'D') return this.remove(rule, rest)
    else if (verb === 'N') {
      const known = this.rules.includes(`${chain} :`)
      this.rules.push(`${chain} :`)
      return !known
    } else if (verb === 'F') this.flush(chain, `${family} ${named} `, words[at + 1])
    else if (verb === 'L' || verb === 'S') return this.rules.includes(`${chain} :`) ? true : undefined
    return true
  }

  private remove(rule: string, [first = '']: readonly string[]): boolean | undefined {
    const at = this.rules.indexOf(rule)
    if (at >= 0) this.rules.splice(at, 1)
    return /^\d+$/.test(first) ? undefined : at >= 0
  }

  private flush(chain: string, table: string, name: string | undefined): void {
    const gone = name === undefined || name.startsWith('-') ? table : `${chain} `
    this.rules = this.rules.filter((rule) => !rule.startsWith(gone) || rule.endsWith(' :'))
  }
}

// As people write a rule and as iptables prints it, as far as words tell.
function plainRule(rule: string): string {
  return rule.replace(/ -m (?:tcp|udp|icmp|icmp6|ipv6-icmp)(?= )/g, '').replace(/\/(?:32|128)(?= |$)/g, '')
}

function isTable(word: string, before: string | undefined): boolean {
  return word === '-t' || word === '-w' || before === '-t'
}

function testStatus(fields: readonly ShellField[]): boolean | undefined {
  const words = fields.slice(1, /^\]\]?$/.test(fields.at(-1)?.text ?? '') ? -1 : undefined)
  if (words.some(({ text }) => text === '-a' || text === '-o')) return undefined
  const negated = words[0]?.text === '!'
  const result = plainTest(negated ? words.slice(1) : words)
  return negated && result !== undefined ? !result : result
}

function plainTest(words: readonly ShellField[]): boolean | undefined {
  if (words.some(({ hidden }) => hidden)) return undefined
  const [a = '', b = '', c = ''] = words.map(({ text }) => text)
  if (words.length === 0) return false
  if (words.length === 1) return a !== ''
  if (words.length === 2) return a === '-n' ? b !== '' : a === '-z' ? b === '' : undefined
  return words.length === 3 ? compare(a, b, c) : undefined
}

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '-eq': (a, b) => a === b,
  '-ne': (a, b) => a !== b,
  '-lt': (a, b) => a < b,
  '-le': (a, b) => a <= b,
  '-gt': (a, b) => a > b,
  '-ge': (a, b) => a >= b,
}

function compare(a: string, operator: string, b: string): boolean | undefined {
  if (operator === '=' || operator === '==') return /[*?[]/.test(b) ? undefined : a === b
  if (operator === '!=') return /[*?[]/.test(b) ? undefined : a !== b
  return /^-?\d+$/.test(a) && /^-?\d+$/.test(b) ? comparisons[operator]?.(Number(a), Number(b)) : undefined
}
