import type { RepairPlan, RepairStep } from '#model/repair.ts'

/**
 * The plan as one script for `iptables-restore --noflush`. A chain is declared only where it is not there (declaring one that is
 * would empty it), a built-in chain only to set its policy. Empty text where there is nothing to do.
 */
export function repairScript({ steps }: RepairPlan): string {
  const tables = new Map<string, RepairStep[]>()
  for (const step of steps) tables.set(step.table, [...(tables.get(step.table) ?? []), step])
  return [...tables].map(([table, own]) => `*${table}\n${own.map(line).join('')}COMMIT\n`).join('')
}

function line(step: RepairStep): string {
  switch (step.kind) {
    case 'chain':
      return `:${step.chain} - [0:0]\n`
    case 'policy':
      return `:${step.chain} ${step.policy} [0:0]\n`
    case 'insert':
      return `-I ${step.chain} ${step.position} ${step.text}\n`
    case 'delete':
      return `-D ${step.chain} ${step.position}\n`
  }
}
