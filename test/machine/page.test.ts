import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requireMachine } from './namespace.ts'

const project = resolve(import.meta.dirname, '../..')
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const program = join(project, 'dist/bin/seawall.js')

let folder: string
let browser: Browser | undefined

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seawall-page-'))
})

afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The page of a source, as the command line writes it. */
function write(source: string, name: string, ...options: readonly string[]): string {
  const path = join(folder, name)
  execFileSync(process.execPath, [program, 'report', source, '-o', path, ...options], { cwd: project, stdio: 'ignore' })
  return pathToFileURL(path).href
}

interface Opened {
  readonly page: Page
  /** What it asked for beside itself, and what went wrong in it. */
  readonly requests: string[]
  readonly errors: string[]
}

async function open(url: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Opened> {
  browser ??= await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const [requests, errors]: [string[], string[]] = [[], []]
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== url.split('#')[0]) requests.push(request.url())
  })
  page.on('console', (said) => {
    if (said.type() === 'error') errors.push(said.text())
  })
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('dialog', (dialog) => {
    errors.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await page.goto(url)
  return { page, requests, errors }
}

/** The rules of WCAG 2.2 A and AA that the page breaks, as axe finds them, each with the first element. */
async function violations(page: Page): Promise<readonly string[]> {
  // The page's policy lets no other program in, so axe comes by the debugger.
  await page.addScriptTag({ path: axe }).catch(() => undefined)
  const text = `(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
    const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: tags } })
    return violations.map(({ id, nodes }) => id + ': ' + nodes[0].html)
  })()`
  return (await page.evaluate(text)) as readonly string[]
}

const host = 'test/cases/hosts/redis-drop-20.10.24'

describe('the page of a host in Chromium', () => {
  test('asks for nothing, and breaks no rule of WCAG 2.2 AA in either theme', async (ctx) => {
    await requireMachine(ctx, 'chromium')
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, requests, errors } = await open(write(host, 'host.html'), { colorScheme, bypassCSP: true })
      await page.locator('details.rule').evaluateAll((all) => {
        for (const one of all) one.setAttribute('open', '')
      })
      await page.locator('#next').click()
      expect(await violations(page)).toEqual([])
      expect([requests, errors]).toEqual([[], []])
      await page.context().close()
    }
  })

  // Judge: `seawall trace` of the command line, whose verdicts are judged by kernels.
  test('follows another packet with the same result as the command line, and steps through it by keyboard', async (ctx) => {
    await requireMachine(ctx, 'chromium')
    const { page, errors, requests } = await open(write(host, 'host.html'))
    await page.locator('#from').fill('lan')
    await page.locator('#to').fill('172.17.0.2:80')
    await page.locator('#to').press('Enter')
    const shown = (await page.locator('.verdict').innerText()).replace(/\s+/g, ' ')
    const words = ['trace', host, '--from', 'lan', '--to', '172.17.0.2:80']
    const said = execFileSync(process.execPath, [program, ...words], { cwd: project, encoding: 'utf8' })
    expect(shown).toContain('DROP')
    expect(said.replace(/\s+/g, ' ').startsWith(shown.trim().slice(0, 40))).toBe(true)
    await page.locator('#next').focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    expect(await page.locator('.steps li[aria-current="step"]').count()).toBe(1)
    expect(await page.locator('#told').innerText()).toMatch(/^Step 2 of \d+: /)
    await page.locator('#to').fill('nonsense:::')
    await page.locator('#to').press('Enter')
    expect(await page.locator('#flow [role="alert"]').innerText()).not.toBe('')
    expect([requests, errors]).toEqual([[], []])
  })

  test('a link opens its rule, a search shows only rules with its words', async (ctx) => {
    await requireMachine(ctx, 'chromium')
    const { page } = await open(`${write(host, 'host.html')}#ipv4/filter/DOCKER-USER/1`)
    expect(await page.locator('details[open]').getAttribute('data-rule')).toBe('ipv4/filter/DOCKER-USER#1')
    const all = await page.locator('details.rule:visible').count()
    await page.locator('#search').fill('masquerade')
    const found = await page.locator('details.rule:visible').allInnerTexts()
    expect(found.length).toBeGreaterThan(0)
    expect(found.length).toBeLessThan(all)
    for (const text of found) expect(text.toLowerCase()).toContain('masquerade')
  })

  test('can be read without JavaScript, and at 400 % zoom nothing but tables and pictures scrolls sideways', async (ctx) => {
    await requireMachine(ctx, 'chromium')
    const url = write(host, 'host.html')
    const still = await open(url, { javaScriptEnabled: false })
    const text = await still.page.locator('body').innerText()
    for (const words of ['10000/tcp v4', 'redis:6379', 'DOCKER-USER', 'PREROUTING']) expect(text).toContain(words)
    expect(await still.page.locator('form:visible, button:visible').count()).toBe(0)
    // 1280 pixels at 400 %.
    const { page } = await open(url, { viewport: { width: 320, height: 256 } })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320)
  })

  test('names and comments that are HTML run nothing', async (ctx) => {
    await requireMachine(ctx, 'chromium')
    const evil = '<img src=x onerror=alert(1)></script><script>alert(2)</script>'
    const rules = [
      '*filter\n:INPUT ACCEPT [0:0]\n:<svg/onload=alert(3)> - [0:0]',
      `-A INPUT -p tcp -m tcp --dport 22 -m comment --comment "${evil}" -j DROP`,
      '-A INPUT -j <svg/onload=alert(3)>\nCOMMIT\n',
    ]
    const dump = join(folder, "<b onclick=alert(4)>'.rules")
    writeFileSync(dump.replaceAll('</', '<'), rules.join('\n'))
    const { page, errors, requests } = await open(write(dump, 'evil.html'))
    await page.locator('details.rule summary').first().click()
    await page.locator('#search').fill('svg')
    expect(await page.locator('img, svg [onload], b, main script').count()).toBe(0)
    expect(await page.locator('main').textContent()).toContain(evil)
    expect([requests, errors]).toEqual([[], []])
  })
})
