import { liveHost } from '#snapshots/live.ts'
import { serviceKey } from './service-answer.ts'
import type { StatusAnswer } from './status-answer.ts'

const mostLooks = 5
const settlingMs = 150

/**
 * Rules and the engine's state are read one after the other, and a container may come or go between: what is wrong in two looks in
 * a row is wrong. Returns the last of two that agree.
 */
export async function settledStatus(seen: StatusAnswer, look: () => Promise<StatusAnswer>): Promise<StatusAnswer> {
  let answer = seen
  for (let looks = 1; looks < mostLooks && (answer.verdict === 'dead' || answer.verdict === 'wrong'); looks++) {
    await liveHost({}).sleep(settlingMs)
    const next = await look()
    if (accusations(next) === accusations(answer)) return next
    answer = next
  }
  return answer
}

function accusations({ plans, services, failed }: StatusAnswer): string {
  const wrong = plans.flatMap(({ rules }) =>
    rules.flatMap(({ standing, family, table, chain, text }) =>
      standing === 'expected' ? [] : [`${standing} ${family}/${table}/${chain} ${text}`],
    ),
  )
  const dead = services.flatMap((service) => (service.state === 'dead' ? [serviceKey(service)] : []))
  return [...wrong, ...dead, ...failed.map(({ container }) => container)].join('\n')
}
