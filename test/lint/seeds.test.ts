import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test, type TestContext } from 'vitest'
import { answerCheck } from '../../src/answers/check-answer.ts'
import { checkInput } from '../../src/answers/check-sources.ts'

const folder = new URL('../../../shared/seeds/', import.meta.url)

/** The lines of an article about Docker and iptables. */
function linesOf(ctx: TestContext, number: string): readonly string[] {
  const name = existsSync(folder) ? readdirSync(folder).find((file) => file.startsWith(number)) : undefined
  if (name === undefined) return ctx.skip('../shared/seeds is not there')
  return readFileSync(new URL(name, folder), 'utf8').split('\n')
}

/** The lines after the one that begins a block, up to the one that ends it, without their common indent. */
function block(lines: readonly string[], begin: RegExp, end: RegExp): string {
  const from = lines.findIndex((line) => begin.test(line)) + 1
  const to = lines.findIndex((line, index) => index >= from && end.test(line))
  const own = lines.slice(from, to)
  const indent = Math.min(...own.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)))
  return `${own.map((line) => line.slice(indent)).join('\n')}\n`
}

async function found(texts: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const inputs = await Promise.all(Object.entries(texts).map(([name, text]) => checkInput(name, text)))
  const { findings } = await answerCheck(inputs, { today: '2026-01-01' })
  return findings.map(({ rule, severity, places: [{ source }] }) => `${severity} ${source.name} ${rule.slice(5)}`)
}

test('the template that declares, flushes and adds to the chains of Docker', async (ctx) => {
  const lines = linesOf(ctx, '000')
  const template = block(lines.slice(36), /^```/, /^```$/)
  expect(
    await found({
      '/etc/default/iptables': 'IPTABLES_RESTORE_NOFLUSH=yes\n',
      '/etc/iptables/rules.v4': template,
    }),
  ).toEqual([
    // `:DOCKER -` empties DOCKER at each reload.
    'error /etc/iptables/rules.v4 declaration-empties-chain',
    // `-F FORWARD` and others delete the jumps of Docker.
    'error /etc/iptables/rules.v4 restore-flushes-docker',
    // `-A OUTPUT` of nat is not flushed.
    'warning /etc/iptables/rules.v4 rules-double-on-reload',
    // ILOSATION instead of ISOLATION, twice.
    'note /etc/iptables/rules.v4 misspelt-chain',
    'note /etc/iptables/rules.v4 misspelt-chain',
  ])
})

test('the script that deletes everything before an experiment', async (ctx) => {
  const script = block(linesOf(ctx, '000').slice(180), /^```sh/, /^```$/)
  expect(await found({ 'reset.sh': script, 'daemon.json': '{}' })).toEqual(['error reset.sh restore-flushes-docker'])
})

test('the commands for INPUT, with a restart of Docker after the flush, and a save', async (ctx) => {
  const lines = linesOf(ctx, '001')
  const input = block(lines, /1\. 系统的规则/, /2\. docker/).replace(/^ *```.*$/gm, '')
  const restart = block(lines, /2\. docker 的规则/, /3\. /).replace(/^ *```.*$/gm, '')
  const user = block(lines, /3\. `DOCKER-USER` 链 的规则/, /^ *> ens33/).replace(/^ *```.*$/gm, '')
  expect(await found({ 'fw.sh': `${input}\n${restart}\n${user}` })).toEqual([
    'warning fw.sh docker-rules-in-saved-file',
    'note fw.sh old-state-match',
    'note fw.sh restore-flushes-docker',
  ])
})

test('the file with own chains that a unit loads without a flush', async (ctx) => {
  const lines = linesOf(ctx, '001')
  const rules = block(lines, /<<EOF > \/etc\/iptables\.conf/, /^ *EOF/)
  const unit = block(lines, /iptables\.service$/, /^ *EOF/)
  expect(await found({ '/etc/iptables.conf': rules, 'iptables.service': unit })).toEqual([
    'note /etc/iptables.conf old-state-match',
    // Answers are accepted twice, by `-m state` and by `-m conntrack`.
    'note /etc/iptables.conf rule-never-reached',
  ])
})

test('the listings of a host whose chains are Docker’s', async (ctx) => {
  expect(await found({ 'article.md': linesOf(ctx, '002').join('\n') })).toEqual([])
})

test('the DROP by the published port, beside the listing that shows the DNAT', async (ctx) => {
  expect(await found({ 'article.md': linesOf(ctx, '003').join('\n') })).toEqual([
    'warning article.md published-port-after-dnat',
  ])
})

test('the dumps of a host before and after a container', async (ctx) => {
  expect(await found({ 'article.md': linesOf(ctx, '004').join('\n') })).toEqual([])
})
