const numbered = [
  'eth|wlan|wwan|br|bond|team|dummy|ifb|tun|tap|wg|ppp|virbr|vnet|macvtap|macvlan|lxdbr|lxcbr|incusbr|podman|cni|cni-podman',
  'tailscale|vmbr|vlan|vxlan|docker|tunl|sit|gre|gretap|erspan|ip6tnl|ip_vti|ip6_vti|ip6gre|kube-ipvs|flannel\\.|vxlan\\.calico',
].join('|')

// Names that programs and the kernel give, and that are the same or random on every host. Not enx…: that is a MAC.
const wellKnown = new RegExp(
  `^(?:lo|docker_gwbridge|ovs-system|nodelocaldns|vxlan\\.calico|cilium_(?:host|net|vxlan)|(?:${numbered})\\d{1,6}|(?:en|wl)(?:o\\d{1,4}|(?:p\\d{1,4})?s\\d{1,4}(?:f\\d{1,4})?)(?:n?p?\\d{1,4})?)(?:[.:]\\d{1,4})?$`,
)
const wellKnownStem = new RegExp(
  `^(?:|lo|e|en|en[op]|ens|wl|br-?|v|ve|vet|veth|cali|docker_gw|lxc|lxd|lxdbr|incus|${numbered})$`,
)

// What Docker and others make of an id or at random.
const random = /^(br-|veth|cali)([0-9a-f]{7,12})$/

/** Whether a name tells nothing about whose host it is. */
export function isWellKnownDevice(name: string): boolean {
  return wellKnown.test(name)
}

/**
 * Fakes for names of interfaces and for patterns (`acme+`, `acme*`); `fakeId`: of the id in a name such as `br-0123456789ab`. A pattern covers the fakes of the names it covered, and
 * no others; a VLAN stays on its parent.
 */
export function fakeDevices(noted: ReadonlySet<string>, fakeId: (id: string) => string): (name: string) => string {
  const stems = [...noted].filter(isPattern).map((name) => name.slice(0, -1))
  const famous = [...noted].filter(isWellKnownDevice)
  const stays = (stem: string) => wellKnownStem.test(stem) || famous.some((name) => name.startsWith(stem))
  const staying = stems.filter(stays)
  const head = ['if', 'dev', 'net', 'q', 'zz'].find((one) => !staying.some((stem) => one.startsWith(stem))) ?? 'if'
  const fakes = new Map<string, string>()
  const remember = (key: string, make: (count: number) => string) => {
    const fake = fakes.get(key) ?? make(fakes.size + 1)
    fakes.set(key, fake)
    return fake
  }
  // Letters for stems and digits for names, so that no name begins with a stem that is not its own.
  const fakeStem = (stem: string): string => {
    if (stays(stem)) return stem
    const outer = longest(stems.filter((one) => one !== stem && stem.startsWith(one)))
    return remember(`${stem}+`, (count) => (stays(outer) ? `${outer}${head}${count}x` : `${fakeStem(outer)}x${count}x`))
  }
  const fakeName = (name: string): string => {
    if (isWellKnownDevice(name)) return name
    const stem = longest(stems.filter((one) => name.startsWith(one)))
    const [, parent, tag] = /^(.+)([.:]\d{1,4})$/.exec(name) ?? []
    if (parent !== undefined && tag !== undefined && stem.length <= parent.length) return `${fakeName(parent)}${tag}`
    if (!stays(stem)) return remember(name, (count) => `${fakeStem(stem)}${count}`)
    const [, kind, id] = (wellKnownStem.test(stem) ? random.exec(name) : null) ?? []
    if (kind !== undefined && id !== undefined && (kind !== 'br-' || id.length === 12)) return `${kind}${fakeId(id)}`
    const usual = stem === '' && name.startsWith('br-') ? 'br-' : stem
    return remember(name, (count) => `${usual}${head}${count}`)
  }
  return (name) => {
    if (name === '' || name === '+' || name === '*') return name
    return isPattern(name) ? `${fakeStem(name.slice(0, -1))}${name.slice(-1)}` : fakeName(name)
  }
}

function longest(stems: readonly string[]): string {
  return stems.reduce((best, stem) => (stem.length > best.length ? stem : best), '')
}

function isPattern(name: string): boolean {
  return name.length > 1 && /[+*]$/.test(name)
}
