import { append } from '#base/lists.ts'
import type { Say } from '#i18n/catalogue.ts'
import type { KernelComparison, RuleCoverage, Verification } from '#model/kernel.ts'
import type { Density } from './explain-page.ts'
import { differenceBlocks, differenceJson, kernelRunJson, noteBlocks, type RuleTexts } from './kernel-page.ts'
import type { Block, Page } from './page.ts'
import { gap, indented, line, ruleText, styled } from './page.ts'
import { packetText } from './packet-text.ts'

const mostShown = 12

/** What a verification found: whether the kernel agrees, which rules it was asked about, and every packet that differs. */
export function verifyPage(say: Say, verification: Verification, rules: RuleTexts, density: Density): Page {
  const { runs, differences, together } = verification
  const blocks: Block[] = [conclusion(say, verification)]
  if (density === 'concise') return blocks
  blocks.push(tookLine(say, verification))
  for (const run of runs) append(blocks, noteBlocks(say, run, density))
  for (const comparison of differences.slice(0, density === 'full' ? 100 : 5))
    append(blocks, [gap, ...packetBlocks(say, comparison, rules)])
  for (const id of together)
    blocks.push(indented(2, [styled('drop', '! '), say({ id: 'verify/together', args: { id } })], 2))
  return [...blocks, ...missedBlocks(say, verification, rules, density)]
}

function conclusion(say: Say, { packets, rules, differences, together }: Verification): Block {
  const reached = rules.filter(({ kind }) => kind === 'reached').length
  if (packets === 0) return line(styled('warning', say({ id: 'verify/nothing', args: {} })))
  const count = differences.length + together.length
  if (count === 0)
    return line(styled('accept', say({ id: 'verify/agrees', args: { rules: reached, all: rules.length, packets } })))
  return line(styled('drop', say({ id: 'verify/differs', args: { count, packets } })))
}

function tookLine(say: Say, { runs, milliseconds }: Verification): Block {
  const tools = [...new Set(runs.flatMap((run) => run.tools))].join(', ')
  const args = { kernel: runs[0]?.kernel ?? '', tools, seconds: (milliseconds / 1000).toFixed(1) }
  return indented(2, [styled('muted', say({ id: 'verify/took', args }))], 2)
}

function packetBlocks(say: Say, comparison: KernelComparison, rules: RuleTexts): readonly Block[] {
  return [line(styled('strong', packetText(say, comparison.packet))), ...differenceBlocks(say, comparison, rules)]
}

function missedBlocks(
  say: Say,
  { rules: coverage }: Verification,
  texts: RuleTexts,
  density: Density,
): readonly Block[] {
  const missed = coverage.filter((one) => one.kind === 'not-reached')
  if (missed.length === 0) return []
  const shown = density === 'full' ? missed : missed.slice(0, mostShown)
  const rest = missed.length - shown.length
  return [
    gap,
    line(say({ id: 'verify/not-reached', args: { count: missed.length } })),
    ...shown.map((one) => missedLine(say, one, texts)),
    ...(rest === 0 ? [] : [indented(2, [say({ id: 'verify/more', args: { count: rest } })])]),
  ]
}

function missedLine(say: Say, { id, by }: Extract<RuleCoverage, { kind: 'not-reached' }>, texts: RuleTexts): Block {
  const why = by === undefined || by === id ? '' : `  ${say({ id: 'verify/by', args: { by } })}`
  return indented(
    2,
    [styled('strong', id), ruleText('plain', `  ${texts.get(id)?.text ?? ''}`), styled('muted', why)],
    4,
  )
}

/** A verification as data; its schema is `schemas/verify.schema.json`. */
export function verifyJson(
  say: Say,
  { runs, packets, milliseconds, rules, differences, together }: Verification,
  file: string | undefined,
) {
  return {
    kind: 'verify',
    schemaVersion: 1,
    agrees: differences.length + together.length === 0,
    packets,
    milliseconds: Math.round(milliseconds),
    runs: runs.map((one) => kernelRunJson(say, one)),
    rules: rules.map((one) => (one.kind === 'not-reached' ? { ...one, by: one.by ?? null } : one)),
    differences: differences.map(({ packet, differences: found }) => ({
      packet: packetText(say, packet),
      differences: found.map(differenceJson),
    })),
    together,
    file: file ?? null,
  }
}
