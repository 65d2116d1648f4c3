import { expect, test } from 'vitest'
import { redact } from '#redact/redact.ts'
import { acme } from './acme.ts'

// As nft 1.0.6 prints a ruleset; only names and addresses in it are somebody's own.
const ruleset = {
  nftables: [
    { metainfo: { version: '1.0.6', release_name: 'Lester Gooch #5', json_schema_version: 1 } },
    { table: { family: 'ip', name: 'filter', handle: 1 } },
    {
      chain: {
        family: 'ip',
        table: 'filter',
        name: 'FORWARD',
        handle: 2,
        type: 'filter',
        hook: 'forward',
        prio: 0,
        policy: 'drop',
      },
    },
    { chain: { family: 'ip', table: 'filter', name: 'customers', handle: 5 } },
    { rule: { family: 'ip', table: 'filter', chain: 'FORWARD', handle: 6, expr: [{ jump: { target: 'customers' } }] } },
    { set: { family: 'ip', name: 'ports', table: 'filter', type: 'inet_service', handle: 7, elem: [80, 443] } },
  ],
}

test('what nftables itself calls things stays: families, hooks, types, policies', () => {
  const [{ nft } = { nft: undefined }] = redact([{ ...acme, nft: ruleset }])
  const shown = JSON.stringify(nft)
  for (const word of [
    '"family":"ip"',
    '"hook":"forward"',
    '"policy":"drop"',
    '"type":"filter"',
    '"type":"inet_service"',
    '"name":"filter"',
  ])
    expect(shown.split(word)).toHaveLength(JSON.stringify(ruleset).split(word).length)
  expect(shown).not.toContain('customers')
})
