import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Say } from '#i18n/catalogue.ts'
import { en } from '#i18n/en.ts'
import {
  answerConversation,
  answerCures,
  answerDiff,
  answerExplain,
  answerPreview,
  answerStatus,
  answerTrace,
  conversationPage,
  type Density,
  diffPage,
  explainPage,
  isRefusal,
  ownersOf,
  type Page,
  packetOf,
  plainDaemon,
  prepare,
  previewPage,
  renderText,
  repairPage,
  type Snapshot,
  statusPage,
  viewConversation,
} from '#pages.ts'
import { readPath } from '#node.ts'

const cases = fileURLToPath(new URL('../cases', import.meta.url))
const densities: readonly Density[] = ['concise', 'normal', 'full']

/** A language without words: each message is its id in brackets. What it was given is kept. */
function wordless(): { readonly say: Say; readonly given: Set<string> } {
  const given = new Set<string>()
  const say: Say = ({ id, args }) => {
    for (const value of Object.values(args)) if (typeof value === 'string') given.add(value)
    const text = (en as unknown as Record<string, (args: object) => string>)[id]?.(args) ?? ''
    return text.includes('{}') ? `«${id}»{}` : `«${id}»`
  }
  return { say, given }
}

/** The words of the folders that the pages are about: foreign text, in no language of ours. */
function wordsIn(...folders: readonly string[]): ReadonlySet<string> {
  const texts = folders.flatMap((folder) =>
    readdirSync(join(cases, folder)).map((name) => readFileSync(join(cases, folder, name), 'utf8')),
  )
  return new Set([...folders, ...texts].flatMap((text) => text.match(/[A-Za-z]{2,}/g) ?? []))
}

// Names of the field, owners and command lines; none of them is translated.
const names = new Set(
  [
    'seawall explain repair rule chain dry run prune test cases hosts experiments json src dst dport sport in out',
    'ipv4 ipv6 IPv4 IPv6 nft legacy tcp udp SYN PREROUTING INPUT FORWARD OUTPUT POSTROUTING nat filter mangle raw security',
    'policy ACCEPT DROP REJECT docker you user system ctorigdstport ctdir ORIGINAL conntrack DNAT yes NO iptables ACK ttl dnat nearmiss by',
  ].flatMap((line) => line.split(' ')),
)

const wordsOf = (text: string) => text.replace(/«[^»]*»/g, ' ').match(/[A-Za-z]{2,}/g) ?? []
const isSentence = (text: string) => /(?<![-\w])[a-z]{2,}[,;:]? [a-z]{2,}(?![-\w])/.test(text.replace(/«[^»]*»/g, ''))

function expectNoEnglish(pages: readonly Page[], given: ReadonlySet<string>, foreign: ReadonlySet<string>): void {
  const text = pages.map((page) => renderText(page, { width: 2000, color: false })).join('\n')
  expect(text.match(/«/g)?.length ?? 0).toBeGreaterThan(10)
  const isKnown = (word: string) => names.has(word) || foreign.has(word)
  expect([...new Set(wordsOf(text))].filter((word) => !isKnown(word))).toEqual([])
  const sentences = [...given].filter((value) => isSentence(value) && !wordsOf(value).every(isKnown))
  expect(sentences).toEqual([])
}

const redis = 'hosts/redis-drop-20.10.24'
const flushed = 'pages/flushed'
const host = async (folder: string): Promise<Snapshot> => ({ ...(await readPath(join(cases, folder))), name: 'host' })

test('explanations, traces, comparisons, status and repair contain no word that is not in the catalogue', async () => {
  const { say, given } = wordless()
  const snapshot = await host(redis)
  const broken = await host(flushed)
  const explained = answerExplain(snapshot, ownersOf(snapshot), {})
  const repair = answerStatus(broken, plainDaemon, {})
  const packet = packetOf(
    {
      to: '192.0.2.10:10000',
      from: '203.0.113.9',
      in: undefined,
      out: undefined,
      protocol: undefined,
      family: undefined,
      fields: {},
    },
    snapshot,
  )
  if (isRefusal(explained) || isRefusal(repair) || isRefusal(packet)) throw new Error('no answer')
  const program = prepare(snapshot)
  const first = answerTrace(packet, program)
  const conversation = answerConversation(first, program, snapshot)
  if (conversation === undefined) throw new Error('no conversation')
  const seen = viewConversation(conversation, program, snapshot, ownersOf(snapshot))
  const view = { ...seen.first.view, cures: answerCures(first, snapshot, 'address') }
  const difference = { ...answerDiff(broken, snapshot), ignored: 1 }
  const script = '*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD -j NOSUCH\n-A INPUT --dport 1 -j DROP\nCOMMIT\n'
  const preview = answerPreview(snapshot, { name: 'hosts', text: script }, { noflush: false, counters: false })
  const pages = densities.flatMap((density) => [
    explainPage(say, explained, density),
    conversationPage(say, { ...seen, first: { ...seen.first, view } }, density, true),
    diffPage(say, difference, density),
    previewPage(say, { ...preview, stops: true }, density),
    statusPage(say, repair, density, 'seawall repair', true),
    statusPage(say, repair, density, 'seawall repair', false),
  ])
  expectNoEnglish(
    [...pages, repairPage(say, repair, { knowsBefore: false, rules: true })],
    given,
    wordsIn(redis, flushed),
  )
})

test.each(readdirSync(join(cases, 'hosts')))(
  'the explanation of the captured host %s contains none either',
  async (name) => {
    const { say, given } = wordless()
    const snapshot = await host(`hosts/${name}`)
    const explained = answerExplain(snapshot, ownersOf(snapshot), {})
    if (isRefusal(explained)) throw new Error(explained.message.id)
    const pages = densities.map((density) => explainPage(say, explained, density))
    expectNoEnglish(pages, given, wordsIn(`hosts/${name}`))
  },
)
