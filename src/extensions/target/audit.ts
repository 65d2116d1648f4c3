import { target } from '../extension.ts'
import { oneOf } from '../kinds/kinds.ts'

/** Writes an audit record that says the packet was accepted, dropped or rejected; it decides nothing itself. */
export const audit = target({
  name: 'AUDIT',
  options: { '--type': { kind: oneOf(['accept', 'drop', 'reject']), required: true } },
  effect: () => ({ kind: 'continue', does: 'audit' }),
})
