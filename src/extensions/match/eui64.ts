import { match } from '../extension.ts'

/** The last half of the source address is made of the MAC address the packet comes from. */
export const eui64 = match({ name: 'eui64', families: ['ipv6'], options: {}, decidedBy: 'packet' })
