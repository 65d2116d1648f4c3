import { target } from '../extension.ts'

/** Ends the chain of this table and hook; later tables still see the packet. */
export const accept = target({ name: 'ACCEPT', options: {}, effect: () => ({ kind: 'verdict', verdict: 'ACCEPT' }) })

/** Ends everything. */
export const drop = target({
  name: 'DROP',
  options: {},
  refusedIn: { table: 'nat', message: 'syntax/drop-in-nat' },
  effect: () => ({ kind: 'verdict', verdict: 'DROP' }),
})

/** Goes on behind the rule that called this chain; in a built-in chain: the policy. */
export const returns = target({ name: 'RETURN', options: {}, effect: () => ({ kind: 'return' }) })

/** Hands the packet to queue 0. */
export const queue = target({ name: 'QUEUE', options: {}, effect: () => ({ kind: 'queue', bypass: false }) })
