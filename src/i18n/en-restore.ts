// data: English texts of why iptables-restore stops.
import type { Args } from './text.ts'

export const enRestore = {
  'restore/built-in': ({ chain }: Args) => `\`${chain}\` is built in: it cannot be renamed or deleted`,
  'restore/chain-exists': ({ chain }: Args) => `there is a chain \`${chain}\` already`,
  'restore/chain-in-use': ({ chain }: Args) => `\`${chain}\` cannot be deleted: it holds rules, or a rule jumps to it`,
  'restore/crash': ({ chain, position }: Args) =>
    `iptables-nft-restore crashes here: rule ${position} of \`${chain}\` comes from this same file, and cannot be replaced in it`,
  'restore/flushed-before': ({ chain }: Args) =>
    `a line \`:${chain}\` above has flushed the rule: iptables-nft-restore still counts it, and the kernel has it no more`,
  'restore/jump-to-built-in': ({ chain }: Args) => `\`${chain}\` is built in: no rule can jump to it`,
  'restore/kernel-refuses': ({ extension, chain }: Args) =>
    `the kernel does not take \`${extension}\` in a rule of \`${chain}\` like this one`,
  'restore/loop': ({ chain }: Args) =>
    `packets would come back to \`${chain}\`, which they have not left: the kernel refuses the loop`,
  'restore/no-chain': ({ chain }: Args) => `there is no chain \`${chain}\` in this table here`,
  'restore/no-commit': ({ table }: Args) => `table \`${table}\` is never committed: nothing of it is loaded`,
  'restore/no-counters': ({ chain }: Args) => `with --counters, \`:${chain}\` needs [packets:bytes]`,
  'restore/no-newline': () => 'iptables-legacy-restore wants a newline behind COMMIT',
  'restore/no-rule': ({ chain }: Args) => `\`${chain}\` has no such rule`,
  'restore/no-rule-at': ({ chain, position }: Args) => `\`${chain}\` has no place ${position}: it has fewer rules`,
  'restore/no-target': ({ target }: Args) => `there is neither a target nor, at this line, a chain \`${target}\``,
  'restore/not-built-in': ({ chain }: Args) => `\`${chain}\` is not built in: it has no policy`,
  'restore/outside-table': () => 'the line stands outside any table',
  'restore/rename-new': ({ chain }: Args) =>
    `\`${chain}\` comes from this same file: iptables-nft-restore cannot rename it in it`,
  'restore/too-deep': ({ chain, deepest }: Args) =>
    `\`${chain}\` is reached through more than ${deepest} chains: nft does not walk further`,
}
