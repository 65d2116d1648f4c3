/** The facts of an ownership. */
export type Args = Readonly<Record<string, string | number>>

/** A text from facts. */
export type Text = (args: Args) => string

/** What there is to say of one part: its name in two to five words, what it is for, what breaks without it. */
export type PartTexts = readonly [part: Text | string, purpose: Text | string, breaks: Text | string]

/** `network web (br-0123456789ab)`, as far as it is known. */
export function network({ network: name, bridge }: Args): string {
  if (name && bridge && name !== bridge) return `network ${name} (${bridge})`
  if (name) return `network ${name}`
  if (bridge) return `the network on ${bridge}`
  return 'the Docker network'
}

/** The same of a network made with --internal: `internal network web (br-...)`, `the internal network on br-...`. */
export function internalNetwork(args: Args): string {
  const text = network(args)
  return text.startsWith('the ') ? text.replace('network', 'internal network') : `internal ${text}`
}

/** `container web`, `the container at 172.17.0.2`, as far as it is known. */
export function container({ container: name, containerAddress }: Args): string {
  if (name) return `container ${name}`
  return containerAddress ? `the container at ${containerAddress}` : 'the container'
}

/** `port 80/tcp`, as far as it is known. */
export function containerPort({ containerPort: port, protocol }: Args): string {
  if (!port) return 'the port'
  return protocol ? `port ${port}/${protocol}` : `port ${port}`
}

/** `port 8080/tcp of any host address`, as far as it is known. */
export function hostPort({ hostPort: port, hostAddress, protocol }: Args): string {
  const what = port ? `port ${port}${protocol ? `/${protocol}` : ''}` : 'the host port'
  return hostAddress ? `${what} of ${hostAddress}` : `${what} of this host`
}

/** Whether only 28 and later write such rules: there the filter closes ports whatever FORWARD's policy is. */
export function closesByItself({ generation }: Args): boolean {
  return ['ipset', 'forward-stage', 'forward-internal', 'nftables'].includes(String(generation))
}

/** `Leads to CHAIN: ` before the text where the rule is the jump into the chain. */
export function led(text: string): Text {
  return ({ role, chain }) =>
    role === 'jump' ? `Leads to ${chain}: ${text}` : text.charAt(0).toUpperCase() + text.slice(1)
}

/** The texts of rules in an nftables table that belongs to one owner. */
export function nftTable(owner: string): PartTexts {
  return [
    'nftables table',
    ({ table }) => `Belongs to the nftables table ${table ? `\`${table}\` ` : ''}in which ${owner} keeps its rules.`,
    `What ${owner} has set up in this table does not work; ${owner} writes the whole table again when it starts.`,
  ]
}
