import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { answerDiff } from '#answers/diff-answer.ts'
import { emptySnapshot, type Snapshot } from '#model/snapshot.ts'
import { readNftJson } from '#syntax/nft/read-nft-json.ts'

// What nft 1.0.6 lists, and the same with changes made by hand: what they are is the judge.
const listed = readFileSync(new URL('../cases/nft/every-statement.json', import.meta.url), 'utf8')

interface Entry {
  readonly table?: { readonly name: string }
  readonly chain?: { readonly name: string; prio?: number; policy?: string }
  readonly set?: { readonly name: string; elem?: unknown[] }
  readonly rule?: { readonly chain: string }
}

function snapshotOf(change: (entries: Entry[]) => readonly Entry[] = (entries) => entries): Snapshot {
  const nftables = change((JSON.parse(listed) as { nftables: Entry[] }).nftables)
  return { ...emptySnapshot('host'), native: readNftJson({ nftables }, 'nft') }
}

function changes(change: (entries: Entry[]) => readonly Entry[]) {
  const { groups, unchanged } = answerDiff(snapshotOf(), snapshotOf(change))
  return {
    rules: groups.flatMap(({ rules }) => rules.map(({ kind, id }) => `${kind} ${id}`)),
    chains: groups.flatMap(({ chains }) =>
      chains.map(({ kind, chain, before, after }) => [kind, chain, before, after]),
    ),
    objects: groups.flatMap(({ objects }) =>
      objects.map(({ kind, id, before, after, added, removed }) => ({ kind, id, before, after, added, removed })),
    ),
    unchanged,
  }
}

const rules = (JSON.parse(listed) as { nftables: Entry[] }).nftables.filter(({ rule }) => rule !== undefined).length

describe('diff compares tables of nftables', () => {
  it('finds nothing between a host and itself', () => {
    expect(changes((entries) => entries)).toEqual({ rules: [], chains: [], objects: [], unchanged: rules })
  })

  it('names a rule that went by its place before', () => {
    const first = (entries: Entry[]) => entries.findIndex(({ rule }) => rule?.chain === 'in')
    const without = (entries: Entry[]) => entries.filter((_, index) => index !== first(entries))
    expect(changes(without)).toMatchObject({ rules: ['removed inet/mine/in#1'], unchanged: rules - 1 })
  })

  it('names a base chain with another policy, and one that is called at another time', () => {
    const change = (entries: Entry[]) => {
      for (const { chain } of entries) if (chain?.name === 'in') Object.assign(chain, { policy: 'accept', prio: -100 })
      return entries
    }
    expect(changes(change)).toMatchObject({
      chains: [['policy', 'in', 'DROP', 'ACCEPT']],
      objects: [
        {
          kind: 'changed',
          id: 'inet/mine/in',
          before: 'type filter hook input priority -5',
          after: 'type filter hook input priority -100',
        },
      ],
    })
  })

  it('names the elements of a set that came and went, in whatever order they are', () => {
    const change = (entries: Entry[]) => {
      for (const { set } of entries)
        if (set?.name === 'blocked') set.elem = ['203.0.113.7', { prefix: { addr: '10.0.0.0', len: 8 } }]
      return entries
    }
    expect(changes(change).objects).toEqual([
      {
        kind: 'changed',
        id: 'inet/mine/blocked',
        before: 'type ipv4_addr; flags interval',
        after: 'type ipv4_addr; flags interval',
        added: ['203.0.113.7'],
        removed: ['192.0.2.1-192.0.2.9'],
      },
    ])
  })

  it('says of a table that is gone what went with it', () => {
    const {
      objects,
      rules: gone,
      unchanged,
    } = changes((entries) => entries.filter(({ table }) => table !== undefined && table.name !== 'mine'))
    expect(objects.filter(({ kind }) => kind === 'removed').map(({ id }) => id)).toContain('inet/mine')
    expect(gone).toHaveLength(rules)
    expect(unchanged).toBe(0)
  })

  it('names tables whose other side was not read, and counts nothing of them as a change', () => {
    const before: Snapshot = { ...emptySnapshot('dump'), native: undefined }
    const { groups, onlyAfter } = answerDiff(before, snapshotOf())
    expect(groups).toEqual([])
    expect(onlyAfter).toContainEqual({ family: 'inet', variant: 'nft', table: 'mine' })
  })
})
