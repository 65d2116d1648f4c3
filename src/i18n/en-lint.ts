// data: English texts of the linter. Rules in the order of their names.
import type { Catalogue } from '#model/messages.ts'

const who = (name: unknown) =>
  name === 'internet'
    ? 'the internet'
    : name === 'zone'
      ? 'the LAN'
      : name === 'container'
        ? 'containers'
        : name === 'nobody'
          ? 'no one'
          : 'unknown'

const list = (words: string) =>
  words
    .split(' ')
    .filter((word) => word !== '')
    .join(', ')

export const enLint = {
  'check/allowed': ({ count }) => `${count} allowed by comments`,
  'check/fails': ({ fails, who: reacher, conditional }) => {
    const seen =
      fails === 'neither'
        ? 'changes no packet now'
        : `fails ${fails}, ${fails === 'open' ? 'reachable from' : 'cuts off'}: ${who(reacher)}`
    return conditional ? `${seen}; only if what was not read is so` : seen
  },
  'check/fix': ({ reach }) =>
    `fix known: it ${reach === 'same' ? 'changes no reach' : reach === 'opens' ? 'opens ways for packets' : 'closes ways for packets'}`,
  'check/head': ({ errors, warnings, notes, rules, sources }) => {
    const counts = [
      [errors, 'error'],
      [warnings, 'warning'],
      [notes, 'note'],
    ] as const
    const said = counts
      .filter(([count]) => Number(count) > 0)
      .map(([count, word]) => `${count} ${word}${count === 1 ? '' : 's'}`)
    return `${said.length === 0 ? 'nothing found' : said.join(', ')} in ${rules} rules of ${sources} ${sources === 1 ? 'source' : 'sources'}`
  },
  'check/no-files': ({ names }) => `no file of rules, unit, script or Compose file in ${names}`,
  'check/no-rule': ({ id }) => `the linter has no rule \`${id}\``,
  'check/packet': ({ protocol, from, device, to, port, state, by }) =>
    `${protocol} ${from ? `${from} ` : ''}to ${to || 'this host'}:${port}${device ? ` by ${device}` : ''}: ${state}${by ? ` (${by})` : ''}`,
  'check/packet-is': ({ packet }) => `packet: ${packet}`,
  'check/rules': ({ names }) => `the rules: ${names}`,
  'check/unread': ({ names, count }) =>
    `not everything could be read in ${list(String(names).replaceAll('\n', ' '))}: there may be more than ${count === 0 ? 'nothing' : 'this'}`,
  'check/explain': ({ id }) => `more: seawall explain ${id}`,
  'lint/declaration-empties-chain': ({ chain }) => `\`:${chain} -\` empties Docker's chain ${chain} at each load`,
  'lint-about/declaration-empties-chain': () =>
    "a declaration of one of Docker's chains, which empties it although --noflush is given",
  'lint-help/declaration-empties-chain': ({ chains }) =>
    `omit the ${String(chains).includes(' ') ? 'lines' : 'line'}: Docker creates and fills ${list(String(chains))} itself`,
  'lint/docker-rules-in-saved-file': ({ count }) =>
    `${count} ${count === 1 ? 'rule that Docker wrote is' : 'rules that Docker wrote are'} in a file that is loaded at boot`,
  'lint-about/docker-rules-in-saved-file': () =>
    "Docker's own rules in a saved file: they name old addresses and bridges",
  'lint-help/docker-rules-in-saved-file': () =>
    'keep only your own rules in the file: `seawall save` writes them; Docker writes its rules when it starts',
  'lint/drop-before-established': ({ chain }) => `${chain} drops answers to connections that containers began`,
  'lint-about/drop-before-established': () => 'a DROP of packets from outside before ESTABLISHED packets are accepted',
  'lint-help/drop-before-established': ({ chain }) =>
    `put before it: -A ${chain} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
  'lint/published-port-after-dnat': ({ does, port, to, container, chain }) =>
    to
      ? `${chain} asks for port ${port}, but DNAT has replaced it by ${to}${container ? ` (${container})` : ''}: the rule ${does === 'closes' ? 'does not close' : 'does not open'} port ${port}`
      : `${chain} sees the port of the container: if ${port} is a published port with another container port, the rule ${does === 'closes' ? 'does not close' : 'does not open'} it`,
  'lint-about/published-port-after-dnat': () =>
    'a rule for forwarded packets that asks for the published port, which DNAT has replaced',
  'lint-help/original-port': ({ port }) =>
    `ask for the original port: -m conntrack --ctorigdstport ${port} --ctdir ORIGINAL`,
  'lint-place/container-port': ({ port }) => `the port here is that of the container: ${port}`,
  'lint-place/rewritten': ({ port, to }) => `port ${port} is replaced by ${to} here, before`,
  'lint/restore-flushes-docker': ({ how, tables }) =>
    how === 'restore'
      ? `loading this file deletes Docker's rules in ${list(String(tables))}`
      : how === 'nft'
        ? "this deletes all rules of the host, Docker's too"
        : "this deletes Docker's rules",
  'lint-about/restore-flushes-docker': () => "a command or file that deletes Docker's chains or tables",
  'lint-help/restore-flushes-docker': ({ how }) =>
    how === 'restore'
      ? 'load it with `iptables-restore --noflush` (IPTABLES_RESTORE_NOFLUSH=yes for netfilter-persistent), with your rules in chains of your own that the file flushes itself'
      : how === 'nft'
        ? 'delete only your own table: `table inet NAME` and `delete table inet NAME` before its definition'
        : 'flush only chains of your own, by name; `seawall repair` puts Docker’s rules back',
  'lint/useless-allowance': ({ rule, why, date }) =>
    why === 'unknown'
      ? `the comment allows \`${rule}\`, which is no rule of the linter`
      : why === 'reason'
        ? `the comment allows ${rule} without a reason, so it allows nothing`
        : why === 'expired'
          ? `the comment allowed ${rule} until ${date}`
          : `the comment allows ${rule}, which finds nothing here`,
  'lint-about/useless-allowance': () => 'a comment that allows a finding which does not occur, or no longer may',
} satisfies Partial<Catalogue>
