// data: English texts of why iptables-restore stops.
import type { Catalogue } from '#model/messages.ts'

export const enRestore = {
  'restore/built-in': ({ chain }) => `\`${chain}\` is a built-in chain: it cannot be renamed or deleted`,
  'restore/chain-exists': ({ chain }) => `chain \`${chain}\` already exists`,
  'restore/chain-in-use': ({ chain }) => `\`${chain}\` cannot be deleted: it contains rules, or a rule jumps to it`,
  'restore/crash': ({ chain, position }) =>
    `iptables-nft-restore crashes here: rule ${position} of \`${chain}\` was added by this file and cannot be replaced in it`,
  'restore/flushed-before': ({ chain }) =>
    `a line \`:${chain}\` above has flushed the rule: iptables-nft-restore still counts it, but it is no longer in the kernel`,
  'restore/jump-to-built-in': ({ chain }) => `\`${chain}\` is a built-in chain: no rule can jump to it`,
  'restore/kernel-refuses': ({ extension, chain }) =>
    `the kernel rejects \`${extension}\` in a rule of \`${chain}\` like this one`,
  'restore/loop': ({ chain }) =>
    `packets would return to \`${chain}\` before they have left it: the kernel rejects the loop`,
  'restore/no-chain': ({ chain }) => `chain \`${chain}\` does not exist in this table here`,
  'restore/no-commit': ({ table }) => `table \`${table}\` has no COMMIT: it is not loaded`,
  'restore/no-counters': ({ chain }) => `with --counters, \`:${chain}\` needs [packets:bytes]`,
  'restore/no-newline': () => 'iptables-legacy-restore needs a newline after COMMIT',
  'restore/no-rule': ({ chain }) => `\`${chain}\` has no such rule`,
  'restore/no-rule-at': ({ chain, position }) => `\`${chain}\` has no rule ${position}: it has fewer rules`,
  'restore/no-target': ({ target }) => `there is no target \`${target}\`, and no chain of that name at this line`,
  'restore/not-built-in': ({ chain }) => `\`${chain}\` is not a built-in chain: it has no policy`,
  'restore/outside-table': () => 'the line is outside any table',
  'restore/rename-new': ({ chain }) =>
    `\`${chain}\` was made by this file: iptables-nft-restore cannot rename it in the same file`,
  'restore/too-deep': ({ chain, deepest }) =>
    `\`${chain}\` is reached through more than ${deepest} chains: nft does not go deeper`,
} satisfies Partial<Catalogue>
