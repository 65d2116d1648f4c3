// data: every command with its options and examples.
import type { CommandEntry, OptionEntry } from './command.ts'

const densities: readonly OptionEntry[] = [
  { flags: '--concise', about: 'one line for each item' },
  { flags: '--full', about: 'everything there is to say' },
]

const reading: readonly OptionEntry[] = [
  { flags: '--family <family>', about: 'family of text that does not tell', choices: ['ipv4', 'ipv6'] },
  { flags: '--as <name>', about: 'the alternative of a script or unit that is read (default: start, up)' },
  { flags: '--netns <name>', about: 'read this network namespace instead of the host itself' },
  { flags: '--docker-host <url>', about: "address of the engine's socket (default: DOCKER_HOST, the docker context)" },
]

const daemonOptions: readonly OptionEntry[] = [
  {
    flags: '--daemon-args <words>',
    about: "the daemon's options, where the source does not tell (`--icc=false --ip6tables`)",
  },
  { flags: '--daemon-json <file>', about: "the daemon's daemon.json, where the source does not tell" },
  {
    flags: '--ip-forward-before <flag>',
    about: 'whether the kernel forwarded before the daemon started',
    choices: ['0', '1'],
  },
]

const variantOption: OptionEntry = {
  flags: '--variant <name>',
  about: 'which iptables the engine uses, where that cannot be found out',
  choices: ['nft', 'legacy'],
}

