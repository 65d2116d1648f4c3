import type { Family, Variant } from '#model/family.ts'
import type { Host } from './host.ts'
import { legacyTables, saveProgram } from './rules.ts'

const families: readonly Family[] = ['ipv4', 'ipv6']

/**
 * Tells whether rules changed that nobody announces: those of iptables-legacy, and with `nft` those of iptables-nft too. It
 * costs a program for each family whose tables are loaded, so it finds the programs once.
 */
export class RulesPoll {
  readonly #host: Host
  readonly #programs = new Map<string, string | undefined>()
  #before: string | undefined

  constructor(host: Host) {
    this.#host = host
  }

  /** Whether they differ from the last time. Faults: those of the host. */
  async differs(nft: boolean): Promise<boolean> {
    const texts: string[] = []
    for (const family of families) {
      const tables = await legacyTables(this.#host, family)
      if (tables.length > 0) texts.push(await this.#text(family, 'legacy'))
      if (nft) texts.push(await this.#text(family, 'nft'))
    }
    const text = texts.join('\n')
    const differs = this.#before !== undefined && this.#before !== text
    this.#before = text
    return differs
  }

  async #text(family: Family, variant: Variant): Promise<string> {
    const key = `${family} ${variant}`
    if (!this.#programs.has(key)) this.#programs.set(key, await saveProgram(this.#host, family, variant))
    const program = this.#programs.get(key)
    if (program === undefined) return ''
    const { stdout } = await this.#host.run([program])
    // Dates, and the counters of policies.
    return stdout.replace(/^#.*\n/gm, '').replace(/ \[\d+:\d+\]$/gm, '')
  }
}
