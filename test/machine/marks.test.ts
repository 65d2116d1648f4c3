import { expect, test } from 'vitest'
import { meaning } from '#lowered/meaning.ts'
import type { Effect } from '#model/effect.ts'
import { defaultDialect } from '#model/family.ts'
import { finishLine } from '#syntax/line/finish-line.ts'
import { readLine } from '#syntax/line/line-reader.ts'
import { restoreWords } from '#syntax/line/words.ts'
import { createNamespace, requireMachine } from './namespace.ts'

interface Marks {
  readonly mark: number
  readonly connmark: number
}

const before: Marks = { mark: 0xa5a5c3f0, connmark: 0x0ff0a5c3 }

const changes = [
  'MARK --set-mark 1',
  'MARK --set-mark 0x5a/0xf0',
  'MARK --set-xmark 0x5a/0xf0',
  'MARK --set-xmark 0xffff/0x0',
  'MARK --and-mark 0xff00ff',
  'MARK --or-mark 0xf00f',
  'MARK --xor-mark 0xffff0000',
  'CONNMARK --set-mark 7/1',
  'CONNMARK --set-xmark 0xff/0xf0 --mask 0xf000',
  'CONNMARK --mask 0xf --set-mark 0x11',
  'CONNMARK --and-mark 0xf0f0f0f0',
  'CONNMARK --or-mark 3 --ctmask 0xff',
  'CONNMARK --xor-mark 0xffffffff',
  'CONNMARK --save-mark',
  'CONNMARK --save-mark --mask 0xffff',
  'CONNMARK --save-mark --nfmask 0xff --ctmask 0xf00f',
  'CONNMARK --restore-mark',
  'CONNMARK --restore-mark --nfmask 0xffff0000 --ctmask 0xff00ff',
]

function effectOf(target: string): Effect {
  const text = `-A OUTPUT -j ${target}`
  const context = { origin: { name: 'rule', text }, family: 'ipv4', dialect: defaultDialect, diagnostics: [] } as const
  const line = readLine(restoreWords(text, 0, text.length), 0, { ...context, diagnostics: [] })
  const statement = finishLine(line, { start: 0, end: text.length }, undefined, { ...context, diagnostics: [] })
  if (statement?.kind !== 'rule' || statement.rules[0] === undefined) throw new Error(`refused: ${target}`)
  return meaning(statement.rules[0], 'ipv4', () => false).effect
}

function after(effect: Effect): Marks {
  if (effect.kind !== 'mark') throw new Error(`no change of a mark: ${effect.kind}`)
  const { field, change, copy } = effect
  const other = field === 'mark' ? before.connmark : before.mark
  const taken = copy === undefined ? change.value : other & change.value
  return { ...before, [field]: ((before[field] & ~change.mask) ^ taken) >>> 0 }
}

test.for(['iptables-nft', 'iptables-legacy'])(
  'marks become in the kernel what we say they do (%s)',
  async (backend, ctx) => {
    await requireMachine(ctx, `${backend}-restore`, `${backend}-save`, 'busybox')
    const host = await createNamespace()
    const rules = changes.flatMap((target, index) => {
      const { mark, connmark } = after(effectOf(target))
      return [
        `-A OUTPUT -j MARK --set-xmark ${before.mark}/0xffffffff`,
        `-A OUTPUT -j CONNMARK --set-xmark ${before.connmark}/0xffffffff`,
        `-A OUTPUT -j ${target}`,
        `-A OUTPUT -m mark --mark ${mark} -m connmark --mark ${connmark} -m comment --comment case-${index}`,
      ]
    })
    await host.run([`${backend}-restore`], { stdin: ['*mangle', ...rules, 'COMMIT', ''].join('\n') })
    await host.run(['busybox', 'ping', '-c', '1', '-W', '2', '127.0.0.1'])
    const { stdout } = await host.run([`${backend}-save`, '-c', '-t', 'mangle'])
    const missed = changes.filter((_, index) => !new RegExp(`^\\[[1-9]\\d*:.*case-${index}$`, 'm').test(stdout))
    expect(missed).toEqual([])
  },
)
