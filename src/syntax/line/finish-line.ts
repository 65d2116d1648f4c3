import type { Extension } from '#extensions/extension.ts'
import { Wrong } from '#extensions/extension.ts'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { Counters, ExtensionUse, OptionUse, Rule, TargetUse } from '#model/ruleset.ts'
import type { Source, Span } from '#model/source.ts'
import type { Statement } from '#model/statement.ts'
import type { LineContext, LineState, Loaded } from './line-state.ts'
import { fail, readingOf } from './line-state.ts'

const nothing: readonly never[] = []

const ruleVerbs: ReadonlySet<LineState['verb']> = new Set(['append', 'insert', 'delete', 'check', 'replace'])

// A line of lists must not fill the memory; iptables itself knows no bound.
const mostRules = 10_000

/** Checks what a whole line must fulfil and makes the statement of it; undefined when it is refused. */
export function finishLine(
  line: LineState,
  span: Span,
  counters: Counters | undefined,
  context: LineContext,
): Statement | undefined {
  if (line.failed) return undefined
  const { verb, table, chain, position } = line
  if (verb === undefined) {
    fail(line, context, message('syntax/no-verb'), span.start, span.end)
    return undefined
  }
  const { start, end } = span
  if (!ruleVerbs.has(verb)) {
    const { policy, to } = line
    return { start, end, kind: 'chain-verb', verb: verb as 'flush', table, chain, position, policy, to }
  }
  if (verb === 'delete' && position !== undefined) {
    const none = { policy: undefined, to: undefined }
    return { start, end, kind: 'chain-verb', verb: 'delete-position', table, chain, position, ...none }
  }
  checkInterfaces(line, span, context)
  if (line.flags !== '') checkFlags(line, span, context)
  // `map` makes a list without room for more: there are many of these, and they stay.
  const { loaded } = line
  const last = loaded.find(isTarget)
  const others = last !== undefined && last === loaded.at(-1) ? loaded.slice(0, -1) : loaded.filter(isMatch)
  const matches = others.map((one) => finishMatch(one, line, context))
  const target = last === undefined ? undefined : finishTarget(last, line, context)
  if (ruleCount(line) > mostRules) fail(line, context, message('syntax/too-many-rules', { max: mostRules }), start, end)
  if (line.failed) return undefined
  const rules = makeRules(line, span, matches, target, line.counters ?? counters, context)
  return { start, end, kind: 'rule', verb: verb as 'append', table, chain: chain ?? '', position, rules }
}

function ruleCount({ sources, destinations }: LineState): number {
  return (sources?.length ?? 1) * (destinations?.length ?? 1)
}

function checkInterfaces(line: LineState, span: Span, context: LineContext): void {
  const { chain } = line
  if (line.out !== undefined && (chain === 'INPUT' || chain === 'PREROUTING')) {
    fail(line, context, message('syntax/interface-in-chain', { option: '-o', chain }), line.out.start, line.out.end)
  }
  if (line.in !== undefined && (chain === 'OUTPUT' || chain === 'POSTROUTING')) {
    fail(line, context, message('syntax/interface-in-chain', { option: '-i', chain }), line.in.start, line.in.end)
  }
  for (const { extension, start } of line.loaded) {
    const refused = extension?.sort === 'target' ? extension.refusedIn : undefined
    if (refused !== undefined && refused.table === line.table)
      fail(line, context, { id: refused.message, args: {} }, start, span.end)
  }
}

function checkFlags(line: LineState, span: Span, context: LineContext): void {
  const { flags } = line
  const listing = [...flags].find((flag) => 'nx0'.includes(flag))
  const say = (what: Message) => fail(line, context, what, span.start, span.end)
  if (listing !== undefined) say(message('syntax/option-with-command', { option: `-${listing}` }))
  if (flags.includes('W') && !flags.includes('w')) say(message('syntax/option-needs', { option: '-W', other: '-w' }))
  const other = context.family === 'ipv4' ? '6' : '4'
  if (flags.includes(other)) say(message('syntax/other-family-flag', { option: `-${other}` }))
}

function isTarget({ target }: Loaded): boolean {
  return target
}

function isMatch({ target }: Loaded): boolean {
  return !target
}

function finishMatch(loaded: Loaded, line: LineState, context: LineContext): ExtensionUse {
  const { extension, name, start, end, words } = loaded
  const options = extension === undefined ? loaded.uses : settle(loaded, extension, line, context)
  return { name, known: extension !== undefined, options, words, start, end }
}

