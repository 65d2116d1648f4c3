// data: the shapes of all JSON answers; the published schemas are made from these, and tests hold answers against them.
import { serviceFields } from './service-schema.ts'
import { z } from 'zod'
import { owners } from '#model/owner.ts'
import { policyChangeSchema, policyStateSchema } from './apply-schema.ts'
import { checkSchema } from './check-schema.ts'
import { watchEventSchema } from './watch-schema.ts'
import { labSchema } from './lab-schema.ts'
import { reachDiffSchema } from './reach-diff-schema.ts'
import { zoneReachSchema } from './zone-reach-schema.ts'
import { ruleReachSchema } from './rule-reach-schema.ts'
import { egressSchema, exposureSchema } from './exposure-schema.ts'
import { metricsSchema } from './metrics-schema.ts'
import { connectionsSchema } from './connections-schema.ts'
import { planSchema } from './plan-schema.ts'
import { saveSchema } from './saved-rules-schema.ts'
import { previewFields } from './preview-schema.ts'
import { traceCasesSchema, traceLineSchema, tracePacketsSchema, traceSchema, verifySchema } from './trace-schemas.ts'

const family = z.enum(['ipv4', 'ipv6'])
const tableFamily = z.enum(['ipv4', 'ipv6', 'inet', 'arp', 'bridge', 'netdev'])
const variant = z.enum(['nft', 'legacy']).nullable()
const policy = z.enum(['ACCEPT', 'DROP', 'QUEUE', 'RETURN']).nullable()
const facts = z.record(z.string(), z.union([z.string(), z.number()]))
const phrase = z.strictObject({ id: z.string(), words: z.string() })
const version = z.literal(1)

const ownership = {
  owner: z.enum(owners).describe('whose it is'),
  part: z.string().describe("which part of the owner's work it does"),
  about: facts.describe('network, container, ports and the like, as far as they are known'),
  title: z.string(),
  purpose: z.string().describe('what it is for'),
  breaks: z.string().describe('what breaks without it'),
}

const reach = z.union([
  z.strictObject({ kind: z.literal('hook'), hook: z.string() }),
  z.strictObject({ kind: z.literal('rule'), id: z.string(), goto: z.boolean(), when: z.array(z.string()) }),
])

const diagnostic = z.strictObject({
  source: z.string(),
  severity: z.enum(['error', 'warning', 'note']),
  code: z.string(),
  args: facts,
  message: z.string(),
  line: z.number().int().min(1),
  column: z.number().int().min(1).describe('UTF-16 units, from 1'),
  start: z.number().int().min(0).describe('offset in UTF-16 units'),
  end: z.number().int().min(0),
  help: z.string().nullable(),
})

const explainedRule = z.strictObject({
  id: z.string().describe('FAMILY[@legacy]/TABLE/CHAIN#N'),
  family: tableFamily,
  variant,
  table: z.string(),
  chain: z.string(),
  position: z.number().int().min(1),
  text: z.string().describe('as iptables-save prints it'),
  ...ownership,
  matches: z.array(z.strictObject({ text: z.string(), id: z.string(), words: z.string() })),
  target: z.string().nullable(),
  effect: phrase,
  notes: z.array(phrase),
  counters: z.strictObject({ packets: z.string(), bytes: z.string() }).nullable(),
  hidden: z.array(z.string()).describe('what the text it was read from does not show'),
})

const explainedChain = z.strictObject({
  id: z.string(),
  family: tableFamily,
  variant,
  table: z.string(),
  chain: z.string(),
  policy,
  ...ownership,
  reachedFrom: z.array(reach).describe('what leads packets to the chain, and so to each of its rules'),
  ruleCount: z.number().int(),
})

const explainedSet = z.strictObject({
  id: z.string(),
  family: tableFamily,
  table: z.string(),
  name: z.string(),
  kind: z.enum(['set', 'map']),
  text: z.string(),
  /** Null: the text does not hold them. */
  elements: z.nullable(z.array(z.string())),
  ...ownership,
})

const explain = z.strictObject({
  kind: z.literal('explain'),
  schemaVersion: version,
  source: z.string(),
  asked: z.enum(['ruleset', 'table', 'chain', 'rule', 'policy']),
  conclusion: z.array(z.string()),
  rulesets: z.array(
    z.strictObject({
      family: tableFamily,
      variant,
      dockerLayout: z.string().nullable(),
      dockerVersions: z.string().nullable(),
    }),
  ),
  chains: z.array(explainedChain),
  /** Named sets and maps of nftables. */
  sets: z.array(explainedSet),
  rules: z.array(explainedRule),
  diagnostics: z.array(diagnostic),
})

const tableName = z.strictObject({ family: tableFamily, variant, table: z.string() })

const chainChange = z.strictObject({
  kind: z.enum(['made', 'removed', 'policy']),
  family: tableFamily,
  table: z.string(),
  chain: z.string(),
  before: policy,
  after: policy,
  ...ownership,
})

