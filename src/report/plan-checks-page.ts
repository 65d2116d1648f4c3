import type { Say } from '#i18n/catalogue.ts'
import { message } from '#model/diagnostic.ts'
import type { PlanCheck, PolicyPlan } from '#model/policy-plan.ts'
import { type Block, indented, line, styled } from './page.ts'
import { packetText } from './packet-text.ts'

/** What a plan has proved, and what it could not: the packets that show it. */
export function checkBlocks(
  say: Say,
  { checks, observe }: PolicyPlan,
  density: 'concise' | 'normal' | 'full',
): readonly Block[] {
  if (checks.length === 0) return []
  const count = (wanted: PlanCheck['result']) => checks.filter(({ result }) => result === wanted).length
  const [holds, fails, unasked] = [count('holds'), count('fails'), count('unasked')]
  const head = message('plan/checks', { holds, fails, unasked })
  const shown = density === 'full' ? checks : checks.filter(({ result }) => result !== 'holds')
  return [
    line(styled(fails === 0 ? 'accept' : observe ? 'warning' : 'drop', say(head))),
    ...shown.flatMap((check) => oneCheck(say, check)),
  ]
}

const styles = { holds: 'accept', fails: 'drop', unasked: 'unknown' } as const

function oneCheck(say: Say, { kind, text, place, result, before, after, by, packet }: PlanCheck): readonly Block[] {
  const where = place === undefined ? '' : `${place.source.name}:${place.line}`
  const about = message('plan/check', { kind, text, where, result, before, after })
  if (packet === undefined || result === 'holds') return [indented(2, [styled(styles[result], say(about))], 2)]
  const shown = message('plan/check-packet', { packet: packetText(say, packet), after, by: by ?? '' })
  return [indented(2, [styled(styles[result], say(about))], 2), indented(4, [say(shown)], 2)]
}
