import { target } from '../extension.ts'

/** Reports every rule that the packet meets from here on. */
export const trace = target({ name: 'TRACE', options: {}, effect: () => ({ kind: 'continue', does: 'trace' }) })