const objectChange = z.strictObject({
  kind: z.enum(['made', 'removed', 'changed']),
  what: z.enum(['table', 'chain', 'set', 'map']),
  id: z.string().describe('FAMILY/TABLE[/NAME]'),
  before: z.string().nullable().describe('what it is declared as'),
  after: z.string().nullable(),
  added: z.array(z.string()).describe('elements'),
  removed: z.array(z.string()),
  ...ownership,
})

const ruleChange = z.strictObject({
  kind: z.enum(['added', 'removed', 'moved']),
  id: z.string(),
  family: tableFamily,
  table: z.string(),
  chain: z.string(),
  text: z.string(),
  positionBefore: z.number().int().nullable(),
  positionAfter: z.number().int().nullable(),
  sameAs: z.number().int().nullable().describe('position of an equal rule that was there before'),
  standing: z.enum(['before-yours', 'after-yours', 'between-yours', 'alone']),
  ...ownership,
})

const differenceFields = {
  schemaVersion: version,
  before: z.string(),
  after: z.string(),
  groups: z.array(
    z.strictObject({
      cause: z.strictObject({
        kind: z.enum(['port', 'network', 'engine', 'owner']),
        owner: z.enum(owners),
        about: facts,
        words: z.string(),
      }),
      chains: z.array(chainChange),
      objects: z.array(objectChange).describe('tables, sets and maps of nftables'),
      rules: z.array(ruleChange),
    }),
  ),
  onlyBefore: z.array(tableName),
  onlyAfter: z.array(tableName),
  same: z.array(tableName).describe('tables in which nothing changed'),
  sysctls: z
    .array(z.strictObject({ name: z.string(), before: z.string(), after: z.string() }))
    .describe('settings of the kernel that both sides have with other values'),
  unchanged: z.number().int(),
  ignored: z.number().int(),
}

const diff = z.strictObject({ kind: z.literal('diff'), ...differenceFields })

const refusal = z.strictObject({
  source: z.string(),
  code: z.string(),
  args: facts,
  message: z.string(),
  line: z.number().int(),
  exitCode: z.number().int(),
  table: z.string().nullable(),
})

const fmt = z.strictObject({
  kind: z.literal('fmt'),
  schemaVersion: version,
  source: z.string(),
  forms: z.array(z.string()),
  text: z.string(),
  diagnostics: z.array(diagnostic),
})

const standing = z.enum(['expected', 'missing', 'stale', 'altered', 'out-of-place', 'doubled', 'unknown'])

const repairFamily = z.strictObject({
  family,
  variant,
  rules: z.array(
    z.strictObject({
      standing,
      family,
      table: z.string(),
      chain: z.string(),
      text: z.string(),
      position: z.number().int().nullable(),
      cause: z.strictObject({
        network: z.string().optional(),
        container: z.string().optional(),
        port: z.string().optional(),
      }),
      reason: z.string().optional().describe('why it is doubled, out of place, altered or stale'),
    }),
  ),
  steps: z.array(
    z.union([
      z.strictObject({ kind: z.literal('chain'), table: z.string(), chain: z.string() }),
      z.strictObject({ kind: z.literal('policy'), table: z.string(), chain: z.string(), policy: z.string() }),
      /** A command of nft. */
      z.strictObject({
        kind: z.literal('native'),
        table: z.string(),
        chain: z.string(),
        text: z.string(),
        because: standing.optional(),
      }),
      z.strictObject({
        kind: z.literal('insert'),
        table: z.string(),
        chain: z.string(),
        position: z.number().int(),
        text: z.string(),
      }),
      z.strictObject({
        kind: z.literal('delete'),
        table: z.string(),
        chain: z.string(),
        position: z.number().int(),
        text: z.string(),
        because: standing,
      }),
    ]),
  ),
})

const standingFields = {
  schemaVersion: version,
  engine: z.string(),
  families: z.array(repairFamily),
  unknown: z
    .array(z.strictObject({ code: z.string(), message: z.string() }))
    .describe('What was not read and so is not judged.'),
  notes: z.array(z.strictObject({ code: z.string(), message: z.string() })),
}

const status = z.strictObject({
  kind: z.literal('status'),
  ...serviceFields,
  ...standingFields,
  policy: policyStateSchema.nullable().describe('null: this host has none, or it was not read'),
})

const arrival = z.union([
  z.strictObject({ kind: z.enum(['container', 'proxy', 'astray', 'unknown']) }),
  z.strictObject({ kind: z.literal('stopped'), by: z.string().describe('the rule or policy that stops it') }),
])

