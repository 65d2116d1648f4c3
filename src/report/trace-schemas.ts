// data: the shapes of what trace and verify answer in JSON; answer-schemas.ts publishes them.
import { z } from 'zod'
import { owners } from '#model/owner.ts'

const id = z.string().describe('FAMILY[@legacy]/TABLE/CHAIN#N, or #policy')
const verdict = z
  .enum(['ACCEPT', 'DROP', 'REJECT', 'NO ROUTE', 'UNKNOWN'])
  .describe('NO ROUTE: it dies in routing; UNKNOWN: it depends on what is not known')
const device = z.string().nullable().describe('null: none, or not known')
const value = z
  .union([z.string(), z.number()])
  .nullable()
  .describe('addresses and interfaces as text, everything else as a number; null: none, or not known')
const hook = z.enum(['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'])
const cause = z
  .enum(['packet', 'host', 'history', 'hidden', 'extension', 'fact', 'unread', 'limit'])
  .describe(
    'what would have to be known: of the packet, of the host, of what came before, of the text, of the extension; unread: rules that could not be read; limit: what was not followed, as the trace reached its limit',
  )
const doubt = z.strictObject({ cause, key: z.string().describe('equal for equal questions') })
const port = z.number().int().nullable()

const view = z.strictObject({
  src: z.string().nullable(),
  sport: port,
  dst: z.string().nullable(),
  dport: port,
  in: device,
  out: device,
})

const verdictFields = {
  verdict: verdict.describe('of all ways together: UNKNOWN where they differ'),
  by: id.nullable().describe('the rule or policy that decided, where all ways agree on it'),
  rules: z.array(id).describe('all rules that took the packet on every way, jumps included, in order'),
  final: view.describe('the packet at the end'),
  perhaps: z.array(doubt).describe('what an UNKNOWN depends on'),
  cut: z.boolean().describe('the trace stopped at its limit of ways or rules; `perhaps` begins with which'),
}

const end = z.union([
  z.strictObject({
    kind: z.literal('host'),
    listens: z.boolean().nullable().describe('whether a socket listens there; null: not known'),
    process: z.string().nullable(),
  }),
  z.strictObject({
    kind: z.literal('out'),
    device,
    bridged: z.boolean().describe('by a port of the bridge it came in by, not routed'),
    hop: z.string().nullable().describe('the next router'),
  }),
  z.strictObject({ kind: z.literal('dropped'), by: id }),
  z.strictObject({ kind: z.literal('rejected'), by: id, error: z.string().describe('as --reject-with calls it') }),
  z.strictObject({
    kind: z.literal('dead'),
    why: z.enum([
      'no-route',
      'blackhole',
      'unreachable',
      'prohibit',
      'martian-source',
      'martian-destination',
      'reverse-path',
      'route-localnet',
      'forwarding-off',
      'ttl',
      'not-for-us',
      'hairpin',
      'no-address',
    ]),
  }),
  z.strictObject({
    kind: z.literal('unknown'),
    by: id,
    why: z.enum(['target', 'queue', 'missing-chain', 'endless', 'unread']),
  }),
  z.strictObject({
    kind: z.literal('joins'),
    way: z.number().int().describe('from here on it is like that way'),
    step: z.number().int(),
    rule: z.number().int(),
  }),
])

const step = z.union([
  z.strictObject({ kind: z.literal('hook'), hook, looped: z.boolean().describe('it came back by lo'), packet: view }),
  z.strictObject({ kind: z.literal('chain'), id: z.string(), variant: z.enum(['nft', 'legacy']).nullable(), hook }),
  z.strictObject({ kind: z.literal('nat-skipped'), hook, why: z.enum(['inactive', 'untracked', 'decided']) }),
  z.strictObject({
    kind: z.literal('rule'),
    id,
    matched: z.enum(['yes', 'no', 'perhaps']),
    clauses: z.array(
      z.strictObject({
        text: z.string().describe('as the rule says it'),
        answer: z.enum(['yes', 'no', 'perhaps']),
        has: value.describe('what the packet has, where the clause asks for one field'),
      }),
    ),
    effect: z.enum(['verdict', 'jump', 'return', 'continue', 'nat', 'mark', 'rewrite', 'untrack', 'queue', 'unknown']),
  }),
  z.strictObject({ kind: z.literal('return'), to: z.string().describe('the chain that goes on') }),
  z.strictObject({ kind: z.literal('policy'), id, policy: z.string() }),
  z.strictObject({
    kind: z.literal('rewrite'),
    field: z.enum(['src', 'dst', 'sport', 'dport', 'mark', 'connmark', 'ttl', 'tos', 'tcpmss']),
    from: value,
    to: value,
    by: z.string().describe('the rule, `connection` or `forward`'),
  }),
  z.strictObject({
    kind: z.literal('conntrack'),
    state: z.enum(['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED']),
    direction: z.enum(['ORIGINAL', 'REPLY']),
  }),
  z.strictObject({
    kind: z.literal('route'),
    to: z.enum(['host', 'forward', 'out', 'bridge']),
    device,
    hop: z.string().nullable(),
    again: z.boolean().describe('asked once more, after a rule changed what it depends on'),
  }),
  z.strictObject({ kind: z.literal('unread'), id, doubt }),
  z.strictObject({ kind: z.literal('assume'), doubt, answer: z.boolean(), rule: id.nullable() }),
])

