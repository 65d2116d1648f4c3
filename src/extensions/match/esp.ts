import { match } from '../extension.ts'
import { spi } from '../fields/spi.ts'

/** The security parameter index of an ESP packet. */
export const esp = match({ name: 'esp', options: { '--espspi': spi } })