const repair = z.strictObject({
  kind: z.literal('repair'),
  ...serviceFields,
  ...standingFields,
  rounds: z.number().int().nullable().describe('how often rules were loaded; null where nothing was done'),
  left: z.number().int().nullable().describe('changes still to do'),
  kept: z.array(z.string()).nullable().describe('the files with the tables from before'),
  policy: z
    .enum(['lost', 'put-back', 'failed'])
    .nullable()
    .describe('the confirmed policy that the kernel had lost; null: it has it, or there is none'),
  reach: z
    .array(
      z.strictObject({
        family,
        protocol: z.string(),
        hostAddress: z.string().describe('as it was published; empty: any address'),
        hostPort: z.number().int(),
        container: z.string(),
        containerPort: z.number().int(),
        client: z.enum(['outside', 'host']),
        before: arrival,
        after: arrival,
      }),
    )
    .nullable()
    .describe('each published port before and after; `services` and `after` say more'),
  after: z
    .strictObject(serviceFields)
    .nullable()
    .describe('how everything fares after the repair; null where nothing was done'),
  lost: z
    .array(
      z.strictObject({
        family: tableFamily,
        table: z.string(),
        chain: z.string(),
        position: z.number().int(),
        text: z.string(),
        ...ownership,
      }),
    )
    .nullable()
    .describe("rules of the snapshot from before that are not Docker's and are gone; null without such a snapshot"),
})

const saidMessage = z.strictObject({ code: z.string(), args: facts, message: z.string() })

const predict = z.strictObject({
  kind: z.literal('predict'),
  schemaVersion: version,
  engine: z.string().nullable(),
  /** Of a Compose project: what it adds and opens. */
  conclusion: z.nullable(saidMessage),
  notes: z.array(saidMessage),
  rules: z.array(z.strictObject({ family, text: z.string() })),
})

const moving = z.strictObject({
  kind: z.literal('moving'),
  schemaVersion: version,
  engine: z.string(),
  backend: z.literal('nftables'),
  todo: z.array(saidMessage),
  rules: z.array(
    z.strictObject({
      id: z.string(),
      text: z.string(),
      /** Null: nobody translated it. */
      nft: z.string().nullable(),
      needsMark: z.boolean(),
      ...ownership,
    }),
  ),
  /** For `nft -f`. */
  script: z.string(),
  unknown: z.array(saidMessage),
})

const error = z.strictObject({
  kind: z.literal('error'),
  schemaVersion: version,
  code: z.string(),
  message: z.string(),
  args: facts,
  help: z.string().optional().describe('what would do instead'),
  diagnostics: z.array(diagnostic).optional().describe('what could not be read in a text without rules'),
})

/** What has no fields of its own: help, completion, a unit, the list of schemas. */
const text = z.strictObject({ kind: z.literal('text'), schemaVersion: version, text: z.string() })

const captured = z.strictObject({
  kind: z.literal('captured'),
  schemaVersion: version,
  path: z.string(),
  rulesets: z.number().int(),
})

const report = z.strictObject({
  kind: z.literal('report'),
  schemaVersion: version,
  path: z.string(),
  bytes: z.number().int().describe('the size of the page'),
})

const concepts = z.strictObject({
  kind: z.literal('concepts'),
  schemaVersion: version,
  concepts: z.array(z.strictObject({ topic: z.string(), text: z.string() })),
})

const checkRules = z.strictObject({
  kind: z.literal('check-rules'),
  schemaVersion: version,
  rules: z.array(z.strictObject({ id: z.string(), about: z.string() })),
})

/** The shape of every JSON answer, by the name under which `seawall schema` prints it. */
export const answerSchemas = {
  explain,
  diff,
  'apply-preview': z.strictObject({
    kind: z.literal('apply-preview'),
    ...differenceFields,
    ...previewFields,
    refusal: refusal.nullish(),
  }),
  connections: connectionsSchema,
  exposure: exposureSchema(diagnostic),
  reach: ruleReachSchema(diagnostic),
  'reach-zone': zoneReachSchema(diagnostic),
  'diff-reach': reachDiffSchema(diagnostic),
  egress: egressSchema(diagnostic),
  metrics: metricsSchema,
  check: checkSchema,
  'check-rules': checkRules,
  plan: planSchema(diagnostic),
  save: saveSchema,
  'policy-change': policyChangeSchema,
  fmt,
  status,
  moving,
  repair,
  predict,
  concepts,
  lab: labSchema(diff),
  trace: traceSchema,
  'trace-line': traceLineSchema,
  'watch-event': watchEventSchema,
  'trace-cases': traceCasesSchema,
  verify: verifySchema,
  'trace-packets': tracePacketsSchema,
  captured,
  report,
  text,
  error,
} as const

/** The published schema of an answer, for editors that know draft-07. */
export function answerJsonSchema(name: keyof typeof answerSchemas): unknown {
  return z.toJSONSchema(answerSchemas[name], { target: 'draft-7' })
}

/** All published schemas by name. */
export function answerJsonSchemas(): Readonly<Record<string, unknown>> {
  const names = Object.keys(answerSchemas) as (keyof typeof answerSchemas)[]
  return Object.fromEntries(names.map((name) => [name, answerJsonSchema(name)]))
}
