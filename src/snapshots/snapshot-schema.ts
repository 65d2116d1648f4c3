import { z } from 'zod'
import { readAddress, readPrefix } from '#base/prefix.ts'
import type { SnapshotFile } from '#model/snapshot-file.ts'
import { snapshotSchemaVersion } from '#model/snapshot-file.ts'

const family = z.enum(['ipv4', 'ipv6'])
const words = z.record(z.string(), z.string())
const address = z.string().refine((text) => readAddress(text) !== undefined, { error: 'an address' })
const prefix = z.string().refine((text) => readPrefix(text) !== undefined, { error: 'a prefix' })
const length = z.int().min(0).max(128)
// The model says that these may be unknown; JSON leaves them out.
const known = z
  .string()
  .optional()
  .transform((text) => text)
const port = z.int().min(0).max(65535)

const note = z.object({ id: z.string(), args: z.record(z.string(), z.union([z.string(), z.number()])) })

const rules = z.object({
  family,
  variant: z.enum(['nft', 'legacy']).optional().describe('Absent where the text was found and does not tell.'),
  command: z.string().describe('The command that said it, or the file it lay in.'),
  text: z.string().describe('What iptables-save said, word for word.'),
})

const link = z.object({
  name: z.string(),
  up: z.boolean(),
  kind: z.string().optional().describe('bridge, veth, ... where the kernel says.'),
  bridge: z.string().optional().describe('The bridge it is a port of.'),
  hairpin: z.boolean().optional().describe('Whether the bridge may send a frame back by this port.'),
  peer: z
    .number()
    .optional()
    .describe('Of one end of a veth pair: the index of the other end in its own network namespace.'),
  carrier: z.boolean().optional().describe('Of one end of a veth pair that is up: whether the other end is up too.'),
  mac: z.string().optional(),
  addresses: z.array(z.object({ address, length })),
})

const route = z.object({
  family,
  table: z.string(),
  type: z.enum(['unicast', 'local', 'broadcast', 'multicast', 'blackhole', 'unreachable', 'prohibit', 'throw', 'nat']),
  destination: prefix,
  via: address.optional(),
  device: z.string().optional(),
  source: address.optional(),
  metric: z.number(),
})

const socket = z.object({
  protocol: z.enum(['tcp', 'udp']),
  family,
  address: address.optional().describe('Absent: any address.'),
  device: z.string().optional(),
  port,
  process: z.string().optional(),
})

const direction = z.object({ src: address, dst: address, sport: port.optional(), dport: port.optional() })

const connection = z.object({
  family,
  protocol: z.number(),
  timeout: z.number().optional(),
  state: z.string().optional(),
  original: direction,
  reply: direction,
  flags: z.array(z.string()),
  mark: z.number(),
})

const facts = z
  .object({
    interfaces: z.array(link).optional(),
    routes: z.array(route).optional(),
    routingRules: z.array(z.object({ family, priority: z.number(), text: z.string() })).optional(),
    sysctls: words.optional().describe('By name as sysctl(8) prints it.'),
    ipsets: z
      .array(z.object({ name: z.string(), type: z.string(), options: z.string(), members: z.array(z.string()) }))
      .optional(),
    sockets: z.array(socket).optional(),
    connections: z.array(connection).optional().describe('Of published ports and containers, as conntrack lists them.'),
  })
  .describe('What is known of the host beside its rules. A part that was not read is absent, never empty.')

const network = z.object({
  id: z.string(),
  name: z.string(),
  driver: z.string(),
  created: z.string(),
  internal: z.boolean(),
  ingress: z.boolean(),
  ipv4: z.boolean(),
  ipv6: z.boolean(),
  subnets: z.array(z.string()),
  options: words.describe("The driver's own."),
  members: z.record(z.string(), z.object({ name: z.string(), ipv4: z.string(), ipv6: z.string() })),
})

const published = z.object({
  protocol: z.enum(['tcp', 'udp', 'sctp']),
  containerPort: port,
  hostAddress: z.string().describe("'', 0.0.0.0 or :: is any address."),
  hostPort: port.describe('0: not published on the host.'),
})

