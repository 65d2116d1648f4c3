// data: English texts of loading a policy, confirming it and taking it back.
import type { Catalogue } from '#model/messages.ts'

const seconds = (count: string | number | undefined) => `${count ?? 0} ${Number(count) === 1 ? 'second' : 'seconds'}`

export const enApply = {
  'apply/locked': ({ path }) => `another seawall changes the rules: it holds the lock ${path}`,
  'apply/no-undo': () =>
    'no script could be made that brings the present table `inet seawall` back: another program changed it, or another version of nft loaded it',
  'apply/one-waits': ({ left }) =>
    `an earlier apply waits for its confirmation (${seconds(left)} left): run \`seawall confirm\` or \`seawall rollback\` first`,
  'apply/other-rules': () => 'the kernel lists other rules than those that were loaded',
  'apply/refused': ({ said }) => `nft rejected the rules: ${said}`,
  'apply/undone-early': () => 'the time was over before the rules were loaded',
} satisfies Partial<Catalogue>
