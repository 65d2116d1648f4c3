import { nodeHost } from '#host/node-host.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { readSnapshotAt } from '#snapshots/read-snapshot.ts'
import { describe, expect, test } from 'vitest'
import { engineFolders, engineName, noEngines } from './engines.ts'

// What is broken in the captures themselves: the tools that wrote them failed and left their message in the file.
const brokenText = /^nsenter: cannot open|unsupported revision/m
const brokenNft =
  /^29[.]1[.]3-nftables\/(27-nftables-ipforward-off|22d-ip-forward-no-drop|22c-ip-forward-unset)\/1-notstarted$/

describe.skipIf(noEngines !== undefined)('captures of real engines', () => {
  test('every folder is read: rules of all dumps, facts, Docker, and nothing is refused that is not broken', {
    timeout: 120_000,
  }, async () => {
    const folders = engineFolders()
    const wrong: string[] = []
    const seen = { rules: 0, containers: 0, nft: 0, sockets: 0 }
    for (const folder of folders) {
      const snapshot = await readSnapshotAt(nodeHost, folder)
      wrong.push(...faultsOf(snapshot, engineName(folder)))
      seen.rules += rulesIn(snapshot)
      seen.containers += snapshot.docker?.containers.length ?? 0
      seen.nft += snapshot.nft === undefined ? 0 : 1
      seen.sockets += snapshot.facts.sockets?.length ?? 0
    }
    expect(wrong).toEqual([])
    // Counted with grep, jq and wc over the same files; a socket open to both families counts twice.
    expect(folders.length).toBe(870)
    expect(seen).toEqual({ rules: 26_778, containers: 1_160, nft: 90, sockets: 2_060 + 413 })
  })
})

if (noEngines !== undefined) test('captures of real engines', (ctx) => ctx.skip(noEngines))

function faultsOf(snapshot: Snapshot, name: string): string[] {
  const wrong: string[] = []
  const { facts, docker, texts, notes } = snapshot
  for (const { source, diagnostics } of texts) {
    const first = diagnostics.find(({ severity }) => severity === 'error')
    if (first !== undefined && !brokenText.test(source.text)) wrong.push(`${source.name}: ${first.id}`)
  }
  if (snapshot.rulesets.length === 0 && !brokenNft.test(name)) wrong.push(`${name}: no rules`)
  for (const part of ['interfaces', 'routes', 'routingRules', 'sysctls', 'sockets'] as const)
    if (facts[part] === undefined) wrong.push(`${name}: no ${part}`)
  if ((facts.interfaces?.length ?? 0) < 2 || facts.interfaces?.some((link) => link.name === ''))
    wrong.push(`${name}: interfaces`)
  if (docker !== undefined && !/^\d+[.]\d+/.test(docker.version)) wrong.push(`${name}: docker ${docker.version}`)
  if (notes.length > 0 && !brokenNft.test(name)) wrong.push(`${name}: ${notes.map(({ id }) => id).join()}`)
  return wrong
}

function rulesIn({ rulesets }: Snapshot): number {
  const chains = rulesets.flatMap(({ tables }) => tables.flatMap((table) => table.chains))
  return chains.reduce((sum, { rules }) => sum + rules.length, 0)
}
