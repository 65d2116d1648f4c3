import type { Say } from '#i18n/catalogue.ts'
import type { PolicyState } from '#model/applied.ts'
import { message } from '#model/diagnostic.ts'
import { line, type Page, styled } from './page.ts'

/** Whether a policy is as it was confirmed: in the kernel, and loaded at boot. */
export function isPolicyInPlace({ applied, attempt, kernel, boot }: PolicyState): boolean {
  if (attempt?.state === 'waiting') return kernel === 'attempt' || kernel === 'applied'
  return attempt?.state !== 'undoing' && (applied === undefined ? kernel === 'nothing' : kernel === 'applied' && boot)
}

/** The policy of a host as data, a part of `status --json`. */
export function policyStateJson(state: PolicyState) {
  const { applied, attempt, kernel, boot, file } = state
  return {
    path: applied?.path ?? null,
    confirmed: applied?.at ?? null,
    kernel,
    boot,
    file: file ?? null,
    attempt: attempt === undefined ? null : { state: attempt.state, secondsLeft: attempt.left ?? null },
    inPlace: isPolicyInPlace(state),
  }
}

/** A line about the policy of a host, and one about what waits. */
export function policyStatePage(say: Say, state: PolicyState): Page {
  const { applied, attempt, kernel, boot, file } = state
  const facts = {
    path: applied?.path ?? '',
    at: applied?.at ?? '',
    kernel,
    boot: boot ? 'yes' : 'no',
    file: file ?? '',
  }
  const about = message(applied === undefined ? 'apply/state-none' : 'apply/state', facts)
  const open = attempt?.state === 'waiting' || attempt?.state === 'undoing' || attempt?.state === 'undone'
  return [
    line(styled(isPolicyInPlace(state) ? 'accept' : 'drop', say(about))),
    ...(open
      ? [
          line(
            styled('warning', say(message('apply/state-attempt', { state: attempt.state, left: attempt.left ?? 0 }))),
          ),
        ]
      : []),
  ]
}
