// data: English texts of what the machine refused and of what a capture left out.
import type { Catalogue } from '#model/messages.ts'

const quoted = (said: string | number | undefined) => (said === undefined || said === '' ? '' : `; it said: ${said}`)

export const enHost = {
  'host/not-root': ({ command, said }) => `only root can read the rules; run: \`${command}\`${quoted(said)}`,
  'host/only-root': () => 'only root can change the rules of this host; run it with `sudo`',
  'host/tool-missing': ({ tool }) => `\`${tool}\` is not installed`,
  'host/tool-failed': ({ command, status, said }) =>
    `\`${command}\` failed${status === undefined ? '' : ` with status ${status}`}${quoted(said)}`,
  'host/timeout': ({ command, seconds }) => `\`${command}\` did not finish within ${seconds} seconds and was stopped`,
  'host/too-much-output': ({ command, limit }) => `\`${command}\` printed more than ${limit} bytes, which is the limit`,
  'host/permission-denied': ({ path }) => `permission denied: \`${path}\``,
  'host/unreadable': ({ path, said }) => `cannot read or write \`${path}\`${said ? `: ${said}` : ''}`,
  'host/no-namespace': ({ path, said }) => `there is no network namespace at \`${path}\`${quoted(said)}`,
  'host/no-rules': ({ tools }) => `no program that can read rules is installed: neither nft nor any of ${tools}`,
  'host/docker-unreachable': ({ endpoint, said }) => `no Docker engine responds at ${endpoint}${quoted(said)}`,
  'host/docker-address': ({ address }) =>
    `\`${address}\` is not a supported Docker address: use unix:///PATH or tcp://HOST:PORT (without TLS)`,
  'host/docker-changing': ({ names }) =>
    `${names} started or stopped while the host was read: what is said of it may be out of date`,
  'host/docker-answer': ({ path, endpoint, status, said }) =>
    `the Docker engine at ${endpoint} answered ${path} with status ${status}${quoted(said)}`,
  'host/no-save-tool': ({ tool, tables }) =>
    tables === ''
      ? `\`${tool}\` is not installed`
      : `\`${tool}\` is not installed, and the kernel has rules that only this program can read: ${tables}`,
  'host/no-variant': ({ command }) =>
    `this kernel does not support what \`${command}\` reads, so there are no such rules`,
  'host/table-incompatible': ({ table, family }) =>
    `table ${table} (${family}) was changed with nft in a way that iptables-save cannot show: its rules were not read`,
  'host/not-utf8': ({ command }) => `the output of \`${command}\` is not valid UTF-8: some characters are replaced`,
  'host/unreadable-answer': ({ command, said }) => `the output of \`${command}\` cannot be read${quoted(said)}`,
} satisfies Partial<Catalogue>
