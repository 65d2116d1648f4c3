import type { Subject } from './subject.ts'

const setting = /"firewall-backend"\s*:\s*"nftables"|--firewall-backend[= ]nftables/

/** Whether the engine writes its rules with nftables: it says so itself, or a file tells it to. */
export function usesNftables({ docker, texts }: Subject): boolean {
  if (docker?.firewallBackend?.startsWith('nftables') === true) return true
  return texts.some(({ kind, source }) => (kind === 'daemon' || kind === 'unit') && setting.test(source.text))
}
