import type { RepairStep } from '#model/repair.ts'

/** Whether a step puts in or takes out one rule of iptables. */
export function isAboutRule(step: RepairStep): step is Extract<RepairStep, { kind: 'insert' | 'delete' }> {
  return step.kind === 'insert' || step.kind === 'delete'
}

/** The steps without some of them: positions count with those that are left out. */
export function withoutSteps(
  steps: readonly RepairStep[],
  isOut: (step: RepairStep) => boolean,
): readonly RepairStep[] {
  const out: RepairStep[] = []
  return steps.flatMap((step): readonly RepairStep[] => {
    if (isOut(step)) {
      out.push(step)
      return []
    }
    if (!isAboutRule(step)) return [step]
    let { position } = step
    for (const one of out.toReversed()) {
      if (!isAboutRule(one) || one.table !== step.table || one.chain !== step.chain) continue
      if (one.kind === 'insert' && one.position < position) position--
      if (one.kind === 'delete' && one.position <= position) position++
    }
    return [{ ...step, position }]
  })
}
