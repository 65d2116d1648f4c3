import { setTimeout as sleep } from 'node:timers/promises'
import { answerSchemas } from '#report/answer-schemas.ts'
import { answering } from '#lab/client.ts'
import { describe, expect, test, type TestContext } from 'vitest'
import { requireMachine } from './namespace.ts'
import { createSubject, isBuilt, type Subject } from './subject.ts'
import { type Line, type Watching, watching } from './watching.ts'

const tools = ['dockerd', 'docker', 'nsenter', 'unshare', 'setpriv', 'iptables-nft-save', 'busybox', 'nft']

async function required(ctx: TestContext): Promise<void> {
  await requireMachine(ctx, ...tools)
  if (!isBuilt) ctx.skip('dist/bin/seawall.js is not built: npm run build')
}

const is = (event: string) => (line: Line) => line.event === event

describe('seawall watch', () => {
  let subject: Subject
  let watched: Watching
  const at = () => watched.lines.length

  test('says what is there when it begins', async (ctx) => {
    await required(ctx)
    subject = await createSubject({})
    watched = await watching(subject)
    const count = (await subject.save()).match(/^-A .*/gm)?.length
    expect(count).toBeGreaterThan(5)
    expect(watched.lines[0]?.message).toMatch(/^watching; Docker 20\.10\.24\S*: (\d+) of its \1 rules are in place/)
  })

  test('tells that a container started, how many rules it brought, and that the internet reaches its port', async (ctx) => {
    await required(ctx)
    const from = at()
    await subject.engine.start(['--name', 'web', '-p', '8080:80'], answering(80, 'hello'))
    const { message } = await watched.meets(is('container-started'), 4000, from)
    expect(message).toBe('container web started: +3 rules; opens 8080/tcp to the internet')
  })

  test('names the program and process that added a rule', async (ctx) => {
    await required(ctx)
    const from = at()
    await subject.host('iptables', '-I', 'DOCKER-USER', '-s', '198.51.100.66', '-j', 'DROP')
    const line = await watched.meets(is('rules-changed'), 4000, from)
    expect(line.message).toContain('your rules changed: +1 in ipv4/filter/DOCKER-USER')
    expect(line.by).toHaveLength(1)
    expect(line.by[0]?.program).toBe('iptables')
  })

  const flushes: readonly (readonly [string, readonly string[][], RegExp])[] = [
    ['iptables -F', [['iptables', '-F']], /^iptables$/],
    ['iptables -t nat -F', [['iptables', '-t', 'nat', '-F']], /^iptables$/],
    ['nft flush ruleset', [['nft', 'flush', 'ruleset']], /^nft$/],
    [
      'iptables-restore of an empty table',
      [['sh', '-c', "printf '*filter\\nCOMMIT\\n' | iptables-restore"]],
      /^iptables-restor$/,
    ],
    ['iptables -D of one rule', [['iptables', '-D', 'FORWARD', '-j', 'DOCKER-USER']], /^iptables$/],
    [
      'iptables -X of a chain',
      [
        ['iptables', '-F'],
        ['iptables', '-X'],
      ],
      /^iptables$/,
    ],
  ]

  test.each(flushes)(
    'tells within two seconds that Docker rules are lost by %s, and who did it',
    async (_, commands, who) => {
      if (watched === undefined) return
      const from = at()
      for (const [program = '', ...words] of commands) await subject.host(program, ...words)
      const doneMs = Date.now()
      const line = await watched.meets(is('rules-lost'), 6000, from)
      expect(line.by[0]?.program).toMatch(who)
      expect(line.weight).toBe('alarm')
      expect(line.cameMs - doneMs).toBeLessThan(2000)
      const again = at()
      expect((await subject.seawall('repair', '--yes')).code).toBe(0)
      const back = await watched.meets(is('rules-whole'), 6000, again)
      expect(back.message).toMatch(/^Docker's rules are in place again: (\d+) of \1/)
    },
  )

  test('says that a port is open to the internet when the rule that closed it is gone', async (ctx) => {
    await required(ctx)
    const rule = ['DOCKER-USER', '-i', 'eth0', '-p', 'tcp', '-m', 'conntrack', '--ctorigdstport', '8080', '-j', 'DROP']
    let from = at()
    await subject.host('iptables', '-I', ...rule)
    expect((await watched.meets(is('port-closed'), 4000, from)).message).toBe(
      '8080/tcp is not open to the internet any more by IPv4: web:80',
    )
    from = at()
    await subject.host('iptables', '-D', ...rule)
    expect((await watched.meets(is('port-opened'), 4000, from)).message).toBe(
      '8080/tcp is now open to the internet by IPv4: web:80',
    )
  })

  test('goes on while the engine is gone, and judges again when it is back', async (ctx) => {
    await required(ctx)
    const from = at()
    await subject.engine.restart()
    await watched.meets(is('engine-gone'), 10_000, from)
    await watched.meets(is('judged-again'), 20_000, from)
    await sleep(3000)
    expect(watched.lines.slice(from).filter(({ weight }) => weight === 'alarm')).toEqual([])
  })

  test('ends in order, and each line fits its schema', async (ctx) => {
    await required(ctx)
    for (const { cameMs: _, ...line } of watched.lines) answerSchemas['watch-event'].parse(line)
    expect(await watched.end('SIGINT')).toBe(130)
  })
})
