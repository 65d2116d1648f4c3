import type { Recogniser } from '#model/owner.ts'
import type { Part } from '#model/parts.ts'
import { comments, hasChain, markedBy } from './marks.ts'

const chains: readonly (readonly [RegExp, Part<'kube-proxy'>])[] = [
  [/^KUBE-SERVICES$/, 'services'],
  [/^KUBE-(SVC|SVL|EXT|XLB)-/, 'service'],
  [/^KUBE-SEP-/, 'endpoint'],
  [/^KUBE-(NODEPORTS|NODE-PORT)$/, 'nodeports'],
  [/^KUBE-EXTERNAL-SERVICES$/, 'external'],
  [/^KUBE-(FW-|LOAD-BALANCER|SOURCE-RANGES-FIREWALL|PROXY-FIREWALL)/, 'load-balancer'],
  [/^KUBE-MARK-MASQ$/, 'mark-masquerade'],
  [/^KUBE-MARK-DROP$/, 'mark-drop'],
  [/^KUBE-POSTROUTING$/, 'masquerade'],
  [/^KUBE-FORWARD$/, 'forward'],
  [/^KUBE-FIREWALL$/, 'firewall'],
  [/^KUBE-((PROXY|KUBELET)-CANARY|IPTABLES-HINT)$/, 'canary'],
  [/^KUBE-IPVS-/, 'ipvs'],
  [/^(KUBE-(ROUTER|POD-FW|NWPLCY)|FLANNEL-)/, 'cni'],
  [/^KUBE-/, 'other'],
]

/** kube-proxy and the kubelet: `KUBE-*`; with them the pod network's chains, `CNI-*` included, which elsewhere are Podman's. */
export const kubeProxy: Recogniser = (rulesets) => {
  const node = hasChain(rulesets, /^KUBE-/)
  const partOf = (name: string) =>
    chains.find(([pattern]) => pattern.test(name))?.[1] ?? (node && /^CNI-/.test(name) ? 'cni' : undefined)
  return markedBy({
    owner: 'kube-proxy',
    chain: partOf,
    inside(rule, { chain }) {
      const part = partOf(chain.name)
      return part === undefined ? undefined : { part, args: { service: comments(rule)[0] ?? '' } }
    },
  })
}