function finishTarget(loaded: Loaded, line: LineState, context: LineContext): TargetUse {
  const { extension, name, start, end, words, goto } = loaded
  const options = extension === undefined ? loaded.uses : settle(loaded, extension, line, context)
  return { name, known: extension !== undefined, options, words, start, end, goto }
}

function settle(loaded: Loaded, extension: Extension, line: LineState, context: LineContext): readonly OptionUse[] {
  const { uses } = loaded
  const wrong = checkCombination(uses, extension)
  if (wrong !== undefined) return refuse(wrong, loaded, line, context)
  const settled = extension.settle === undefined ? uses : extension.settle(uses, readingOf(line, context))
  if (settled instanceof Wrong) return refuse(settled, loaded, line, context)
  return inOrder(withDefaults(settled, extension, loaded), extension)
}

function refuse(
  { message: wrong }: Wrong,
  loaded: Loaded,
  line: LineState,
  context: LineContext,
): readonly OptionUse[] {
  const what = message(wrong.id, { extension: loaded.name, ...wrong.args })
  fail(line, context, what, loaded.start, loaded.end)
  return loaded.uses
}

function checkCombination(uses: readonly OptionUse[], extension: Extension): Wrong | undefined {
  for (const name of extension.constrained) {
    const spec = extension.options[name]
    if (spec === undefined) continue
    if (!isGiven(uses, name)) {
      if (spec.required) return new Wrong('syntax/missing-option', { option: name })
      continue
    }
    const excluded = spec.excludes?.find((other) => isGiven(uses, other))
    if (excluded !== undefined) return new Wrong('syntax/options-exclude', { option: name, other: excluded })
    const missing = spec.needs?.find((other) => !isGiven(uses, other))
    if (missing !== undefined) return new Wrong('syntax/option-needs', { option: name, other: missing })
  }
  const { oneOf } = extension
  if (oneOf.length === 0 || oneOf.some((name) => isGiven(uses, name))) return undefined
  return new Wrong('syntax/missing-one-of', { options: oneOf.join(', ') })
}

function isGiven(uses: readonly OptionUse[], name: string): boolean {
  for (const use of uses) if (use.name === name) return true
  return false
}

function withDefaults(uses: readonly OptionUse[], extension: Extension, loaded: Loaded): readonly OptionUse[] {
  if (extension.defaulted.length === 0) return uses
  const all = [...uses]
  for (const name of extension.defaulted) {
    const { default: value, excludes } = extension.options[name] ?? {}
    if (value === undefined || isGiven(uses, name) || excludes?.some((other) => isGiven(uses, other))) continue
    all.push({ name, negated: false, value, start: loaded.start, end: loaded.end })
  }
  return all
}

function inOrder(uses: readonly OptionUse[], extension: Extension): readonly OptionUse[] {
  if (uses.length < 2 || extension.keepsOrder) return uses
  const { order } = extension
  if (isInOrder(uses, order)) return uses
  return [...uses].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
}

function isInOrder(uses: readonly OptionUse[], order: readonly string[]): boolean {
  let last = 0
  for (const { name } of uses) {
    const place = order.indexOf(name)
    if (place < last) return false
    last = place
  }
  return true
}

function makeRules(
  line: LineState,
  span: Span,
  matches: readonly ExtensionUse[],
  target: TargetUse | undefined,
  counters: Counters | undefined,
  { origin }: LineContext,
): readonly Rule[] {
  const { sources, destinations } = line
  const rule = makeRule(line, span, matches, target, counters, origin)
  if (sources === undefined && destinations === undefined) return [rule]
  return (sources ?? [line.source]).flatMap((source) =>
    (destinations ?? [line.destination]).map((destination) => ({ ...rule, source, destination })),
  )
}

function makeRule(
  { source, destination, in: incoming, out, protocol, fragment, hidden }: LineState,
  { start, end }: Span,
  matches: readonly ExtensionUse[],
  target: TargetUse | undefined,
  counters: Counters | undefined,
  origin: Source,
): Rule {
  return {
    origin,
    source,
    destination,
    in: incoming,
    out,
    protocol,
    fragment,
    matches,
    target,
    counters,
    hidden: hidden.length === 0 ? nothing : hidden,
    start,
    end,
  }
}
