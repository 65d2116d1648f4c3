// data: English texts of loading a policy, confirming it and taking it back.
import type { Catalogue } from '#model/messages.ts'

const seconds = (count: string | number | undefined) => `${count ?? 0} ${Number(count) === 1 ? 'second' : 'seconds'}`

export const enApply = {
  'apply/locked': ({ path }) => `another seawall changes the rules: it holds the lock ${path}`,
  'apply/confirmed-already': () => 'the rules are confirmed already',
  'apply/login-local': () =>
    'this is a local login, and the rules were loaded over ssh: it does not show that ssh still works. Confirm from a new ssh login, or add `--same-session`',
  'apply/login-old': () =>
    'this login is older than the rules: it may work only because its connection was already open. Confirm from a new login, or add `--same-session`',
  'apply/login-unknown': () =>
    'it is not known when this login began, so it does not show that a new connection is possible. Confirm from a new ssh login, or add `--same-session`',
  'apply/no-undo': () =>
    'no script could be made that brings the present table `inet seawall` back: another program changed it, or another version of nft loaded it',
  'apply/none-waits': () => 'no rules wait for a confirmation',
  'apply/not-kept': ({ path }) => `the policy before this one is not kept any more (${path})`,
  'apply/nothing-before': () => 'no policy was applied on this host: there is nothing to roll back',
  'apply/one-waits': ({ left }) =>
    `an earlier apply waits for its confirmation (${seconds(left)} left): run \`seawall confirm\` or \`seawall rollback\` first`,
  'apply/other-rules': () => 'the kernel lists other rules than those that were loaded',
  'apply/refused': ({ said }) => `nft rejected the rules: ${said}`,
  'apply/undone-already': () => 'the time was over: the rules from before are back',
  'apply/undone-early': () => 'the time was over before the rules were loaded',
} satisfies Partial<Catalogue>
