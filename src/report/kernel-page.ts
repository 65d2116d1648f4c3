import type { Say } from '#i18n/catalogue.ts'
import type { Message } from '#model/diagnostic.ts'
import type { KernelComparison, KernelDifference, KernelRun } from '#model/kernel.ts'
import type { Tuple } from '#model/packet.ts'
import type { Trace } from '#model/trace.ts'
import type { Density } from './explain-page.ts'
import type { Block, Line, Page } from './page.ts'
import { gap, indented, line, ruleText, styled, table } from './page.ts'
import { endText } from './packet-text.ts'

/** One comparison with a kernel, to be shown. `file`: where it lies to be sent, if it differs. */
export interface KernelView {
  readonly run: KernelRun
  readonly comparison: KernelComparison
  readonly isReply: boolean
  /** The trace that was shown, where it was made with fewer facts than the kernel needs. */
  readonly shown: Trace | undefined
}

/** The texts of rules, by id. */
export type RuleTexts = ReadonlyMap<string, { readonly text: string }>

/** What the kernel said to a packet: one line when it agrees, else what differs and what to do with it. */
export function kernelPage(say: Say, view: KernelView, rules: RuleTexts, density: Density): Page {
  const { comparison } = view
  const agrees = comparison.differences.length === 0
  const [unknown] = comparison.unknown
  if (unknown !== undefined)
    return [
      line(styled('unknown', say({ id: 'kernel/cannot-say', args: { id: unknown } }))),
      ...noteBlocks(say, view.run, density),
    ]
  const head = agrees ? line(styled('accept', say(agreement(view)))) : line(styled('drop', say(disagreement(view))))
  if (density === 'concise') return [head]
  return [
    head,
    ...(agrees ? [] : differenceBlocks(say, comparison, rules)),
    ...(view.isReply ? [] : noteBlocks(say, view.run, density)),
  ]
}

/** Where the file lies that tells of a difference. */
export function kernelFilePage(say: Say, path: string, redacted: boolean): Page {
  return [gap, indented(0, [say({ id: 'kernel/file', args: { path, redacted: redacted ? 1 : 0 } })], 2)]
}

function agreement({ run, comparison, isReply, shown }: KernelView): Message {
  const { trace, way } = comparison
  const rules = trace.ways[way]?.rules.length ?? 0
  if (isReply) return { id: 'kernel/agrees-reply', args: { rules } }
  if (isOther(shown, trace))
    return { id: 'kernel/agrees-filled', args: { rules, verdict: trace.verdict, by: trace.by ?? '' } }
  if (trace.ways.length > 1) return { id: 'kernel/agrees-way', args: { rules, way: way + 1, ways: trace.ways.length } }
  return { id: 'kernel/agrees', args: { rules, kernel: run.kernel, tools: run.tools.join(', ') } }
}

// What was taken for granted for the kernel's sake decided something that the shown trace leaves open or sees otherwise.
function isOther(shown: Trace | undefined, { verdict, rules }: Trace): boolean {
  return shown !== undefined && (shown.verdict !== verdict || shown.rules.join(' ') !== rules.join(' '))
}

function disagreement({ comparison, isReply }: KernelView): Message {
  return { id: isReply ? 'kernel/differs-reply' : 'kernel/differs', args: { count: comparison.differences.length } }
}

/** What differs: rules in a table, then where it came to and how it was turned. */
export function differenceBlocks(say: Say, { differences }: KernelComparison, rules: RuleTexts): readonly Block[] {
  const counted = differences.filter((one) => one.kind === 'rule')
  const others = differences.filter((one) => one.kind !== 'rule')
  const head: Line[] = (['rule', 'ours', 'kernel', ''] as const).map((name) => [
    styled('muted', name === '' ? '' : say({ id: `kernel/column-${name}`, args: {} })),
  ])
  const rows = counted.map(({ id, ours, kernel }): Line[] => [
    [styled('strong', id)],
    [String(ours)],
    [String(kernel)],
    [ruleText('muted', rules.get(id)?.text ?? '')],
  ])
  return [
    ...(rows.length === 0 ? [] : [table(2, 'lrrL', [head, ...rows])]),
    ...others.map((one) => indented(2, [say(differenceMessage(one))], 2)),
  ]
}

function differenceMessage(difference: Exclude<KernelDifference, { kind: 'rule' }>): Message {
  switch (difference.kind) {
    case 'arrival':
    case 'interface':
      return { id: `kernel/difference-${difference.kind}`, args: { ours: difference.ours, kernel: difference.kernel } }
    case 'nat':
      return {
        id: 'kernel/difference-nat',
        args: { ours: tupleText(difference.ours), kernel: tupleText(difference.kernel) },
      }
  }
}

function tupleText({ src, dst, sport, dport }: Tuple): string {
  return `${endText(src, sport)} -> ${endText(dst, dport)}`
}

/** What the kernel was not given, and what it was given without anybody knowing it of the host. */
export function noteBlocks(say: Say, run: KernelRun, density: Density): readonly Block[] {
  const made = run.madeUp.filter(({ id }) => density === 'full' || id !== 'kernel/made-sysctl')
  const note = (id: 'kernel/left-out' | 'kernel/made-up', what: Message) =>
    indented(2, [styled('muted', say({ id, args: { what: say(what) } }))], 2)
  return [...run.leftOut.map((one) => note('kernel/left-out', one)), ...made.map((one) => note('kernel/made-up', one))]
}

/** What the kernel said, as data. */
export function kernelJson(say: Say, { run, comparison }: KernelView) {
  const { answer, way, differences } = comparison
  return {
    agrees: comparison.unknown.length > 0 ? null : differences.length === 0,
    ...kernelRunJson(say, run),
    way,
    counts: Object.fromEntries(answer.counts),
    arrival: answer.arrival,
    out: answer.out,
    answered: answer.answered,
    differences: differences.map(differenceJson),
  }
}

/** The kernel that was asked, as data. */
export function kernelRunJson(say: Say, { kernel, tools, leftOut, madeUp }: KernelRun) {
  return { kernel, tools, leftOut: leftOut.map((one) => say(one)), madeUp: madeUp.map((one) => say(one)) }
}

/** One difference as data. */
export function differenceJson(difference: KernelDifference) {
  return difference.kind === 'nat'
    ? { kind: 'nat', ours: tupleText(difference.ours), kernel: tupleText(difference.kernel) }
    : difference
}
