import type { NameKind } from './rewriter.ts'

const processes =
  /^(dockerd|docker-proxy|containerd|containerd-shim(-runc-v2)?|rootlesskit|rootlessport|sshd|systemd(-(network|resolve[d]?|timesyn(cd?)?|logind|journald))?|node|nginx|named|dnsmasq|chronyd|ntpd|cupsd|tailscaled|kubelet|kube-proxy|fail2ban-server)$/

/** Names that are the same on every host, or that say whose a rule is: they stay. */
const stays: Readonly<Partial<Record<NameKind, RegExp>>> = {
  network: /^(bridge|host|none|default|docker_gwbridge|ingress|ingress-sbox|gateway_ingress-sbox)$/,
  process: processes,
  table: /^(main|local|default|all|\d{1,10})$/,
  list: /^DEFAULT$/,
  user: /^(root|nobody|\d[\d-]*)$/,
  zone: /^(public|trusted|docker|home|work|dmz|external|internal|block|drop|libvirt|libvirt-routed|nm-shared)$/,
  jail: /^(sshd?|sshd-ddos|recidive|default|postfix(-sasl)?|dovecot|nginx-(http-auth|botsearch|limit-req|bad-request|forbidden)|apache-(auth|badbots|noscript|overflows|nohome|botsearch|modsecurity|shellshock)|proftpd|vsftpd|exim|named-refused)$/i,
}

/** Fakes for names, numbered by kind in the order in which they are met: `container-1`. Well-known names stay. */
export function fakeNames(): (kind: NameKind, name: string) => string {
  const fakes = new Map<NameKind, Map<string, string>>()
  return (kind, name) => {
    if (name === '' || stays[kind]?.test(name)) return name
    const known = fakes.get(kind) ?? new Map<string, string>()
    fakes.set(kind, known)
    const fake = known.get(name) ?? `${kind}-${known.size + 1}`
    known.set(name, fake)
    return fake
  }
}

/** Fakes for MACs: those reserved for documentation (RFC 7042), then locally administered ones. Groups and zeros stay. */
export function fakeMacs(): (mac: string) => string {
  const fakes = new Map<string, string>()
  return (mac) => {
    const key = mac.toLowerCase()
    if (/^(00:)*00$/.test(key) || (Number.parseInt(key.slice(0, 2), 16) & 1) === 1) return mac
    const known = fakes.get(key) ?? macOf(fakes.size)
    fakes.set(key, known)
    return known
  }
}

function macOf(count: number): string {
  const hex = count.toString(16).padStart(6, '0')
  const tail = `${hex.slice(-6, -4)}:${hex.slice(-4, -2)}:${hex.slice(-2)}`
  return count < 256 ? `00:00:5e:00:53:${hex.slice(-2)}` : `02:00:5e:${tail}`
}
