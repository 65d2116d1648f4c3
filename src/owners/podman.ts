import type { Recogniser } from '#model/owner.ts'
import type { Part } from '#model/parts.ts'
import { hasChain, markedBy } from './marks.ts'

const chains: readonly (readonly [RegExp, Part<'podman'>])[] = [
  [/^(NETAVARK_|CNI-)FORWARD$/, 'forward'],
  [/^(NETAVARK_|CNI-)ADMIN$/, 'admin'],
  [/^(NETAVARK_ISOLATION|CNI-ISOLATION)/, 'isolation'],
  [/^NETAVARK_INPUT$/, 'input'],
  [/^(NETAVARK|CNI)-HOSTPORT-SETMARK$/, 'mark-masquerade'],
  [/^(NETAVARK|CNI)-HOSTPORT-MASQ$/, 'masquerade'],
  [/^(NETAVARK|CNI)-(HOSTPORT-DNAT$|DN-|SN-)/, 'port'],
  [/^NETAVARK-[0-9A-F]+$|^CNI-[0-9a-f]+$/, 'network'],
  [/^NETAVARK[-_]|^CNI-/, 'other'],
]

/** Podman: netavark's chains, and those of the CNI plugins before it, unless they serve Kubernetes. */
export const podman: Recogniser = (rulesets) => {
  const node = hasChain(rulesets, /^KUBE-/)
  return markedBy({
    owner: 'podman',
    chain: (name) =>
      node && name.startsWith('CNI-') ? undefined : chains.find(([pattern]) => pattern.test(name))?.[1],
  })
}
