import { readFileSync } from 'node:fs'
import { fakeHost } from '#host/fake-host.ts'
import { hasText } from '#i18n/catalogue.ts'
import { writeSnapshotFile } from '#snapshots/capture.ts'
import { readSnapshot, readSnapshotAt, textSnapshot } from '#snapshots/read-snapshot.ts'
import { snapshotJsonSchema } from '#snapshots/snapshot-schema.ts'
import { describe, expect, test } from 'vitest'
import { acme } from './acme.ts'

const dump = '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n'
const diagnosticsOf = async (text: string) =>
  (await readSnapshot('x', text)).texts.flatMap(({ diagnostics }) => diagnostics)

describe('our own form', () => {
  test('what was written is read again: rules, facts, Docker, nft, files and notes', async () => {
    const snapshot = await readSnapshot('host.json', writeSnapshotFile(acme))
    expect(snapshot.texts.flatMap(({ diagnostics }) => diagnostics)).toEqual([])
    expect(
      snapshot.rulesets.map(({ family, variant, tables }) => [family, variant, tables.map(({ name }) => name)]),
    ).toEqual([
      ['ipv4', 'nft', ['filter', 'nat']],
      ['ipv6', 'nft', ['filter']],
    ])
    expect(snapshot.facts.interfaces?.[1]?.addresses).toEqual([
      { family: 'ipv4', address: 81 * 2 ** 24 + 2 * 2 ** 16 + 69 * 256 + 163, length: 27 },
    ])
    expect(snapshot.docker).toEqual(acme.docker)
    expect(snapshot.nft).toEqual(acme.nft)
    expect(snapshot.notes).toEqual(acme.notes)
    expect(snapshot.persistence).toEqual(acme.persistence)
    expect(snapshot.capturedAt).toBe(acme.capturedAt)
    expect(snapshot.texts.map(({ source }) => source.name)).toEqual([
      'host.json:iptables-nft-save -c',
      'host.json:ip6tables-nft-save -c',
    ])
  })

  test('a dump without rules says that there are none, unless the other variant has some', async () => {
    const rules = [
      { family: 'ipv4', variant: 'nft', command: 'iptables-nft-save', text: '' },
      { family: 'ipv6', variant: 'nft', command: 'ip6tables-nft-save', text: '' },
      { family: 'ipv6', variant: 'legacy', command: 'ip6tables-legacy-save', text: dump },
    ] as const
    const { rulesets } = await readSnapshot('x', writeSnapshotFile({ ...acme, rules }))
    expect(rulesets.map(({ family, variant, tables }) => [family, variant, tables.length])).toEqual([
      ['ipv4', 'nft', 0],
      ['ipv6', 'legacy', 1],
    ])
  })

  test('a field of the wrong kind is named, and nothing is read half', async () => {
    const bad = { ...acme, facts: { routes: [{ ...acme.facts.routes?.[0], via: 'not an address' }] } }
    const snapshot = await readSnapshot('x', JSON.stringify(bad))
    expect(snapshot.texts[0]?.diagnostics).toMatchObject([
      { id: 'snapshot/bad-field', args: { path: 'facts.routes.0.via' } },
    ])
    expect(snapshot.rulesets).toEqual([])
  })

  test('a form from the future is refused by its version', async () => {
    expect(await diagnosticsOf(JSON.stringify({ ...acme, schemaVersion: 2 }))).toMatchObject([
      { id: 'snapshot/newer-version', args: { version: 2 } },
    ])
  })
})

describe('texts of other programs', () => {
  test('what nft and docker print is told by its content', async () => {
    const nft = await readSnapshot('x', '{"nftables": []}')
    expect([nft.nft, nft.texts[0]?.forms]).toEqual([{ nftables: [] }, ['nft']])
    // As `docker network inspect` of 28.5 prints it, cut down.
    const text = JSON.stringify([
      {
        Name: 'bridge',
        Id: 'a'.repeat(64),
        Created: '',
        Driver: 'bridge',
        IPAM: { Config: [] },
        Internal: false,
        Ingress: false,
        Options: {},
      },
    ])
    const docker = await readSnapshot('x', text)
    expect(docker.docker?.networks.map(({ name }) => name)).toContain('bridge')
  })

  test('rules are rules, even where they begin with a bracket', async () => {
    expect((await readSnapshot('x', dump)).rulesets.length).toBe(1)
    expect(textSnapshot('x', dump).rulesets.length).toBe(1)
    expect((await readSnapshot('x', '[0:0] -A INPUT -j ACCEPT\n')).texts[0]?.forms).not.toContain('snapshot')
  })

  test('JSON of somebody else, broken JSON and nothing at all are said to be that', async () => {
    expect(await diagnosticsOf('{"kind": 1}')).toMatchObject([{ id: 'snapshot/unknown-document' }])
    expect(await diagnosticsOf('[]')).toMatchObject([{ id: 'snapshot/unknown-document' }])
    expect(await diagnosticsOf('{\n"kind":\n}')).toMatchObject([{ id: 'snapshot/not-json' }])
    expect((await readSnapshot('x', '')).rulesets).toEqual([])
  })
})

describe('paths', () => {
  const files = {
    '/d/iptables-save.txt': dump,
    '/d/ip-route.txt': 'default via 192.0.2.1 dev eth0\n',
    '/f.txt': dump,
    '/e/readme': 'x',
  }

  test('a folder is read by the names of its files, a file by its content', async () => {
    const folder = await readSnapshotAt(fakeHost({ files }), '/d/')
    expect(folder.texts[0]?.source.name).toBe('/d/iptables-save.txt')
    expect([folder.rulesets.length, folder.facts.routes?.length, folder.facts.sysctls]).toEqual([1, 1, undefined])
    expect((await readSnapshotAt(fakeHost({ files }), '/f.txt')).rulesets.length).toBe(1)
  })

  test('a path that leads nowhere, and a folder of other things, are faults', async () => {
    await expect(readSnapshotAt(fakeHost({ files }), '/none')).rejects.toMatchObject({ code: 'host/unreadable' })
    await expect(readSnapshotAt(fakeHost({ files }), '/e')).rejects.toMatchObject({ code: 'host/unreadable' })
  })
})

test('the published schema is that of the code (node scripts/schemas.mjs writes it)', () => {
  const published = readFileSync(new URL('../../schemas/snapshot.schema.json', import.meta.url), 'utf8')
  expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(snapshotJsonSchema())))
})

test.for(['snapshot/not-json', 'snapshot/unknown-document', 'snapshot/newer-version', 'snapshot/bad-field'])(
  'the catalogue has a text for %s',
  (id) => expect(hasText(id)).toBe(true),
)
