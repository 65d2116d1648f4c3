import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { say } from '#i18n/catalogue.ts'
import { isRefusal } from '#model/answer.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { readPath } from '#snapshots/live.ts'
import { textSnapshot } from '#snapshots/read-snapshot.ts'
import { hostReport, type ReportWish } from '#web/report.ts'
import { describe, expect, it } from 'vitest'

const css = readFileSync('src/web/page.css', 'utf8')
const script = "console.log('</script><!-- page -->')"

async function pageOf(snapshot: Snapshot, wish: Partial<ReportWish> = {}): Promise<string> {
  const report = await hostReport(say, snapshot, { zones: [], redacted: false, ...wish }, { css, script })
  if (isRefusal(report)) throw new Error(report.message.id)
  return report.html
}

const host = () => readPath('test/cases/hosts/redis-drop-20.10.24')

// Judge: Node's own hash of what a browser takes for the text of an element, that is all up to its end tag.
it('the policy of the page allows its own program and style, by their hashes, and nothing else', async () => {
  const html = await pageOf(await host())
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]
  const hash = (element: string) => {
    const inner = new RegExp(`<${element}>([\\s\\S]*?)</${element}>`).exec(html)?.[1] ?? ''
    return `sha256-${createHash('sha256').update(inner).digest('base64')}`
  }
  expect(policy).toBe(
    `default-src 'none'; script-src '${hash('script')}'; style-src '${hash('style')}'; base-uri 'none'; form-action 'none'`,
  )
})

it('a page names no address to load from, and has no handler and no style in an element', async () => {
  const html = (await pageOf(await host())).replace(/<style>[\s\S]*?<\/style>/, '')
  expect(html).not.toMatch(/<[^>]* (src|srcset|action|on[a-z]+|style)=/)
  expect([...html.matchAll(/ href="([^#"][^"]*)"/g)]).toEqual([])
})

it('every link leads to a place in the page', async () => {
  const html = await pageOf(await host())
  const places = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
  const links = [...html.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id)
  expect(links).toContain('ipv4/filter/DOCKER-USER/1')
  expect(links.filter((id) => !places.has(id))).toEqual([])
})

describe('names that are HTML', () => {
  const evil = '"><img src=x onerror=alert(1)></script><!--'
  const text = [
    '*filter\n:INPUT ACCEPT\n:FORWARD ACCEPT',
    `-A INPUT -p tcp -m tcp --dport 22 -m comment --comment "<img src=x onerror=alert(1)></script>" -j DROP`,
    ':<script>alert(1)</script> -\nCOMMIT\n',
  ].join('\n')

  it('stay text', async () => {
    const html = await pageOf({ ...textSnapshot(evil, text), capturedAt: evil })
    expect(html).not.toMatch(/<img|<script>alert|onerror=alert\(1\)>/)
    // Its own program and its data.
    expect(html.match(/<\/script>/g)?.length).toBeLessThanOrEqual(2)
  })
})

it('a redacted page has neither the name of a container nor an address of the host', async () => {
  const plain = await pageOf(await host())
  const html = await pageOf(await host(), { redacted: true })
  for (const name of ['192.0.2.10', 'redis', 'redis-drop']) {
    expect(plain).toContain(name)
    expect(html).not.toContain(name)
  }
})

it('zones of the user are refused in a redacted page, as they would stay real', async () => {
  const wish = { zones: ['office=203.0.113.9/32'], redacted: true }
  expect(await hostReport(say, await host(), wish, { css, script })).toMatchObject({
    message: { id: 'web/zone-redacted' },
  })
})

it('a page of rules that were not read as a whole follows no other packets', async () => {
  const html = await pageOf(
    textSnapshot('host', '*filter\n:INPUT ACCEPT\n-A INPUT -p tcp --nonsense 1 -j DROP\nCOMMIT\n'),
  )
  expect(html).not.toContain('id="host"')
  expect(html).toContain('cannot be followed in this page')
})
