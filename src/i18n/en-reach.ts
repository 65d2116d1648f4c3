// data: English texts of which packets reach a rule, and which packets two rulesets treat differently.
import type { Catalogue } from '#model/messages.ts'

export const enReach = {
  'zone-reach/open': ({ from, to }) => `connections from ${from} reach ${to}`,
  'zone-reach/perhaps': ({ from, to }) =>
    `perhaps: whether connections from ${from} reach ${to} depends on a rate limit or on what is not known`,
  'zone-reach/closed': ({ from, to }) => `no connection from ${from} reaches ${to}: none of its addresses gets through`,
  'zone-reach/closed-so-far': ({ from, to }) => `no connection from ${from} reaches ${to}, as far as it was decided`,
  'zone-reach/not-whole': () =>
    'Not decided for every address: there are too many groups of addresses, or a rule asks for a set whose members are not plain addresses.',
  'zone-reach/no-door': ({ to }) => `${to} is no port, address, container or process that is known here`,
  'zone-reach/from': ({ from, more }) => `from ${from}${Number(more) > 0 ? `, and ${more} more` : ''}`,
  'zone-reach/from-every': ({ zone }) => `from every address of ${zone}`,
  'zone-reach/from-others': () => 'from all other addresses',
  'zone-reach/example': ({ packet }) => `For example: ${packet}. A trace says the same.`,
  'zone-reach/example-differs': ({ packet }) => `For example: ${packet}. A trace says something else.`,
  'rule-reach/met': ({ id }) => `packets reach ${id} and match it`,
  'rule-reach/perhaps': ({ id }) =>
    `perhaps: whether a packet reaches ${id} and matches it depends on what is not known`,
  'rule-reach/perhaps-unread': ({ id }) =>
    `perhaps: part of the rules was not read, so it is not known whether a packet reaches ${id} and matches it`,
  'rule-reach/undecided': ({ id }) =>
    `not decided: ${id} is below too many overlapping rules to find out in reasonable time`,
  'rule-reach/no-jump': ({ id }) => `no packet reaches ${id}: no rule jumps to its chain from a built-in chain`,
  'rule-reach/asks-nothing': ({ id }) =>
    `no packet matches ${id}: no packet that enters its chain fits all its conditions`,
  'rule-reach/covered': ({ id, count }) =>
    `no packet reaches ${id} and matches it: ${count === 1 ? 'an earlier rule takes' : `${count} earlier rules together take`} all packets that it asks for`,
  'rule-reach/covers': ({ count }) => (count === 1 ? 'Covered by:' : 'Covered by these rules together:'),
  'rule-reach/packets': () => 'Packets that match it:',
  'rule-reach/open': () => '(perhaps)',
  'rule-reach/more': () => 'and more',
  'rule-reach/example': ({ packet }) => `For example: ${packet}`,
  'rule-reach/confirmed': () => 'A trace of this packet matches the rule.',
  'rule-reach/not-confirmed': () =>
    'A trace of this packet does not match the rule: an earlier chain or routing stops it, or a fact about the host is missing.',
  'reach-diff/same': ({ count }) =>
    `the same: both rulesets treat every packet alike (${count} base ${count === 1 ? 'chain' : 'chains'} compared)`,
  'reach-diff/different': ({ count }) =>
    count === 1
      ? '1 pair of rules treats the same packets differently'
      : `${count} pairs of rules treat the same packets differently`,
  'reach-diff/perhaps': ({ count }) =>
    `perhaps: ${count === 1 ? 'one difference depends' : `${count} differences depend`} on what is not known`,
  'reach-diff/unread': ({ count }) =>
    count === 0
      ? 'perhaps the same: no difference in what was read, but part of the rules was not read'
      : `perhaps: ${count === 1 ? '1 difference' : `${count} differences`}, but part of the rules was not read`,
  'reach-diff/undecided': ({ count }) =>
    `not decided: the rules overlap too much to compare all packets in reasonable time${count ? `; ${count} possible differences so far` : ''}`,
  'reach-diff/before': ({ end }) => `before: ${end}`,
  'reach-diff/after': ({ end }) => `after:  ${end}`,
  'reach-diff/more': ({ count }) => `and ${count} more`,
  'reach-diff/confirmed': () => 'The traces differ.',
  'reach-diff/not-confirmed': () =>
    'The traces end alike: another chain or routing stops this packet, or a fact about the host is missing.',
} satisfies Partial<Catalogue>