const traceFields = {
  kind: z.literal('trace'),
  schemaVersion: z.literal(1),
  packet: z.strictObject({
    family: z.enum(['ipv4', 'ipv6']),
    proto: z.string(),
    src: z.string().nullable().describe('null: routing chooses'),
    sport: port,
    dst: z.string(),
    dport: port,
    in: device,
    local: z.boolean().describe('a process of the host sends it'),
  }),
  ...verdictFields,
  container: z.string().nullable().describe('the container at the end of the way'),
  presumed: z.array(z.string()).describe('facts that were not read and were taken as they usually are'),
  cures: z
    .array(
      z.strictObject({
        kind: z.enum(['rule', 'ufw', 'firewalld', 'sysctl', 'bridge', 'network', 'published', 'option']),
        commands: z.array(z.string()).describe('command lines in their order; of published the address to connect to'),
      }),
    )
    .nullable()
    .describe('changes that let a blocked conversation through, each traced; null: nothing blocks it'),
  nearMisses: z
    .array(
      z.strictObject({
        id,
        wanted: z.string().describe('the condition that said no'),
        has: z.string().describe('what the packet has instead'),
        since: id.nullable().describe('the rule that gave it that value; null: it came with it'),
        was: z.string().nullable().describe('what it had before that rule'),
        fix: z
          .strictObject({ was: z.string(), now: z.string() })
          .nullable()
          .describe('the rule that does what was meant, several as lines; traced before it is shown'),
        publishedOn: z
          .string()
          .nullable()
          .describe('of a published port: the only address of the host that it is published on'),
        hook: z
          .literal('INPUT')
          .nullable()
          .describe('the hook that the packet does not pass, because `since` sends it elsewhere'),
        with: id.nullable().describe('the other rule that must be changed too'),
        would: verdict,
      }),
    )
    .describe(
      'rules that would have changed the verdict but for one condition, or that only packets of another hook meet',
    ),
  ways: z
    .array(
      z.strictObject({
        verdict,
        by: id.nullable(),
        end,
        from: z.number().int().nullable().describe('the way it forked from'),
        shared: z.number().int().describe('so many of its steps it has in common with that one'),
        steps: z.array(step),
      }),
    )
    .describe('one, unless something that is not known decides'),
  ruleTexts: z.record(
    z.string(),
    z.strictObject({
      text: z.string(),
      owner: z.enum(owners),
      part: z.string(),
      about: z.record(z.string(), z.union([z.string(), z.number()])),
      title: z.string(),
      purpose: z.string(),
      breaks: z.string(),
    }),
  ),
}

const arrival = z.enum(['out', 'host', 'nowhere'])

const kernelDifference = z.union([
  z.strictObject({ kind: z.literal('rule'), id, ours: z.number().int(), kernel: z.number().int() }),
  z.strictObject({ kind: z.literal('arrival'), ours: arrival, kernel: arrival }),
  z.strictObject({ kind: z.literal('interface'), ours: z.string(), kernel: z.string() }),
  z.strictObject({ kind: z.literal('nat'), ours: z.string(), kernel: z.string() }),
])

const kernelRun = {
  kernel: z.string().describe('`Linux 6.1.0`'),
  tools: z.array(z.string()).describe('the iptables that loaded the rules'),
  leftOut: z.array(z.string()).describe('what of the host could not be rebuilt'),
  madeUp: z.array(z.string()).describe('what was not known of the host and was made up'),
}

const file = z.string().nullable().describe('where the difference lies to be sent')

