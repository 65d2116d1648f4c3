// data: English texts of why iptables-restore stops.
import type { Catalogue } from '#model/messages.ts'

export const enRestore = {
  'restore/built-in': ({ chain }) => `\`${chain}\` is built in: it cannot be renamed or deleted`,
  'restore/chain-exists': ({ chain }) => `there is a chain \`${chain}\` already`,
  'restore/chain-in-use': ({ chain }) => `\`${chain}\` cannot be deleted: it holds rules, or a rule jumps to it`,
  'restore/crash': ({ chain, position }) =>
    `iptables-nft-restore crashes here: rule ${position} of \`${chain}\` comes from this same file, and cannot be replaced in it`,
  'restore/flushed-before': ({ chain }) =>
    `a line \`:${chain}\` above has flushed the rule: iptables-nft-restore still counts it, and the kernel has it no more`,
  'restore/jump-to-built-in': ({ chain }) => `\`${chain}\` is built in: no rule can jump to it`,
  'restore/kernel-refuses': ({ extension, chain }) =>
    `the kernel does not take \`${extension}\` in a rule of \`${chain}\` like this one`,
  'restore/loop': ({ chain }) =>
    `packets would come back to \`${chain}\`, which they have not left: the kernel refuses the loop`,
  'restore/no-chain': ({ chain }) => `there is no chain \`${chain}\` in this table here`,
  'restore/no-commit': ({ table }) => `table \`${table}\` is never committed: nothing of it is loaded`,
  'restore/no-counters': ({ chain }) => `with --counters, \`:${chain}\` needs [packets:bytes]`,
  'restore/no-newline': () => 'iptables-legacy-restore wants a newline behind COMMIT',
  'restore/no-rule': ({ chain }) => `\`${chain}\` has no such rule`,
  'restore/no-rule-at': ({ chain, position }) => `\`${chain}\` has no place ${position}: it has fewer rules`,
  'restore/no-target': ({ target }) => `there is neither a target nor, at this line, a chain \`${target}\``,
  'restore/not-built-in': ({ chain }) => `\`${chain}\` is not built in: it has no policy`,
  'restore/outside-table': () => 'the line stands outside any table',
  'restore/rename-new': ({ chain }) =>
    `\`${chain}\` comes from this same file: iptables-nft-restore cannot rename it in it`,
  'restore/too-deep': ({ chain, deepest }) =>
    `\`${chain}\` is reached through more than ${deepest} chains: nft does not walk further`,
} satisfies Partial<Catalogue>
