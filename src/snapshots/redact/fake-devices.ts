const numbered = [
  'eth|wlan|wwan|br|bond|team|dummy|ifb|tun|tap|wg|ppp|virbr|vnet|macvtap|macvlan|lxdbr|lxcbr|incusbr|podman|cni|cni-podman',
  'tailscale|vmbr|vlan|vxlan|docker|tunl|sit|gre|gretap|erspan|ip6tnl|ip_vti|ip6_vti|ip6gre|kube-ipvs|flannel\\.|vxlan\\.calico',
].join('|')

// Names that programs and the kernel give, and that are the same or random on every host. Not enx…: that is a MAC.
const wellKnown = new RegExp(
  `^(?:lo|docker_gwbridge|ovs-system|nodelocaldns|vxlan\\.calico|cilium_(?:host|net|vxlan)|br-[0-9a-f]{12}|(?:veth|cali)[0-9a-f]{1,11}|(?:${numbered})\\d{1,6}|(?:en|wl)(?:o\\d{1,4}|(?:p\\d{1,4})?s\\d{1,4}(?:f\\d{1,4})?)(?:n?p?\\d{1,4})?)(?:[.:]\\d{1,4})?$`,
)
const wellKnownStem = new RegExp(
  `^(?:|lo|e|en|en[op]|ens|wl|br-?|v|ve|vet|veth|cali|docker_gw|lxc|lxd|lxdbr|incus|${numbered})$`,
)

/** Whether a name tells nothing about whose host it is. */
export function isWellKnownDevice(name: string): boolean {
  return wellKnown.test(name)
}

/**
 * Fakes for names of interfaces and for patterns (`acme+`, `acme*`). A pattern covers the fakes of the names it covered, and
 * no others; a VLAN stays on its parent.
 */
export function fakeDevices(noted: ReadonlySet<string>): (name: string) => string {
  const stems = [...noted].filter(isPattern).map((name) => name.slice(0, -1))
  const fakes = new Map<string, string>()
  let count = 0
  const longest = (name: string) =>
    stems
      .filter((stem) => name.startsWith(stem) && stem !== name)
      .reduce((best, stem) => (stem.length > best.length ? stem : best), '')
  const remember = (key: string, make: () => string) => {
    const known = fakes.get(key)
    if (known !== undefined) return known
    const made = make()
    fakes.set(key, made)
    return made
  }
  // Letters for stems and digits for names, so that no name begins with a stem that is not its own.
  const fakeStem = (stem: string): string => {
    if (wellKnownStem.test(stem)) return stem
    return remember(`${stem}+`, () => {
      const outer = longest(stem)
      return outer === '' || wellKnownStem.test(outer) ? `${outer}if${++count}x` : `${fakeStem(outer)}x${++count}`
    })
  }
  const fakeName = (name: string): string => {
    if (isWellKnownDevice(name)) return name
    const [, parent, tag] = /^(.+)([.:]\d{1,4})$/.exec(name) ?? []
    if (parent !== undefined && tag !== undefined) return `${fakeName(parent)}${tag}`
    return remember(name, () => {
      const stem = longest(name)
      if (stem !== '' && !wellKnownStem.test(stem)) return `${fakeStem(stem)}${++count}`
      return `${stem === '' && name.startsWith('br-') ? 'br-' : stem}if${++count}`
    })
  }
  return (name) => {
    if (name === '' || name === '+' || name === '*') return name
    return isPattern(name) ? `${fakeStem(name.slice(0, -1))}${name.slice(-1)}` : fakeName(name)
  }
}

function isPattern(name: string): boolean {
  return name.length > 1 && /[+*]$/.test(name)
}
