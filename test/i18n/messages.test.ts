import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { say } from '#i18n/catalogue.ts'
import { en } from '#i18n/en.ts'
import { message } from '#model/diagnostic.ts'
import type { Catalogue } from '#model/messages.ts'

const source = fileURLToPath(new URL('../../src', import.meta.url))
const texts = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.startsWith('i18n/') && path !== 'model/messages.ts')
  .map((path) => readFileSync(join(source, path), 'utf8'))
  .join('\n')

// Each of these lines is an error of the compiler; `npm run types` fails when one of them is none any more.
describe('what does not compile', () => {
  test('a message that no catalogue has', () => {
    // @ts-expect-error: there is no such id
    expect(say(message('host/no-such-message', {}))).toBe('host/no-such-message')
  })

  test('a message that lacks a fact, or brings one that its text does not know', () => {
    // @ts-expect-error: `path` is missing
    expect(say(message('host/permission-denied', {}))).toContain('undefined')
    // @ts-expect-error: there is no fact `file`
    expect(say(message('host/permission-denied', { path: '/x', file: '/y' }))).toContain('/x')
  })

  test('a catalogue that lacks a text, or whose text asks for a fact that is not there', () => {
    const { 'host/timeout': left, ...others } = en
    // @ts-expect-error: `host/timeout` is missing
    const lacking: Catalogue = others
    // @ts-expect-error: there is no fact `reason`
    const asking: Catalogue = { ...en, 'host/timeout': ({ reason }) => `${reason}` }
    expect(Object.keys(lacking).length).toBe(Object.keys(asking).length - 1)
    expect(left).toBeTypeOf('function')
  })
})

test('each text of the catalogue is said somewhere: its id, or the head that it is put together from, is in the source', () => {
  const silent = Object.keys(en).filter((id) => !/^(part|purpose|breaks)\//.test(id) && !isNamed(id))
  expect(silent).toEqual([])
})

function isNamed(id: string): boolean {
  if (texts.includes(`'${id}'`)) return true
  const [room = '', ...rest] = id.split('/')
  const name = rest.join('/')
  const heads = [...name.matchAll(/[-/]|^/g)].map(
    ({ index }) => `\`${room}/${name.slice(0, index + (index > 0 ? 1 : 0))}\${`,
  )
  return heads.some((head) => texts.includes(head)) || texts.includes(`'${name}'`)
}