const kernel = z.strictObject({
  agrees: z.boolean().nullable().describe('null: behind a rule that the kernel was not given nothing can be compared'),
  ...kernelRun,
  way: z.number().int().describe('the way that the kernel went, or was nearest to'),
  counts: z.record(z.string(), z.number().int()).describe('how often each rule and policy was counted'),
  arrival,
  out: z.array(z.string()).describe('interfaces by which something left'),
  answered: z.number().int().describe('packets that the host sent of itself because of it'),
  differences: z.array(kernelDifference),
  file,
})

const conversationVerdict = z
  .enum([
    'ACCEPT',
    'DROP',
    'REJECT',
    'NO ROUTE',
    'UNKNOWN',
    'ANSWER DROPPED',
    'ANSWER REJECTED',
    'ANSWER ASTRAY',
    'NO ANSWER',
    'REFUSED',
    'LATER DROPPED',
    'PROXY BLOCKED',
  ])
  .describe(
    'ACCEPT: the conversation works; ANSWER ASTRAY: the answer leaves by another interface; NO ANSWER: none comes, or one that the client refuses; REFUSED: nobody listens; LATER DROPPED: what comes after the answer; PROXY BLOCKED: the connection of docker-proxy to the container fails',
  )

const conversationLine = {
  verdict: conversationVerdict,
  by: id.nullable(),
  part: z.enum(['first', 'answer', 'next', 'next-answer']).describe('the packet that decided'),
  why: z.string().nullable().describe('what is wrong, where no rule decided'),
}

const conversation = z.strictObject({
  ...conversationLine,
  decided: z.strictObject(traceFields).nullable().describe('the packet that decided, where it is not the first one'),
  proxy: z
    .strictObject({
      container: z.string(),
      port: z.string().describe('the published port that docker-proxy serves'),
      why: z.string().describe('why the packet came to docker-proxy'),
      connection: z.strictObject(conversationLine).nullable(),
      first: z.strictObject(traceFields).nullable().describe('the first packet of its own connection'),
    })
    .nullable(),
  presumed: z.array(z.string()),
})

/** `trace --json`; with `--reply` the answer's trace, with `--kernel` what a real kernel said. */
export const traceSchema = z.strictObject({
  ...traceFields,
  conversation: conversation.nullish().describe('not with --one-way, nor for a packet that begins no conversation'),
  reply: z.strictObject(traceFields).nullish().describe('with --reply; null: nobody answers'),
  kernel: kernel.nullish().describe('with --kernel'),
})

/** One line of `trace --packets`. */
export const traceLineSchema = z.union([
  z.strictObject({ ...verdictFields, conversation: z.strictObject(conversationLine).nullish() }),
  z.strictObject({ line: z.number().int().min(1), error: z.string() }).describe('a line that is no packet'),
])

/** `trace --packets --json`. */
export const tracePacketsSchema = z.strictObject({
  kind: z.literal('trace-packets'),
  schemaVersion: z.literal(1),
  answers: z.array(traceLineSchema).describe('one for each line that is not empty'),
})

/** `trace --cases --json`. */
export const traceCasesSchema = z.strictObject({
  kind: z.literal('trace-cases'),
  schemaVersion: z.literal(1),
  passed: z.number().int(),
  failed: z.number().int(),
  cases: z.array(
    z.strictObject({
      line: z.number().int().min(1),
      name: z.string().nullable(),
      passed: z.boolean(),
      expected: z.string(),
      verdict: conversationVerdict.nullable().describe('null: the line is no packet'),
      by: id.nullable(),
      perhaps: z.array(doubt).describe('what an UNKNOWN depends on'),
      error: z.string().nullable(),
    }),
  ),
})

/** `verify --json`. */
export const verifySchema = z.strictObject({
  kind: z.literal('verify'),
  schemaVersion: z.literal(1),
  agrees: z.boolean(),
  packets: z.number().int(),
  milliseconds: z.number().int(),
  runs: z.array(z.strictObject(kernelRun)),
  rules: z.array(
    z.union([
      z.strictObject({ kind: z.enum(['reached', 'left-out']), id }),
      z.strictObject({
        kind: z.literal('not-reached'),
        id,
        by: z.string().nullable().describe('where the nearest packet ended'),
      }),
    ]),
  ),
  differences: z.array(z.strictObject({ packet: z.string(), differences: z.array(kernelDifference) })),
  together: z.array(id).describe('counted otherwise when all packets came together, but not one by one'),
  file,
})
