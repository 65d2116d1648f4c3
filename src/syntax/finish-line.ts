import type { Extension } from '#extensions/extension.ts'
import { Wrong } from '#extensions/extension.ts'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { Counters, ExtensionUse, OptionUse, Rule, TargetUse } from '#model/ruleset.ts'
import type { Span } from '#model/source.ts'
import type { Statement } from '#model/statement.ts'
import type { AddressMask, UnknownValue } from '#model/value.ts'
import type { AddressUse, LineContext, LineState, Loaded } from './line-state.ts'
import { fail } from './line-state.ts'

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
  const matches: ExtensionUse[] = []
  let target: TargetUse | undefined
  for (const loaded of line.loaded) {
    const use = finishExtension(loaded, line, context)
    if (loaded.target) target = { ...use, goto: loaded.goto }
    else matches.push(use)
  }
  if (ruleCount(line) > mostRules) fail(line, context, message('syntax/too-many-rules', { max: mostRules }), start, end)
  if (line.failed) return undefined
  const rules = makeRules(line, span, matches, target, line.counters ?? counters, context)
  return { start, end, kind: 'rule', verb: verb as 'append', table, chain: chain ?? '', position, rules }
}

function ruleCount({ source, destination }: LineState): number {
  return (source?.addresses.length ?? 1) * (destination?.addresses.length ?? 1)
}

function checkInterfaces(line: LineState, span: Span, context: LineContext): void {
  const { chain } = line
  if (line.out !== undefined && (chain === 'INPUT' || chain === 'PREROUTING')) {
    fail(line, context, message('syntax/interface-in-chain', { option: '-o', chain }), line.out.start, line.out.end)
  }
  if (line.in !== undefined && (chain === 'OUTPUT' || chain === 'POSTROUTING')) {
    fail(line, context, message('syntax/interface-in-chain', { option: '-i', chain }), line.in.start, line.in.end)
  }
  const target = line.loaded.find((loaded) => loaded.target)
  if (target?.name === 'DROP' && line.table === 'nat')
    fail(line, context, message('syntax/drop-in-nat'), target.start, span.end)
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

function finishExtension(loaded: Loaded, line: LineState, context: LineContext): ExtensionUse {
  const { extension, name, start, end, words } = loaded
  const options = extension === undefined ? loaded.uses : settle(loaded, extension, line, context)
  return { name, known: extension !== undefined, options, words, start, end }
}

function settle(loaded: Loaded, extension: Extension, line: LineState, context: LineContext): readonly OptionUse[] {
  let uses: readonly OptionUse[] = loaded.uses
  const refuse = (wrong: Wrong) => {
    fail(
      line,
      context,
      message(wrong.message.id, { extension: extension.name, ...wrong.message.args }),
      loaded.start,
      loaded.end,
    )
    return uses
  }
  const wrong = checkCombination(uses, extension)
  if (wrong !== undefined) return refuse(wrong)
  if (extension.settle !== undefined) {
    const settled = extension.settle(uses, {
      family: context.family,
      dialect: context.dialect,
      protocol: line.protocol?.value ?? 0,
      protocolNegated: line.protocol?.negated ?? false,
    })
    if (settled instanceof Wrong) return refuse(settled)
    uses = settled
  }
  return inOrder(withDefaults(uses, extension, loaded), extension)
}

function checkCombination(uses: readonly OptionUse[], extension: Extension): Wrong | undefined {
  for (const name of extension.order) {
    const spec = extension.options[name]
    if (spec === undefined) continue
    const given = uses.some((use) => use.name === name)
    if (spec.required && !given) return new Wrong('syntax/missing-option', { option: name })
    if (!given) continue
    for (const other of spec.excludes ?? []) {
      if (uses.some((use) => use.name === other)) return new Wrong('syntax/options-exclude', { option: name, other })
    }
    const missing = (spec.needs ?? []).find((other) => !uses.some((use) => use.name === other))
    if (missing !== undefined) return new Wrong('syntax/option-needs', { option: name, other: missing })
  }
  const { oneOf } = extension
  if (oneOf.length > 0 && !uses.some(({ name }) => oneOf.includes(name)))
    return new Wrong('syntax/missing-one-of', { options: oneOf.join(', ') })
  return undefined
}

function withDefaults(uses: readonly OptionUse[], extension: Extension, loaded: Loaded): readonly OptionUse[] {
  let all = uses
  for (const name of extension.order) {
    const spec = extension.options[name]
    const value = spec?.default
    if (value === undefined || uses.some((use) => use.name === name || spec?.excludes?.includes(use.name))) continue
    all = [...all, { name, negated: false, value, start: loaded.start, end: loaded.end }]
  }
  return all
}

function inOrder(uses: readonly OptionUse[], extension: Extension): readonly OptionUse[] {
  if (uses.length < 2 || extension.keepsOrder) return uses
  const { order } = extension
  return [...uses].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
}

function makeRules(
  line: LineState,
  span: Span,
  matches: readonly ExtensionUse[],
  target: TargetUse | undefined,
  counters: Counters | undefined,
  context: LineContext,
): readonly Rule[] {
  const rules: Rule[] = []
  for (const source of addressUses('-s', line.source)) {
    for (const destination of addressUses('-d', line.destination)) {
      rules.push({
        origin: context.origin,
        source,
        destination,
        in: line.in,
        out: line.out,
        protocol: line.protocol,
        fragment: line.fragment,
        matches,
        target,
        counters,
        hidden: line.hidden,
        start: span.start,
        end: span.end,
      })
    }
  }
  return rules
}

function addressUses(
  name: string,
  use: AddressUse | undefined,
): readonly (OptionUse<AddressMask | UnknownValue> | undefined)[] {
  if (use === undefined) return [undefined]
  const { addresses, negated, start, end } = use
  return addresses.map((value) => ({ name, negated, value, start, end }))
}
