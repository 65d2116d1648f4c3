import { match } from '../extension.ts'
import { unlessWhole } from '../kinds/kinds.ts'
import { resolvedPortRange } from '../kinds/ports.ts'
import { isNative, needsProtocol, ports } from '../fields/transport.ts'

const port = unlessWhole(resolvedPortRange, 65535)

/** UDP ports. */
export const udp = match({
  name: 'udp',
  options: {
    '--sport': ports(port, 'sport', '--source-port'),
    '--dport': ports(port, 'dport', '--destination-port'),
  },
  settle: needsProtocol(17, 'udp', isNative),
  native: isNative,
})
