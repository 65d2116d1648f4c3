import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { answerSave } from '#answers/save-answer.ts'
import { say } from '#i18n/catalogue.ts'
import type { Variant } from '#model/family.ts'
import { savedRulesText } from '#report/saved-rules-text.ts'
import { readTextFile } from '#snapshots/live.ts'
import { textSnapshot } from '#snapshots/read-snapshot.ts'
import { createNamespace, type Namespace, requireMachine } from './namespace.ts'

const host = (name: string) => fileURLToPath(new URL(`../cases/hosts/${name}/iptables-save.txt`, import.meta.url))

// A chain and a rule of the host's own in INPUT, beside the rules of a real engine and those in DOCKER-USER.
const own = `*filter
:MINE - [0:0]
-P INPUT DROP
-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT
-A INPUT -j MINE
-A MINE -p icmp -j ACCEPT
-I DOCKER-USER -s 198.51.100.9/32 -j DROP
COMMIT
`

/** The rules as the tool prints them, without counters and dates. */
async function rulesIn(place: Namespace, variant: Variant): Promise<string> {
  const { stdout } = await place.run([`iptables-${variant}-save`])
  return stdout.replace(/^#.*\n/gm, '').replace(/ \[\d+:\d+\]$/gm, '')
}

async function loaded(place: Namespace, variant: Variant, name: string): Promise<string> {
  const restore = `iptables-${variant}-restore`
  await place.run([restore], { stdin: await readTextFile(host(name)) })
  await place.run([restore, '--noflush'], { stdin: own })
  return rulesIn(place, variant)
}

describe.each(['nft', 'legacy'] as const)('with iptables-%s', (variant) => {
  describe.each(['user-rules-20.10.24', 'redis-29.1.3'])('on the host %s', (name) => {
    test('saved rules change nothing, as often as they are loaded; without --noflush only a file with all rules does not', async (ctx) => {
      await requireMachine(ctx, `iptables-${variant}-restore`)
      const place = await createNamespace('save')
      const restore = `iptables-${variant}-restore`
      const before = await loaded(place, variant, name)
      const { stdout: dump } = await place.run([`iptables-${variant}-save`])
      const file = (all: boolean) => {
        const [saved] = answerSave(textSnapshot('rules', dump), { all })
        return saved === undefined ? '' : savedRulesText(say, saved)
      }
      for (const way of [['--noflush'], ['--noflush']]) await place.run([restore, ...way], { stdin: file(false) })
      expect(await rulesIn(place, variant)).toBe(before)
      for (const way of [[], ['--noflush'], []]) {
        await place.run([restore, ...way], { stdin: file(true) })
        expect(await rulesIn(place, variant)).toBe(before)
      }
      // Why the own rules alone cannot be loaded without --noflush: the flush comes before the first line of the table.
      await place.run([restore], { stdin: file(false) })
      const after = await rulesIn(place, variant)
      expect(after).toContain('-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT')
      expect(after).not.toContain('-A FORWARD -j DOCKER-USER')
    })
  })
})
