import type { RepairPlan, RepairStep } from '#model/repair.ts'

/**
 * The plan as one script for `iptables-restore --noflush`. No chain is declared, which would empty one that somebody made
 * meanwhile: `-N` refuses instead. Rules go by their text, so that none of another owner goes that has moved to the position.
 * nat comes last: ports open when the filter stands. Of nftables: the commands of `nft -f`. Empty text where there is nothing to do.
 */
export function repairScript({ steps }: Pick<RepairPlan, 'steps'>): string {
  if (steps.some(({ kind }) => kind === 'native')) return steps.map(line).join('')
  const tables = new Map<string, RepairStep[]>()
  for (const step of steps) {
    const own = tables.get(step.table) ?? []
    tables.set(step.table, own)
    own.push(step)
  }
  const inOrder = [...tables].sort(([a], [b]) => Number(a === 'nat') - Number(b === 'nat'))
  return inOrder.map(([table, own]) => `*${table}\n${own.map(line).join('')}COMMIT\n`).join('')
}

function line(step: RepairStep): string {
  switch (step.kind) {
    case 'chain':
      return `-N ${step.chain}\n`
    case 'policy':
      return `-P ${step.chain} ${step.policy}\n`
    case 'insert':
      return `-I ${step.chain} ${step.position} ${step.text}\n`
    case 'delete':
      return `-D ${step.chain} ${step.text}\n`
    case 'native':
      return `${step.text}\n`
  }
}
