import type { Rule } from '#model/ruleset.ts'
import type { Feature } from './rule-features.ts'

/** A hole of a pattern: the names of what it takes, and how it reads a value; undefined: the value does not fit. */
export interface Hole {
  readonly names: readonly string[]
  read(value: string): readonly (string | number)[] | undefined
}

/** What the holes took, by name. */
export type Taken = Readonly<Record<string, string | number>>

interface Slot {
  readonly key: string
  readonly negated: boolean
  readonly optional: boolean
  readonly value: string | Hole
}

/** A pattern of rules: what a rule must say, no more and no less, whatever the order. */
export interface Shape {
  /** '' for rules without a target. */
  readonly target: string
  readonly slots: readonly Slot[]
  readonly required: number
}

/**
 * Makes a pattern from a rule as iptables-save prints it. Words that `holes` names stand for any value that the hole can read;
 * a hole that stands twice must be filled alike. What stands in brackets may be absent. `-m P` is the protocol's own match.
 */
export function shape(text: string, holes: Readonly<Record<string, Hole>> = {}): Shape {
  const words = text
    .replaceAll('[', ' [ ')
    .replaceAll(']', ' ] ')
    .split(' ')
    .filter((word) => word !== '')
  const slots: Slot[] = []
  let target = ''
  let extension = ''
  let negated = false
  let optional = false
  for (let at = 0; at < words.length; ) {
    const word = words[at++] ?? ''
    if (word === '[' || word === ']') optional = word === '['
    else if (word === '!') negated = true
    else if (word === '-m') extension = ownMatch(words[at++] ?? '', words)
    else if (word === '-j') {
      target = words[at++] ?? ''
      extension = '-j'
    } else {
      const from = at
      while (at < words.length && !isOption(words[at] ?? '')) at++
      const value = words.slice(from, at).join(' ')
      const key = word.startsWith('--') ? `${extension} ${word}` : word
      slots.push({ key, negated, optional, value: holes[value] ?? value })
      negated = false
    }
  }
  return { target, slots, required: slots.filter((slot) => !slot.optional).length }
}

function ownMatch(name: string, words: readonly string[]): string {
  return words[words.indexOf('-p') + 1] === name ? '-p' : name
}

function isOption(word: string): boolean {
  return word.startsWith('-') || word === '!' || word === '[' || word === ']'
}

/**
 * What the holes take when the rule fits the pattern, else undefined. What the rule's form hides is taken to fit, and its holes
 * stay empty.
 */
export function fitShape(pattern: Shape, rule: Rule, features: readonly Feature[]): Taken | undefined {
  if ((rule.target?.name ?? '') !== pattern.target || rule.target?.goto === true) return undefined
  const { slots, required } = pattern
  if (features.length > slots.length || (features.length < required && rule.hidden.length === 0)) return undefined
  const taken: Record<string, string | number> = {}
  let filled = 0
  let missing = required
  for (const { key, negated, value } of features) {
    const index = slots.findIndex((slot) => slot.key === key && slot.negated === negated)
    const slot = slots[index]
    if (slot === undefined || filled & (1 << index) || !take(slot, value, taken)) return undefined
    filled |= 1 << index
    if (!slot.optional) missing--
  }
  if (missing === 0) return taken
  const seen = slots.every((slot, index) => slot.optional || filled & (1 << index) || isHidden(slot.key, rule.hidden))
  return rule.hidden.length > 0 && seen ? taken : undefined
}

function take(slot: Slot, value: string, taken: Record<string, string | number>): boolean {
  if (typeof slot.value === 'string') return slot.value === value
  const read = slot.value.read(value)
  if (read === undefined) return false
  return slot.value.names.every((name, index) => {
    const part = read[index] ?? ''
    const before = taken[name]
    taken[name] = part
    return before === undefined || before === part
  })
}

/** A listing may show no interfaces, or be cut off before addresses and options. */
function isHidden(key: string, hidden: readonly string[]): boolean {
  if (key === '-i') return hidden.includes('in')
  if (key === '-o') return hidden.includes('out')
  return hidden.includes(key.includes(' ') ? 'options' : key)
}
