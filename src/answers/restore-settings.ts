import type { Family } from '#model/family.ts'
import type { Snapshot } from '#model/snapshot.ts'

/**
 * A setting of netfilter-persistent that is `yes` or not, as the last line that sets it says; undefined: the settings were not read. A
 * version that does not know the setting does not have it.
 */
export function restoreSetting(
  { persistence }: Pick<Snapshot, 'persistence'>,
  family: Family,
  name: 'RESTORE_NOFLUSH' | 'TEST_RULESET',
): boolean | undefined {
  const settings = persistence.find(({ path }) => path === '/etc/default/netfilter-persistent')?.text
  if (settings === undefined) return undefined
  const key = `${family === 'ipv4' ? 'IPTABLES' : 'IP6TABLES'}_${name}`
  const set = settings.split('\n').findLast((line) => line.trim().startsWith(`${key}=`))
  return /=["']?yes["']?\s*(#.*)?$/.test(set ?? '')
}
