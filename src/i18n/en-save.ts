// data: English texts of saved files and of what is said when one is written.
import type { Catalogue } from '#model/messages.ts'

const rules = (count: string | number | undefined) => `${count ?? 0} ${Number(count) === 1 ? 'rule' : 'rules'}`

const familyName = (family: string | number | undefined) => (family === 'ipv6' ? 'IPv6' : 'IPv4')

const variantName = (variant: string | number | undefined) => (variant ? ` (${variant})` : '')

export const enSave = {
  'save/head': ({ family, variant, tool, setting }) =>
    `${familyName(family)}${variantName(variant)}: the rules of this host's own. Written by \`seawall save\`.
Load it with \`${tool} --noflush\`, as often as you like: it replaces
its own rules and does not change those of Docker and of other programs.
netfilter-persistent: set ${setting}=yes in
/etc/default/netfilter-persistent.`,
  'save/head-all': ({ family, variant, tool }) =>
    `${familyName(family)}${variantName(variant)}: all rules of this host as they are now, those of Docker and of
other programs included. Written by \`seawall save --all\`.
Load it with \`${tool}\`, with or without --noflush.
It is out of date as soon as a container starts, stops or gets another
address: save again before you load it.`,
  'save/flushes': ({ tables, tool }) =>
    `Do not load it without --noflush while Docker runs: ${tool} then empties
these tables first: ${tables}.`,
  'save/nothing': () => 'This host has no rules of its own here: loading this file changes nothing.',
  'save/sets': ({ sets }) => `Before it is loaded, these ipsets must exist: ${sets} (\`ipset save\`).`,
  'save/others': ({ owner, count }) => `${rules(count)} of ${owner}`,
  'save/left': () => '\nLeft out:',
  'save/left-other-owner': ({ table, count, owner }) =>
    `${table}: ${rules(count)} of ${owner}, which writes them itself.`,
  'save/left-shared-chain': ({ table, chain, count, owner }) =>
    `${table} ${chain}: ${rules(count)} of yours, in a chain into which ${owner} writes
rules too: each load with --noflush would add them again. Run instead:`,
  'save/left-needs-chain': ({ table, chain, count, to }) =>
    `${table} ${chain}: ${rules(count)} of yours, with a jump to chain ${to}, which this file
does not create. Run instead:`,
  'save/left-unread': ({ table, chain, count }) =>
    `${table} ${chain}: ${rules(count)} of yours, in a chain that could not be read in full.`,
  'save/yours-left': ({ family, table, chain, count, reason }) =>
    `${familyName(family)} ${table} ${chain}: ${rules(count)} of yours left out: ${
      {
        'shared-chain': 'other programs have rules in this chain',
        'needs-chain': 'it jumps to a chain of another program',
        unread: 'it could not be read in full',
      }[String(reason)] ?? reason
    }. The file has commands for them.`,
  'save/plain-reload': ({ family, setting }) =>
    `netfilter-persistent of this host loads ${familyName(family)} rules without --noflush, which empties the tables first. Set ${setting}=yes in /etc/default/netfilter-persistent.`,
  'save/two-variants': ({ other, family }) =>
    `${familyName(family)} rules of ${other} are loaded too and are not in the file: \`--variant ${other}\` saves them`,
  'save/written': ({ path, count }) => `${path}: ${rules(count)} written.`,
  'save/overwrite': ({ path }) => `${path} exists. Overwrite it? Only \`yes\` is accepted: `,
  'usage/save-exists': ({ path }) => `${path} exists and was not overwritten`,
  'usage/save-exists-help': () => '`--yes` overwrites it',
  'usage/save-target': () => '`--output` and `--directory` exclude each other',
} satisfies Partial<Catalogue>
