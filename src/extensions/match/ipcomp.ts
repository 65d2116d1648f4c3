import { match } from '../extension.ts'
import { flag } from '../kinds/kinds.ts'
import { spi } from '../fields/spi.ts'

/** The index of a compressed packet; without the option it is 0. */
export const ipcomp = match({
  name: 'ipcomp',
  options: {
    '--ipcompspi': { ...spi, default: { from: 0, to: 0 } },
    '--compres': { kind: flag },
  },
})
