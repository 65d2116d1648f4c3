// data: English texts of which packets reach a rule, and which packets two rulesets treat differently.
import type { Catalogue } from '#model/messages.ts'

export const enReach = {
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
