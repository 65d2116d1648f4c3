import type { Facts } from '#model/facts.ts'
import type { Packet } from '#model/packet.ts'
import { type Outcome, runTrial, type Trial } from './differential.ts'
import type { KernelLab } from './lab.ts'

/** A difference with as few packets and rules as show it. */
export interface Shrunk {
  readonly trial: Trial
  readonly packets: readonly Packet[]
  readonly outcome: Outcome
}

/** Leaves out what a difference does not need. undefined: it does not come again. */
export async function shrink(
  lab: KernelLab,
  trial: Trial,
  facts: Facts,
  packets: readonly Packet[],
): Promise<Shrunk | undefined> {
  const differs = async (some: Trial, sent: readonly Packet[]) =>
    (await runTrial(lab, some, facts, sent)).differences.length > 0
  if (!(await differs(trial, packets))) return undefined
  const few = await fewPackets(packets, (sent) => differs(trial, sent))
  let small = trial
  for (const index of trial.texts.keys()) small = await fewRules(small, index, (some) => differs(some, few))
  return { trial: small, packets: few, outcome: await runTrial(lab, small, facts, few) }
}

type Ask<T> = (some: T) => Promise<boolean>

// The first packet that shows it ends the list; of those before it, pieces go as long as it still shows.
async function fewPackets(packets: readonly Packet[], differs: Ask<readonly Packet[]>): Promise<readonly Packet[]> {
  let [good, bad] = [0, packets.length]
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (await differs(packets.slice(0, middle))) bad = middle
    else good = middle
  }
  return await withoutPieces(packets.slice(0, bad), differs)
}

async function fewRules(trial: Trial, index: number, differs: Ask<Trial>): Promise<Trial> {
  const lines = (trial.texts[index] ?? '').split('\n')
  const put = (some: readonly string[]): Trial => ({ ...trial, texts: trial.texts.with(index, some.join('\n')) })
  const isKept = (line: string) => !line.startsWith('-A') || line.includes('--comment')
  // Without a rule that asks for it conntrack is off: what keeps it on stays, as do the frames of the tables.
  const rules = lines.filter((line) => !isKept(line))
  const some = await withoutPieces(rules, (left) => {
    const kept = new Set(left)
    return differs(put(lines.filter((line) => isKept(line) || kept.has(line))))
  })
  const kept = new Set(some)
  return put(lines.filter((line) => isKept(line) || kept.has(line)))
}

async function withoutPieces<T>(list: readonly T[], differs: Ask<readonly T[]>): Promise<readonly T[]> {
  let left = list
  for (let size = left.length >> 1; size >= 1; size >>= 1) {
    for (let at = 0; at < left.length; ) {
      const fewer = left.toSpliced(at, size)
      if (fewer.length > 0 && (await differs(fewer))) left = fewer
      else at += size
    }
  }
  return left
}
