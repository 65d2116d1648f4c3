// data: every command with its options and examples.
import type { CommandEntry, OptionEntry } from './command.ts'

const densities: readonly OptionEntry[] = [
  { flags: '--concise', about: 'help/option/concise' },
  { flags: '--full', about: 'help/option/full' },
]

const reading: readonly OptionEntry[] = [
  { flags: '--family <family>', about: 'help/option/family', choices: ['ipv4', 'ipv6'] },
  { flags: '--as <name>', about: 'help/option/as' },
  { flags: '--netns <name>', about: 'help/option/netns' },
  { flags: '--docker-host <url>', about: 'help/option/docker-host' },
]

const daemonOptions: readonly OptionEntry[] = [
  {
    flags: '--daemon-args <words>',
    about: 'help/option/daemon-args',
  },
  { flags: '--daemon-json <file>', about: 'help/option/daemon-json' },
  {
    flags: '--ip-forward-before <flag>',
    about: 'help/option/ip-forward-before',
    choices: ['0', '1'],
  },
]

const variantOption: OptionEntry = {
  flags: '--variant <name>',
  about: 'help/option/variant',
  choices: ['nft', 'legacy'],
}

/** The command table, in the order of the help page. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'explain',
    about: 'help/explain',
    words: '[source...]',
    options: [
      { flags: '-t, --table <table>', about: 'help/explain/table' },
      { flags: '-c, --chain <chain>', about: 'help/explain/chain' },
      { flags: '-r, --rule <rule>', about: 'help/explain/rule' },
      { flags: '--connections', about: 'help/explain/connections' },
      { flags: '--concepts [topic]', about: 'help/explain/concepts' },
      ...densities,
      ...reading,
    ],
    examples: [
      ['seawall explain', 'help/explain/example-1'],
      ['iptables-save | seawall explain - --chain DOCKER-USER', 'help/explain/example-2'],
      ["seawall explain '-A DOCKER-USER -i eth0 -p tcp --dport 8080 -j DROP'", 'help/explain/example-3'],
      ['seawall explain lint/published-port-after-dnat', 'help/explain/example-4'],
    ],
    load: () => import('./commands/explain.ts'),
  },
  {
    name: 'diff',
    about: 'help/diff',
    words: '<before> [after]',
    options: [
      {
        flags: '--ignore <owner...>',
        about: 'help/diff/ignore',
      },
      ...densities,
      ...reading,
    ],
    examples: [
      ['seawall diff before.txt after.txt', 'help/diff/example-1'],
      ['seawall diff before.json', 'help/diff/example-2'],
      ['seawall diff before.json after.json --ignore docker', 'help/diff/example-3'],
    ],
    load: () => import('./commands/diff.ts'),
  },
  {
    name: 'trace',
    about: 'help/trace',
    words: '[source]',
    options: [
      {
        flags: '--from <end>',
        about: 'help/trace/from',
      },
      {
        flags: '--to <end>',
        about: 'help/trace/to',
      },
      { flags: '--in <interface>', about: 'help/trace/in' },
      { flags: '--out <interface>', about: 'help/trace/out' },
      { flags: '--proto <protocol>', about: 'help/trace/proto' },
      {
        flags: '--set <field=value...>',
        about: 'help/trace/set',
      },
      { flags: '--one-way', about: 'help/trace/one-way' },
      { flags: '--reply', about: 'help/trace/reply' },
      { flags: '--kernel', about: 'help/trace/kernel' },
      { flags: '--redact', about: 'help/trace/redact' },
      {
        flags: '--expect <verdict>',
        about: 'help/trace/expect',
        choices: [
          ...['accept', 'drop', 'reject', 'no-route', 'unknown', 'answer-dropped', 'answer-rejected', 'answer-astray'],
          ...['no-answer', 'refused', 'later-dropped', 'proxy-blocked'],
        ],
      },
      {
        flags: '--cases <file>',
        about: 'help/trace/cases',
      },
      { flags: '--packets <file>', about: 'help/trace/packets' },
      ...densities,
      ...reading,
    ],
    examples: [
      ['seawall trace --from internet --to :8080', 'help/trace/example-1'],
      ['seawall trace --from 203.0.113.9 --to 203.0.113.10:10000 host.json', 'help/trace/example-2'],
      ['seawall trace --packets packets.jsonl rules.v4', 'help/trace/example-3'],
      ['seawall trace --kernel --from internet --to :8080 host.json', 'help/trace/example-4'],
    ],
    load: () => import('./commands/trace.ts'),
  },
  {
    name: 'exposure',
    about: 'help/exposure',
    words: '[source]',
    options: [
      { flags: '--zone <name=places...>', about: 'help/exposure/zone' },
      { flags: '--from <zone>', about: 'help/exposure/from' },
      { flags: '--to <end>', about: 'help/exposure/to' },
      { flags: '--egress', about: 'help/exposure/egress' },
      { flags: '--only <state>', about: 'help/exposure/only', choices: ['open', 'limited', 'perhaps', 'closed'] },
      ...reading.slice(0, 1),
      { flags: '--as <name>', about: 'help/exposure/as' },
      ...reading.slice(2),
      ...densities,
    ],
    examples: [
      ['seawall exposure', 'help/exposure/example-1'],
      ['seawall exposure host.json --only open', 'help/exposure/example-2'],
      ['seawall exposure --zone vpn=wg0 --from vpn', 'help/exposure/example-3'],
    ],
    load: () => import('./commands/exposure.ts'),
  },
  {
    name: 'plan',
    about: 'help/plan',
    words: '[source]',
    options: [
      { flags: '--policy <file>', about: 'help/plan/policy' },
      { flags: '--exit-code', about: 'help/plan/exit-code' },
      ...densities,
      ...reading,
    ],
    examples: [
      ['seawall plan', 'help/plan/example-1'],
      ['seawall plan host.json --policy policy.yaml', 'help/plan/example-2'],
    ],
    load: () => import('./commands/plan.ts'),
  },
  {
    name: 'reach',
    about: 'help/reach',
    words: '[source]',
    options: [{ flags: '--rule <id>', about: 'help/reach/rule' }, ...reading],
    examples: [
      ['seawall reach --rule ipv4/filter/DOCKER-USER#2', 'help/reach/example-1'],
      ['seawall reach --rule FORWARD#3 rules.v4', 'help/reach/example-2'],
    ],
    load: () => import('./commands/reach.ts'),
  },
  {
    name: 'report',
    about: 'help/report',
    words: '[source]',
    options: [
      { flags: '-o, --output <file>', about: 'help/report/output' },
      { flags: '--zone <name=places...>', about: 'help/report/zone' },
      { flags: '--redact', about: 'help/report/redact' },
      ...reading,
    ],
    examples: [
      ['seawall report -o host.html', 'help/report/example-1'],
      ['seawall report host.json --redact -o host.html', 'help/report/example-2'],
    ],
    load: () => import('./commands/report.ts'),
  },
  {
    name: 'verify',
    about: 'help/verify',
    words: '[source]',
    options: [{ flags: '--redact', about: 'help/verify/redact' }, ...densities, ...reading],
    examples: [['seawall verify host.json', 'help/verify/example-1']],
    load: () => import('./commands/verify.ts'),
  },
  {
    name: 'check',
    about: 'help/check',
    words: '[source...]',
    options: [
      { flags: '--list', about: 'help/check/list' },
      { flags: '--fail-on <severity>', about: 'help/check/fail-on', choices: ['error', 'warning', 'note', 'never'] },
      ...densities,
      ...reading.slice(2),
    ],
    examples: [
      ['seawall check', 'help/check/example-1'],
      ['seawall check /etc/iptables/rules.v4 docker.service', 'help/check/example-2'],
      ['seawall check --list', 'help/check/example-3'],
    ],
    load: () => import('./commands/check.ts'),
  },
  {
    name: 'fmt',
    about: 'help/fmt',
    words: '[source]',
    options: [
      { flags: '--canonical', about: 'help/fmt/canonical' },
      {
        flags: '--dialect <dialect>',
        about: 'help/fmt/dialect',
        choices: ['1.8.7', '1.8.9', '1.8.10', '1.8.11'].flatMap((version) => [`${version}-nft`, `${version}-legacy`]),
      },
      ...reading.slice(0, 1),
    ],
    examples: [['seawall fmt --canonical rules.v4', 'help/fmt/example-1']],
    load: () => import('./commands/fmt.ts'),
  },
  {
    name: 'apply-preview',
    about: 'help/apply-preview',
    words: '<script>',
    options: [
      { flags: '--to <ruleset>', about: 'help/apply-preview/to' },
      { flags: '-n, --noflush', about: 'help/apply-preview/noflush' },
      { flags: '--counters', about: 'help/apply-preview/counters' },
      {
        flags: '--dialect <dialect>',
        about: 'help/apply-preview/dialect',
      },
      ...densities,
      ...reading,
    ],
    examples: [['seawall apply-preview rules.v4 --to host.json --noflush', 'help/apply-preview/example-1']],
    load: () => import('./commands/apply-preview.ts'),
  },
  {
    name: 'save',
    about: 'help/save',
    words: '[source]',
    options: [
      { flags: '-o, --output <file>', about: 'help/save/output' },
      { flags: '-d, --directory <folder>', about: 'help/save/directory' },
      { flags: '--all', about: 'help/save/all' },
      { flags: '--yes', about: 'help/save/yes' },
      variantOption,
      ...reading,
    ],
    examples: [
      ['seawall save --directory /etc/iptables', 'help/save/example-1'],
      ['seawall save host.json --family ipv6', 'help/save/example-2'],
    ],
    load: () => import('./commands/save.ts'),
  },
  {
    name: 'predict',
    about: 'help/predict',
    words: '[source]',
    options: [
      { flags: '--diff <ruleset>', about: 'help/predict/diff' },
      { flags: '--explain', about: 'help/predict/explain' },
      { flags: '--engine <version>', about: 'help/predict/engine' },
      { flags: '-f, --file <compose...>', about: 'help/predict/file' },
      { flags: '--profile <name...>', about: 'help/predict/profile' },
      ...daemonOptions,
      ...densities,
      ...reading,
    ],
    examples: [
      ['seawall predict captured/', 'help/predict/example-1'],
      ['seawall predict host.json --diff host.json', 'help/predict/example-2'],
      ['seawall predict compose.yaml', 'help/predict/example-3'],
    ],
    load: () => import('./commands/predict.ts'),
  },
  {
    name: 'status',
    about: 'help/status',
    words: '[source]',
    options: [
      { flags: '--moving-to <backend>', about: 'help/status/moving-to' },
      ...daemonOptions,
      variantOption,
      ...densities,
      ...reading,
    ],
    examples: [
      ['seawall status', 'help/status/example-1'],
      ['seawall status host.json', 'help/status/example-2'],
    ],
    load: () => import('./commands/status.ts'),
  },
  {
    name: 'metrics',
    about: 'help/metrics',
    words: '[source]',
    options: [
      { flags: '--textfile <folder>', about: 'help/metrics/textfile' },
      { flags: '--zone <name=places...>', about: 'help/metrics/zone' },
      ...daemonOptions,
      variantOption,
      ...reading,
    ],
    examples: [
      ['seawall metrics', 'help/metrics/example-1'],
      ['seawall metrics --textfile /var/lib/prometheus/node-exporter', 'help/metrics/example-2'],
    ],
    load: () => import('./commands/metrics.ts'),
  },
  {
    name: 'repair',
    about: 'help/repair',
    words: '',
    options: [
      { flags: '--dry-run', about: 'help/repair/dry-run' },
      { flags: '--prune', about: 'help/repair/prune' },
      { flags: '--even-so', about: 'help/repair/even-so' },
      { flags: '--yes', about: 'help/repair/yes' },
      {
        flags: '--before <snapshot>',
        about: 'help/repair/before',
      },
      {
        flags: '--unit [action]',
        about: 'help/repair/unit',
        choices: ['print', 'install'],
      },
      ...daemonOptions,
      variantOption,
      ...densities,
      ...reading.slice(1),
    ],
    examples: [
      ['seawall repair --dry-run', 'help/repair/example-1'],
      ['seawall repair --yes', 'help/repair/example-2'],
    ],
    acts: true,
    load: () => import('./commands/repair.ts'),
  },
  {
    name: 'apply',
    about: 'help/apply',
    words: '',
    options: [
      { flags: '--policy <file>', about: 'help/plan/policy' },
      { flags: '--timeout <time>', about: 'help/apply/timeout' },
      { flags: '--yes', about: 'help/apply/yes' },
      ...densities,
      { flags: '--docker-host <url>', about: 'help/option/docker-host' },
    ],
    examples: [
      ['seawall apply', 'help/apply/example-1'],
      ['seawall apply --timeout 5m --yes', 'help/apply/example-2'],
    ],
    acts: true,
    load: () => import('./commands/apply.ts'),
  },
  {
    name: 'confirm',
    about: 'help/confirm',
    words: '',
    options: [
      { flags: '--extend <time>', about: 'help/confirm/extend' },
      { flags: '--same-session', about: 'help/confirm/same-session' },
    ],
    examples: [
      ['seawall confirm', 'help/confirm/example-1'],
      ['seawall confirm --extend 5m', 'help/confirm/example-2'],
    ],
    acts: true,
    load: () => import('./commands/confirm.ts'),
  },
  {
    name: 'rollback',
    about: 'help/rollback',
    words: '',
    options: [],
    examples: [['seawall rollback', 'help/rollback/example-1']],
    acts: true,
    load: () => import('./commands/rollback.ts'),
  },
  {
    name: 'remove',
    about: 'help/remove',
    words: '',
    options: [{ flags: '--yes', about: 'help/remove/yes' }],
    examples: [['seawall remove', 'help/remove/example-1']],
    acts: true,
    load: () => import('./commands/remove.ts'),
  },
  {
    name: 'capture',
    about: 'help/capture',
    words: '[file]',
    options: [{ flags: '--redact', about: 'help/capture/redact' }, ...reading.slice(1)],
    examples: [
      ['seawall capture host.json', 'help/capture/example-1'],
      ['seawall capture --redact support.json', 'help/capture/example-2'],
    ],
    load: () => import('./commands/capture.ts'),
  },
  {
    name: 'lab',
    about: 'help/lab',
    words: '[experiment]',
    options: [
      { flags: '--dockerd <path>', about: 'help/lab/dockerd' },
      { flags: '--keep <folder>', about: 'help/lab/keep' },
      ...densities,
    ],
    examples: [
      ['seawall lab', 'help/lab/example-1'],
      ['seawall lab flush-and-repair', 'help/lab/example-2'],
      ['seawall lab all --keep captures', 'help/lab/example-3'],
    ],
    tells: true,
    load: () => import('./commands/lab.ts'),
  },
  {
    name: 'schema',
    about: 'help/schema',
    words: '[name]',
    options: [],
    examples: [['seawall schema explain', 'help/schema/example-1']],
    load: () => import('./commands/schema.ts'),
  },
  {
    name: 'completion',
    about: 'help/completion',
    words: '<shell>',
    options: [],
    examples: [['source <(seawall completion bash)', 'help/completion/example-1']],
    load: () => import('./commands/completion.ts'),
  },
]
