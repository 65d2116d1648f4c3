// data: English texts of what the machine refused and of what a capture left out.
import type { Args } from './text.ts'

const quoted = (said: string | number | undefined) => (said === undefined || said === '' ? '' : `; it said: ${said}`)

export const enHost = {
  'host/not-root': ({ command, said }: Args) =>
    `the kernel shows its rules to root alone; this would work: \`${command}\`${quoted(said)}`,
  'host/tool-missing': ({ tool }: Args) => `\`${tool}\` is not installed`,
  'host/tool-failed': ({ command, status, said }: Args) =>
    `\`${command}\` failed${status === undefined ? '' : ` with status ${status}`}${quoted(said)}`,
  'host/timeout': ({ command, seconds }: Args) =>
    `\`${command}\` did not end within ${seconds} seconds and was stopped`,
  'host/too-much-output': ({ command, limit }: Args) =>
    `\`${command}\` gave more than ${limit} bytes, which is more than is read`,
  'host/permission-denied': ({ path }: Args) => `no permission for \`${path}\``,
  'host/unreadable': ({ path, said }: Args) => `cannot read or write \`${path}\`${said ? `: ${said}` : ''}`,
  'host/no-namespace': ({ path, said }: Args) => `there is no network namespace at \`${path}\`${quoted(said)}`,
  'host/no-rules': ({ tools }: Args) => `nothing here can read rules: neither nft nor any of ${tools} is installed`,
  'host/docker-unreachable': ({ endpoint, said }: Args) => `no Docker engine answers at ${endpoint}${quoted(said)}`,
  'host/docker-address': ({ address }: Args) =>
    `Docker cannot be asked at \`${address}\`: it is not unix:///PATH or tcp://HOST:PORT without TLS`,
  'host/docker-answer': ({ path, endpoint, status, said }: Args) =>
    `the Docker engine at ${endpoint} answered ${path} with status ${status}${quoted(said)}`,
  'host/no-save-tool': ({ tool, tables }: Args) =>
    tables === ''
      ? `\`${tool}\` is not installed`
      : `\`${tool}\` is not installed, and the kernel has rules that only it reads: ${tables}`,
  'host/no-variant': ({ command }: Args) => `this kernel lacks what \`${command}\` reads, so there are no such rules`,
  'host/table-incompatible': ({ table, family }: Args) =>
    `table ${table} (${family}) was changed with nft into a shape that iptables-save passes over: its rules are not among those read`,
  'host/not-utf8': ({ command }: Args) =>
    `what \`${command}\` said is not UTF-8 throughout: some characters are replaced`,
  'host/unreadable-answer': ({ command, said }: Args) => `the answer of \`${command}\` cannot be read${quoted(said)}`,
}
