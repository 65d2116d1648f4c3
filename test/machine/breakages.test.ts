import { answering, untilAnswered } from '#lab/client.ts'
import { addresses } from '#lab/scene.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { breakages } from './breakages.ts'
import { requireMachine } from './namespace.ts'
import { type StatusJson, wrongAnswers } from './service-judge.ts'
import { answeringUdp, createSubject, isBuilt, type Subject, udpOptions } from './subject.ts'

const tools = ['dockerd', 'docker', 'nsenter', 'unshare', 'setpriv', 'iptables-nft-save', 'busybox', 'ip', 'nft', 'ss']
const ipv6 = ['--experimental', '--ip6tables', '--ipv6', '--fixed-cidr-v6', 'fd00:d0c::/64']
const words = { web: 'web', db: 'db', dns: 'got ping', loop: 'loop' }
// As `answeringUdp`, for both families.
const bothFamilies = answeringUdp(53).map((word) => word.replace('udp4', 'udp6'))
// `1`: all of them; `most`: all but the rare ones.
const wished = process.env.SEAWALL_ALL_BREAKAGES
const isLong = wished === '1'
const tried = breakages.filter(({ isShort, isRare }) => isShort || isLong || (wished === 'most' && !isRare))

// The judge is a client of each zone: status is compared with what it meets, before and after the repair.
describe('a host that was broken', () => {
  let subject: Subject
  const folder = mkdtempSync(join(tmpdir(), 'seawall-test-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** Lines of a shell, one after the other; those of docker go to the engine. */
  const run = async (lines: string) => {
    for (const line of lines.split(/; (?=docker )|(?<=docker [^;]*); /)) {
      const argv = line.trim().split(' ')
      if (argv[0] === 'docker') await subject.engine.docker(argv.slice(1))
      else await subject.host('sh', '-c', line.replaceAll('$T', folder))
    }
  }
  const status = async () => {
    const { out, code } = await subject.seawall('status', '--json')
    return { said: JSON.parse(out) as StatusJson, code }
  }
  /** What status says and a client meets otherwise; what is dead. Every verdict but `dead` means that nothing is. */
  const judged = async () => {
    const { said, code } = await status()
    const { wrong, dead } = await wrongAnswers(subject, said, words)
    return { wrong, dead, code, verdict: said.verdict }
  }
  const untilWell = async () => {
    for (const address of [addresses.host.ipv4, addresses.host.ipv6])
      await untilAnswered(subject.scene.outside, address, 8080)
  }

  beforeEach(async (ctx) => {
    await requireMachine(ctx, ...tools)
    if (!isBuilt) ctx.skip('dist/bin/seawall.js is not built: npm run build')
    if (subject !== undefined) return
    subject = await createSubject({ args: ipv6 })
    const { engine, scene } = subject
    await engine.start(['--name', 'web', '-p', '8080:80'], answering(80, 'web'))
    await engine.start(['--name', 'db', '-p', '127.0.0.1:7001:7001'], answering(7001, 'db'))
    await engine.start(['--name', 'dns', '-p', '5353:53/udp', ...udpOptions], bothFamilies)
    const server = 'busybox nc -ll -p 9 -e /bin/busybox echo hello >/dev/null 2>&1 </dev/null &'
    await scene.outside.run(['sh', '-c', server])
    await untilWell()
  })

  test.each(tried)(
    '$name: status is what clients meet, and repair mends it or says what is left with 4',
    async ({ breaks, after, isHarmless }) => {
      await run(breaks)
      const broken = await judged()
      expect.soft(broken.wrong, 'after the breakage').toEqual([])
      expect.soft(broken.code === 0, 'status after the breakage ends with 0').toBe(isHarmless === true)
      const repair = await subject.seawall('repair', '--yes')
      const left = await judged()
      expect.soft(left.wrong, 'after the repair').toEqual([])
      const isMended = left.dead.length === 0
      if (!isMended) expect.soft([repair.code, left.verdict], repair.out).toEqual([4, 'dead'])
      if (isMended) expect.soft([repair.code, repair.out], 'the repair').toEqual([0, expect.anything()])
      // The commands that status names help.
      for (let rounds = 0; rounds < 4; rounds++) {
        const { out, code } = await subject.seawall('status')
        const command = /^ {2}Run: ((?:ip|sysctl|docker start) .*)$/m.exec(out)?.[1]
        if (code === 0 || command === undefined) break
        await run(command)
      }
      if (after !== undefined) await run(after)
      await untilWell()
      expect.soft(await judged(), 'at the end').toEqual({ wrong: [], dead: [], code: 0, verdict: 'ok' })
    },
  )
})

if (isLong)
  test('an engine that leaves IP forwarding off by its option: what is dead is named with the reason and the command', async (ctx) => {
    await requireMachine(ctx, ...tools)
    if (!isBuilt) ctx.skip('dist/bin/seawall.js is not built: npm run build')
    const subject = await createSubject({ args: ['--ip-forward=false'] })
    await subject.engine.start(['--name', 'web', '-p', '8080:80'], answering(80, 'web'))
    const repair = await subject.seawall('repair', '--yes')
    expect([repair.code, repair.out.replace(/\s+/g, ' ')]).toEqual([
      4,
      expect.stringMatching(/its option ip-forward=false.*Run: sysctl -w net\.ipv4\.ip_forward=1/),
    ])
    const said = JSON.parse((await subject.seawall('status', '--json')).out) as StatusJson
    expect((await wrongAnswers(subject, said, words)).wrong).toEqual([])
    await subject.host('sysctl', '-qw', 'net.ipv4.ip_forward=1')
    expect((await untilAnswered(subject.scene.outside, addresses.host.ipv4, 8080)).kind).toBe('answered')
  })