const container = z.object({
  id: z.string(),
  name: z.string(),
  running: z.boolean(),
  startedAt: z.string(),
  pid: z.number(),
  networkMode: z.string(),
  endpoints: z.array(
    z.object({
      networkId: z.string(),
      networkName: z.string(),
      ipv4: known,
      ipv6: known,
      gatewayPriority: z.number(),
    }),
  ),
  ports: z.array(published),
  links: z.array(z.string()),
  exposed: z.array(z.string()),
  labels: words,
  startError: z.string().optional(),
  paused: z.boolean().optional(),
  restarting: z.object({ exitCode: z.number(), count: z.number(), ports: z.array(published) }).optional(),
  interfaceIndexes: z.array(z.number()).optional().describe('Of its interfaces in its own network namespace.'),
})

const docker = z
  .object({
    version: z.string(),
    firewallBackend: known,
    swarmActive: z.boolean(),
    networks: z.array(network),
    containers: z.array(container),
    unread: z
      .array(z.string())
      .optional()
      .describe('What of the inventory could not be read: `containers`, `networks`, `container ID`. Absent: nothing.'),
    changing: z
      .array(z.object({ kind: z.enum(['container', 'network']), id: z.string(), name: z.string() }))
      .optional()
      .describe('What started, stopped or was connected while the host was read. Absent: nothing.'),
  })
  .describe('What the Docker engine said of itself and of what it runs.')

const forwarded = z
  .boolean()
  .optional()
  .transform((value) => value)

const daemon = z
  .object({
    words: z
      .array(z.string())
      .describe('Its options that decide rules: `--icc=false`, and `NAME=1` of its environment.'),
    json: z
      .unknown()
      .optional()
      .transform((value: unknown) => value)
      .describe('More of them, as daemon.json has them.'),
    unread: z
      .array(z.enum(['arguments', 'file', 'environment']))
      .default(['arguments', 'file', 'environment'])
      .describe('Where it may have been told more. Absent: everywhere.'),
    problems: z.array(note).optional().describe('Why something is not known.'),
    before: z.object({ ipv4: forwarded, ipv6: forwarded }).describe('Whether the kernel forwarded before it started.'),
    forwardingGuessed: z.boolean().optional().describe('Whether `before` is read off the settings of the machine.'),
    variant: z
      .enum(['nft', 'legacy'])
      .optional()
      .transform((value) => value)
      .describe('Of the iptables that it runs.'),
    ipv6Variant: z
      .enum(['nft', 'legacy'])
      .optional()
      .transform((value) => value)
      .describe('Of the ip6tables that it runs, where that is another variant.'),
    mesh: z.array(z.object({ protocol: z.string(), port })).describe('Published ports of the routing mesh.'),
  })
  .describe('What the engine was told of its rules; absent where that was not read.')

/** A snapshot file, version 1. */
export const snapshotFile = z
  .object({
    $schema: z.string().optional(),
    kind: z.literal('seawall-snapshot'),
    schemaVersion: z.literal(snapshotSchemaVersion),
    capturedAt: z.string().optional().describe('ISO 8601.'),
    redacted: z.boolean().describe('Whether addresses and names are fakes.'),
    rules: z.array(rules).describe('One entry for each family and variant that has rules.'),
    nft: z.unknown().optional().describe('What `nft -j list ruleset` said.'),
    facts,
    docker: docker.optional(),
    daemon: daemon.optional(),
    persistence: z
      .array(z.object({ path: z.string(), text: z.string() }))
      .describe('Files that bring rules back at boot.'),
    notes: z.array(note).describe('Why a part is missing, and what else the capture met.'),
  })
  .describe('A host as `seawall capture` read it.')

/** Reads a parsed JSON document as a snapshot file. */
export function parseSnapshotFile(
  document: unknown,
):
  | { readonly kind: 'file'; readonly file: SnapshotFile }
  | { readonly kind: 'issues'; readonly issues: readonly Issue[] } {
  const result = snapshotFile.safeParse(document)
  if (result.success) return { kind: 'file', file: result.data satisfies SnapshotFile }
  return {
    kind: 'issues',
    issues: result.error.issues.map(({ path, message }) => ({ path: path.join('.'), expected: message })),
  }
}

/** What is wrong where: `facts.routes.3.via`. */
export interface Issue {
  readonly path: string
  readonly expected: string
}

/** The published JSON Schema; draft-07, because editors' servers long knew no later one. */
export function snapshotJsonSchema(): unknown {
  return z.toJSONSchema(snapshotFile, { target: 'draft-7', io: 'input' })
}
