import { target } from '../extension.ts'

/** Keeps the packet away from connection tracking, and so from NAT: the old spelling of CT --notrack. */
export const notrack = target({ name: 'NOTRACK', options: {}, effect: () => ({ kind: 'untrack' }) })
