import { match } from '../extension.ts'
import { flag, number } from '../kinds/kinds.ts'
import { spi } from '../fields/spi.ts'

const length = number(0, 0xffff_ffff)

/** The security parameter index of an AH packet. */
export const ah = match({ name: 'ah', families: ['ipv4'], options: { '--ahspi': spi } })

/** The authentication header of an IPv6 packet, wherever it stands among the headers. */
export const ah6 = match({
  name: 'ah',
  families: ['ipv6'],
  options: {
    '--ahspi': spi,
    '--ahlen': {
      kind: {
        ...length,
        write: (value, context) => (value === 0 && !context.negated ? undefined : length.write(value, context)),
      },
      not: true,
    },
    '--ahres': { kind: flag },
  },
  decidedBy: 'packet',
})
