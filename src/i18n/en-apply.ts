// data: English texts of loading a policy, confirming it and taking it back.
import type { Catalogue } from '#model/messages.ts'

const seconds = (count: string | number | undefined) => `${count ?? 0} ${Number(count) === 1 ? 'second' : 'seconds'}`

const inKernel = (kernel: string | number | undefined) =>
  ({
    applied: 'in the kernel',
    attempt: 'not in the kernel: rules that wait for a confirmation are',
    other: 'NOT in the kernel: the table `inet seawall` has other rules',
    nothing: 'NOT in the kernel',
  })[String(kernel)] ?? 'not known'

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
  'apply/at-boot': () => 'seawall-policy.service loads them at boot, and after each service that flushes rules.',
  'apply/by-hand': ({ command }) =>
    `There is no systemd on this host. Have this command run at boot, before the network is up: ${command}`,
  'apply/confirmed': () => 'Confirmed: the rules stay.',
  'apply/emptied': () =>
    'There was no policy before: the kernel holds no rules of Seawall now, and none are loaded at boot.',
  'apply/extended': ({ seconds: left }) => `The undo waits ${seconds(left)} more. The rules are not confirmed yet.`,
  'apply/kernel-new': () =>
    'The kernel still holds the new rules. The undo tries again each second; `seawall status` shows when it has succeeded.',
  'apply/kernel-restored': () => 'The kernel holds the rules from before again.',
  'apply/kernel-unchanged': () => 'Nothing was changed.',
  'apply/kernel-unknown': () =>
    'It is not known which rules the kernel holds: look with `nft list table inet seawall`, and run `seawall rollback`.',
  'apply/loaded': () => 'Loaded, read back and correct. Rules of Docker and of other programs were not changed.',
  'apply/not-at-boot': ({ said }) => `They are NOT loaded at boot: ${said}. Run \`seawall confirm\` again.`,
  'apply/open-stay': () => 'Connections that are open stay open.',
  'apply/read-back': () => 'They were read back and are correct.',
  'apply/remove-question': () =>
    "Remove the policy of Seawall from the kernel and from the boot? Everything that only it closed is open then. Only 'yes' is accepted: ",
  'apply/removed': () => 'Removed: the rules, the units and the files of Seawall. Your policy file is still there.',
  'apply/rolled-back': () => 'The rules from before the last apply are back.',
  'apply/said-failing': () =>
    'Seawall: the rules of `seawall apply` were not confirmed, and the rules from before could not be loaded so far. It tries again each second.',
  'apply/said-undone': ({ seconds: left }) =>
    `Seawall: the rules of \`seawall apply\` were not confirmed in ${seconds(left)}. The rules from before are back.`,
  'apply/same': () => 'The kernel holds these rules already, and they are loaded at boot. Nothing was changed.',
  'apply/same-session': () =>
    'confirmed from a login that is older than the rules: this does not show that a new connection is possible. Open one before you close this one.',
  'apply/cut': ({ count }) =>
    `${count === 1 ? '1 connection that the policy refuses was' : `${count} connections that the policy refuses were`} ended.`,
  'apply/not-cut': ({ said }) => `the connections that the policy refuses were NOT ended: ${said}`,
  'apply/state': ({ path, at, kernel, boot, file }) =>
    `Policy ${path}: confirmed at ${at}, ${inKernel(kernel)}, ${boot === 'yes' ? 'loaded at boot' : 'NOT loaded at boot'}${
      file === 'changed' ? '; the file was changed since' : file === 'missing' ? '; the file is missing' : ''
    }.`,
  'apply/state-attempt': ({ state, left }) =>
    state === 'waiting'
      ? `An apply waits for \`seawall confirm\`: ${seconds(Math.max(0, Number(left)))} left.`
      : state === 'undoing'
        ? 'An apply was not confirmed, and its undo has not ended. Run `seawall rollback`.'
        : 'The last apply was not confirmed: the rules from before came back.',
  'apply/state-none': ({ kernel }) =>
    kernel === 'nothing'
      ? 'No policy is confirmed on this host.'
      : 'No policy is confirmed on this host, but the kernel has a table `inet seawall`.',
  'apply/step-back': () => 'Back at once: `sudo seawall rollback`.',
  'apply/step-confirm': () => '2. There, run `sudo seawall confirm`: the rules stay, also after a reboot.',
  'apply/step-login': () => '1. Leave this terminal open, and log in once more: a new ssh connection.',
  'apply/step-more': () => 'More time: `sudo seawall confirm --extend 5m`.',
  'apply/undo-armed': ({ seconds: left, by }) =>
    `In ${seconds(left)} the rules from before come back, unless you confirm (${
      by === 'systemd' ? 'a timer of systemd does it' : 'a process of its own does it'
    }, whatever becomes of this terminal).`,
  'apply/undone': () => 'Not confirmed in time: the rules from before are back.',
  'usage/apply-yes': () => '`seawall apply --yes` does not ask',
  'usage/bad-duration': ({ value }) => `\`${value}\` is not a duration`,
  'usage/durations': ({ least, most }) => `for example 90s, 5m or 1h; from ${least} to ${most}`,
  'usage/remove-yes': () => '`seawall remove --yes` does not ask',
} satisfies Partial<Catalogue>
