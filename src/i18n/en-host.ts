// data: English texts of what the machine refused and of what a capture left out.
import type { Catalogue } from '#model/messages.ts'

const quoted = (said: string | number | undefined) => (said === undefined || said === '' ? '' : `; it said: ${said}`)

export const enHost = {
  'host/not-root': ({ command, said }) =>
    `the kernel shows its rules to root alone; this would work: \`${command}\`${quoted(said)}`,
  'host/tool-missing': ({ tool }) => `\`${tool}\` is not installed`,
  'host/tool-failed': ({ command, status, said }) =>
    `\`${command}\` failed${status === undefined ? '' : ` with status ${status}`}${quoted(said)}`,
  'host/timeout': ({ command, seconds }) => `\`${command}\` did not end within ${seconds} seconds and was stopped`,
  'host/too-much-output': ({ command, limit }) =>
    `\`${command}\` gave more than ${limit} bytes, which is more than is read`,
  'host/permission-denied': ({ path }) => `no permission for \`${path}\``,
  'host/unreadable': ({ path, said }) => `cannot read or write \`${path}\`${said ? `: ${said}` : ''}`,
  'host/no-namespace': ({ path, said }) => `there is no network namespace at \`${path}\`${quoted(said)}`,
  'host/no-rules': ({ tools }) => `nothing here can read rules: neither nft nor any of ${tools} is installed`,
  'host/docker-unreachable': ({ endpoint, said }) => `no Docker engine answers at ${endpoint}${quoted(said)}`,
  'host/docker-address': ({ address }) =>
    `Docker cannot be asked at \`${address}\`: it is not unix:///PATH or tcp://HOST:PORT without TLS`,
  'host/docker-answer': ({ path, endpoint, status, said }) =>
    `the Docker engine at ${endpoint} answered ${path} with status ${status}${quoted(said)}`,
  'host/no-save-tool': ({ tool, tables }) =>
    tables === ''
      ? `\`${tool}\` is not installed`
      : `\`${tool}\` is not installed, and the kernel has rules that only it reads: ${tables}`,
  'host/no-variant': ({ command }) => `this kernel lacks what \`${command}\` reads, so there are no such rules`,
  'host/table-incompatible': ({ table, family }) =>
    `table ${table} (${family}) was changed with nft into a shape that iptables-save passes over: its rules are not among those read`,
  'host/not-utf8': ({ command }) => `what \`${command}\` said is not UTF-8 throughout: some characters are replaced`,
  'host/unreadable-answer': ({ command, said }) => `the answer of \`${command}\` cannot be read${quoted(said)}`,
} satisfies Partial<Catalogue>
