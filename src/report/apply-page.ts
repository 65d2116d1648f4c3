import type { Say } from '#i18n/catalogue.ts'
import type { ApplyEnd, BootLoading, ConfirmEnd, KernelAfter, RollbackEnd } from '#model/applied.ts'
import { type Message, message } from '#model/diagnostic.ts'
import { answerSchemaVersion } from './json.ts'
import { type Block, indented, line, type Page, styled } from './page.ts'

/** What happened to the policy of a host, for all commands that change it. */
export type PolicyChange =
  | ApplyEnd
  | ConfirmEnd
  | RollbackEnd
  | { readonly kind: 'removed' }
  | { readonly kind: 'undone' }

/** What happened, and what to do next. A refusal says only what the kernel holds: its reason is an error message. */
export function changePage(say: Say, change: PolicyChange): Page {
  switch (change.kind) {
    case 'waiting': {
      const { seconds, armedBy } = change
      return [
        line(styled('accept', say(message('apply/loaded')))),
        line(styled('warning', say(message('apply/undo-armed', { seconds, by: armedBy })))),
        ...(['apply/step-login', 'apply/step-confirm', 'apply/step-more', 'apply/step-back'] as const).map((id) =>
          indented(2, [say(message(id))], 2),
        ),
      ]
    }
    case 'confirmed':
      return [line(styled('accept', say(message('apply/confirmed')))), bootLine(say, change.boot)]
    case 'extended':
      return [line(say(message('apply/extended', { seconds: change.left })))]
    case 'rolled-back':
      return [
        line(styled('accept', say(message('apply/rolled-back')))),
        line(say(message(change.emptied ? 'apply/emptied' : 'apply/read-back'))),
        ...(change.wasWaiting ? [] : [line(say(message('apply/open-stay')))]),
      ]
    case 'failed':
    case 'refused':
      return [line(say(kernelMessage('kernel' in change ? change.kernel : undefined)))]
    case 'same':
      return [line(styled('accept', say(message('apply/same'))))]
    case 'removed':
      return [line(styled('accept', say(message('apply/removed'))))]
    case 'undone':
      return [line(styled('drop', say(message('apply/undone'))))]
  }
}

function bootLine(say: Say, boot: BootLoading): Block {
  switch (boot.kind) {
    case 'unit':
      return line(say(message('apply/at-boot')))
    case 'by-hand':
      return line(styled('warning', say(message('apply/by-hand', { command: boot.command }))))
    case 'failed':
      return line(styled('warning', say(message('apply/not-at-boot', { said: say(boot.why) }))))
  }
}

function kernelMessage(kernel: KernelAfter | undefined): Message {
  switch (kernel) {
    case undefined:
    case 'unchanged':
      return message('apply/kernel-unchanged')
    case 'restored':
      return message('apply/kernel-restored')
    case 'new':
      return message('apply/kernel-new')
    case 'unknown':
      return message('apply/kernel-unknown')
  }
}

/** The same as data; its schema is `schemas/policy-change.schema.json`. */
export function changeJson(say: Say, change: PolicyChange) {
  const why = 'why' in change ? change.why : 'boot' in change && 'why' in change.boot ? change.boot.why : undefined
  return {
    kind: 'policy-change' as const,
    schemaVersion: answerSchemaVersion,
    end: change.kind,
    kernel: 'kernel' in change ? change.kernel : null,
    secondsLeft: change.kind === 'waiting' ? change.seconds : change.kind === 'extended' ? change.left : null,
    undoBy: change.kind === 'waiting' ? change.armedBy : null,
    boot: 'boot' in change ? change.boot.kind : null,
    reason: why === undefined ? null : { code: why.id, message: say(why) },
  }
}
