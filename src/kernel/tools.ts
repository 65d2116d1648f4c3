import { Fault } from '#model/fault.ts'
import type { Family, Variant } from '#model/family.ts'
import { variantOf } from '#host/rules.ts'
import { findTool, run } from './run.ts'

/** The programs that load and show rules of one family and variant. */
export interface RuleTools {
  readonly family: Family
  readonly variant: Variant
  readonly restore: string
  readonly save: string
  /** What it calls itself: `iptables v1.8.9 (nf_tables)`. */
  readonly version: string
}

/**
 * The programs for a family, of the variant that is wished where there are any of it, else of the other. Debian names the
 * variant in the program; elsewhere the only one there is says itself which it is. Faults: kernel/no-tool.
 */
export async function ruleTools(family: Family, wish: Variant | undefined): Promise<RuleTools> {
  const program = family === 'ipv4' ? 'iptables' : 'ip6tables'
  const order: readonly Variant[] = wish === 'legacy' ? ['legacy', 'nft'] : ['nft', 'legacy']
  for (const variant of order) {
    const found = await toolsNamed(`${program}-${variant}`, family, variant)
    if (found !== undefined) return found
  }
  const plain = await toolsNamed(program, family, undefined)
  if (plain !== undefined) return plain
  throw new Fault('kernel/no-tool', { tools: `${program}-${order[0]}-restore` })
}

async function toolsNamed(name: string, family: Family, variant: Variant | undefined): Promise<RuleTools | undefined> {
  const [restore, save] = [`${name}-restore`, `${name}-save`]
  if (findTool(restore) === undefined || findTool(save) === undefined) return undefined
  const { code, stdout } = await run([restore, '-V'], { mayFail: true })
  if (code !== 0) return undefined
  return {
    family,
    variant: variant ?? variantOf(stdout),
    restore,
    save,
    version: stdout.trim().replace(/-restore\b/, ''),
  }
}

/** Refuses to begin where tools are missing. Faults: kernel/no-tool. */
export function needTools(tools: readonly string[]): void {
  const missing = tools.filter((tool) => findTool(tool) === undefined)
  if (missing.length > 0) throw new Fault('kernel/no-tool', { tools: missing.join(', ') })
}