/** The command table, in the order of the help page. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'explain',
    about: 'say what each rule does, whose it is, what it is for and what breaks without it',
    words: '[source...]',
    options: [
      { flags: '-t, --table <table>', about: 'only this table' },
      { flags: '-c, --chain <chain>', about: 'only this chain (FORWARD, nat/DOCKER, ipv4/filter/INPUT)' },
      { flags: '-r, --rule <rule>', about: "only this rule: an id such as ipv4/filter/FORWARD#1, or the rule's text" },
      { flags: '--concepts [topic]', about: 'explain a concept of iptables instead of rules' },
      ...densities,
      ...reading,
    ],
    examples: [
      ['seawall explain', 'the live host (root)'],
      ['iptables-save | seawall explain - --chain DOCKER-USER', 'one chain of a dump'],
      ["seawall explain '-A DOCKER-USER -i eth0 -p tcp --dport 8080 -j DROP'", 'one rule, pasted'],
    ],
    load: () => import('./commands/explain.ts'),
  },
  {
    name: 'diff',
    about: 'compare two rulesets: what came, went and moved, and why',
    words: '<before> [after]',
    options: [
      {
        flags: '--ignore <owner...>',
        about: 'leave out the changes of an owner: docker, user, ufw, ... (several: docker,ufw)',
      },
      ...densities,
      ...reading,
    ],
    examples: [
      ['seawall diff before.txt after.txt', 'two dumps'],
      ['seawall diff before.json', 'a snapshot with the live host'],
      ['seawall diff before.json after.json --ignore docker', "all but Docker's changes"],
    ],
    load: () => import('./commands/diff.ts'),
  },
  {
    name: 'trace',
    about: 'follow a packet through the rules, and say which rule almost matched',
    words: '[source]',
    options: [
      {
        flags: '--from <end>',
        about:
          'where it comes from: ADDRESS[:PORT], internet, lan, host, container:NAME, network:NAME (default: internet)',
      },
      {
        flags: '--to <end>',
        about: 'where it goes: ADDRESS[:PORT][/PROTOCOL], :PORT on this host, container:NAME[:PORT]',
      },
      { flags: '--in <interface>', about: 'the interface it arrives on (default: from the routes)' },
      { flags: '--out <interface>', about: 'the interface it leaves through, if the routes are not to be asked' },
      { flags: '--proto <protocol>', about: 'its protocol (default: tcp where a port is named, else icmp)' },
      {
        flags: '--set <field=value...>',
        about: 'any other field of the packet: ttl=1, mark=7, tcpflags=ACK, state=ESTABLISHED (may be given again)',
      },
      { flags: '--one-way', about: 'one packet only: neither the answer to it nor what comes after' },
      { flags: '--reply', about: 'show the whole way of the answer too' },
      { flags: '--kernel', about: 'do the same on a real kernel, in a network namespace of its own, and compare' },
      { flags: '--redact', about: 'write fake addresses and names into the file about a difference' },
      {
        flags: '--expect <verdict>',
        about: 'exit with 1 when the verdict is another one; accept: the whole conversation works',
        choices: [
          ...['accept', 'drop', 'reject', 'no-route', 'unknown', 'answer-dropped', 'answer-rejected', 'answer-astray'],
          ...['no-answer', 'refused', 'later-dropped', 'proxy-blocked'],
        ],
      },
      {
        flags: '--cases <file>',
        about: 'a file of expectations, one JSON object a line with `name`, `expect` and a packet',
      },
      { flags: '--packets <file>', about: 'a file with one packet a line as JSON; prints one answer a line' },
      ...densities,
      ...reading,
    ],
    examples: [
      ['seawall trace --from internet --to :8080', 'what a client outside meets'],
      ['seawall trace --from 203.0.113.9 --to 203.0.113.10:10000 host.json', 'on a captured host'],
      ['seawall trace --packets packets.jsonl rules.v4', 'many packets, one answer a line'],
      ['seawall trace --kernel --from internet --to :8080 host.json', 'hold the trace against a real kernel'],
    ],
    load: () => import('./commands/trace.ts'),
  },
  {
    name: 'verify',
    about: 'hold the traces against a real kernel, with packets that reach every rule they can',
    words: '[source]',
    options: [
      { flags: '--redact', about: 'write fake addresses and names into the file about differences' },
      ...densities,
      ...reading,
    ],
    examples: [['seawall verify host.json', 'no root needed; the live rules are never touched']],
    load: () => import('./commands/verify.ts'),
  },
  {
    name: 'fmt',
    about: 'print rules back, as written or as iptables-save would spell them',
    words: '[source]',
    options: [
      { flags: '--canonical', about: 'each rule as iptables-save would spell it once it was loaded' },
      {
        flags: '--dialect <dialect>',
        about: 'whose spelling: VERSION-VARIANT (default: 1.8.9-nft)',
        choices: ['1.8.7', '1.8.9', '1.8.10', '1.8.11'].flatMap((version) => [`${version}-nft`, `${version}-legacy`]),
      },
      ...reading.slice(0, 1),
    ],
    examples: [['seawall fmt --canonical rules.v4', 'the rules of a file as iptables-save would spell them']],
    load: () => import('./commands/fmt.ts'),
  },
  {
    name: 'apply-preview',
    about: 'show what iptables-restore would make of a script, without loading it',
    words: '<script>',
    options: [
      { flags: '--to <ruleset>', about: 'what it would be loaded onto (default: the live host)' },
      { flags: '-n, --noflush', about: 'as `iptables-restore --noflush`' },
      { flags: '--counters', about: 'as `iptables-restore --counters`' },
      {
        flags: '--dialect <dialect>',
        about: 'which iptables-restore: VERSION-VARIANT (default: 1.8.9 of the variant of the ruleset)',
      },
      ...densities,
      ...reading,
    ],
    examples: [['seawall apply-preview rules.v4 --to host.json --noflush', 'what a reload of the file would change']],
    load: () => import('./commands/apply-preview.ts'),
  },
  {
    name: 'predict',
    about: 'print the rules that Docker would write for its networks and containers',
    words: '[source]',
    options: [
      { flags: '--diff <ruleset>', about: 'compare them with these rules, instead of printing them' },
      { flags: '--explain', about: 'explain them, instead of printing them' },
      { flags: '--engine <version>', about: 'the version that will run it (default for a Compose file: 29.1.3)' },
      { flags: '-f, --file <compose...>', about: 'a Compose file, merged over those before it (as in docker compose)' },
      { flags: '--profile <name...>', about: 'a profile of the Compose file to start (as in docker compose)' },
      ...daemonOptions,
      ...densities,
      ...reading,
    ],
    examples: [
      ['seawall predict captured/', 'a folder with the JSON of docker inspect, network inspect and version'],
      ['seawall predict host.json --diff host.json', 'what is missing on a captured host'],
      ['seawall predict compose.yaml', 'what docker compose up would open'],
    ],
    load: () => import('./commands/predict.ts'),
  },
  {
    name: 'status',
    about: "say whether Docker's rules are all there and in place",
    words: '[source]',
    options: [...daemonOptions, variantOption, ...densities, ...reading],
    examples: [
      ['seawall status', 'the live host (root)'],
      ['seawall status host.json', 'a captured host'],
    ],
    load: () => import('./commands/status.ts'),
  },
  {
    name: 'repair',
    about: "put Docker's rules back after a flush, without restarting anything",
    words: '',
    options: [
      { flags: '--dry-run', about: 'only show what would be done' },
      { flags: '--prune', about: "also remove rules of Docker's that nothing is there for any more" },
      { flags: '--even-so', about: "let --prune remove more than a third of Docker's rules" },
      { flags: '--yes', about: 'do not ask' },
      {
        flags: '--before <snapshot>',
        about: "a capture or iptables-save from before the flush: says which rules are lost that are not Docker's",
      },
      {
        flags: '--unit [action]',
        about: 'print a systemd unit that repairs after services that flush, or install it',
        choices: ['print', 'install'],
      },
      ...daemonOptions,
      variantOption,
      ...densities.slice(0, 1),
      ...reading.slice(1),
    ],
    examples: [
      ['seawall repair --dry-run', 'what is missing, and where it goes'],
      ['seawall repair --yes', 'put it back'],
    ],
    acts: true,
    load: () => import('./commands/repair.ts'),
  },
  {
    name: 'capture',
    about: 'read the live host into one JSON snapshot',
    words: '[file]',
    options: [{ flags: '--redact', about: 'replace addresses and names by stable fakes' }, ...reading.slice(1)],
    examples: [
      ['seawall capture host.json', 'all that the other commands ask about a host (root)'],
      ['seawall capture --redact support.json', 'the same with fake addresses and names, to be shown to others'],
    ],
    load: () => import('./commands/capture.ts'),
  },
  {
    name: 'lab',
    about: 'run experiments with a real Docker engine, in network namespaces of their own',
    words: '[experiment]',
    options: [
      { flags: '--dockerd <path>', about: "the engine's program (default: the first dockerd on the PATH)" },
      { flags: '--keep <folder>', about: 'write the captures before and after each step into this folder' },
      ...densities,
    ],
    examples: [
      ['seawall lab', 'the experiments'],
      ['seawall lab flush-and-repair', 'flush everything, repair it, and see that all is as before (root)'],
      ['seawall lab all --keep captures', 'run all of them; `seawall diff captures/pair/1 captures/pair/2` afterwards'],
    ],
    load: () => import('./commands/lab.ts'),
  },
  {
    name: 'schema',
    about: 'print the JSON schema of an answer',
    words: '[name]',
    options: [],
    examples: [['seawall schema explain', 'the schema of `seawall explain --json`']],
    load: () => import('./commands/schema.ts'),
  },
  {
    name: 'completion',
    about: 'print the completion script of a shell',
    words: '<shell>',
    options: [],
    examples: [['source <(seawall completion bash)', 'complete in this shell']],
    load: () => import('./commands/completion.ts'),
  },
]
