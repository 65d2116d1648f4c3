import { describe, expect, it } from 'vitest'
import { rowOf, lineStarts } from '#base/line-starts.ts'
import { readPolicy } from '#policy/read-policy.ts'

function findings(text: string, sets: Readonly<Record<string, string>> = {}) {
  const { findings: found } = readPolicy([{ name: 'policy.yaml', text }], (file) => sets[file])
  const starts = lineStarts(text)
  return found.map(({ id, span, severity, help }) => {
    const row = rowOf(starts, span.start)
    return [severity, id, row + 1, span.start - (starts[row] ?? 0) + 1, help?.args.word ?? '']
  })
}

describe('the language of policies', () => {
  it('reads every key without a finding', () => {
    const text = `version: 1
mode: observe
zones: {lan: {interface: eth1}, internet: {interface: eth0}, office: [198.51.100.0/24, "2001:db8:aa::/48"]}
sets: {fi: {file: fi.txt}}
trust: [containers, lan, network:shop]
in:
  - {port: 443/tcp, from: internet}
  - {port: 5432/tcp, from: office, to: "service:shop/db", reason: nightly export, expires: 2027-03-01}
  - {port: 22/tcp, from: ["@fi", 192.0.2.7], limit: 5/min per source}
  - 80,8000-8010/udp: office
out:
  network:agents: [dns, "203.0.113.5:443", "network:shop:5432"]
route:
  lan -> internet: masquerade
  8443/tcp: 192.168.2.20:443
expect:
  - internet -> 22/tcp: drop
`
    expect(findings(text, { 'fi.txt': '# Finland\n192.0.2.0/24\n2001:db8:f::/48 # v6\n' })).toEqual([])
  })

  it.for([
    ['zone: {}', [['error', 'policy/unknown-key', 1, 1, 'zones']]],
    ['zones: {office: 192.0.2.0/24}\nin:\n  22/tcp: offcie\n', [['error', 'policy/no-zone', 3, 3, 'office']]],
    [
      'in:\n  - {ports: 22/tcp, from: internet}\n',
      [
        ['error', 'policy/unknown-key', 2, 6, 'port'],
        ['error', 'policy/missing-key', 2, 5, ''],
      ],
    ],
    ['in: {22/tpc: internet}', [['error', 'policy/bad-service', 1, 6, '']]],
    ['in: {70000: internet}', [['error', 'policy/bad-service', 1, 6, '']]],
    ['zones: {a: [192.0.2.300]}', [['error', 'policy/bad-address', 1, 13, '']]],
    ['zones: {a: [10.0.0.0/8], b: [10.1.0.0/16]}', [['warning', 'policy/overlap', 1, 26, '']]],
    ['zones: {internet: 10.0.0.0/8}', [['error', 'policy/internet-addresses', 1, 9, '']]],
    ['zones: {"a b": 10.0.0.0/8}', [['error', 'policy/bad-name', 1, 9, '']]],
    ['zones: {a: {interface: "x\\"; drop"}}', [['error', 'policy/bad-interface', 1, 24, '']]],
    ['sets: {fi: {file: none.txt}}\nin: {22: "@fi"}', [['error', 'policy/set-unread', 1, 19, '']]],
    ['sets: {fi: {file: empty.txt}}\nin: {22: "@fi"}', [['warning', 'policy/set-empty', 1, 19, '']]],
    ['in: {22: "@no"}', [['error', 'policy/no-set', 1, 6, '']]],
    ['mode: watch', [['error', 'policy/wrong-word', 1, 7, '']]],
    ['in: &a {22: internet}\ntrust: *a', [['error', 'policy/alias', 2, 8, '']]],
    ['in: {22: internet', [['error', 'policy/not-yaml', 1, 18, '']]],
    ['- a', [['error', 'policy/not-a-map', 1, 1, '']]],
    ['in: {22: {from: internet, expires: 2027-02-30}}', [['error', 'policy/bad-day', 1, 36, '']]],
  ] as const)('%s has a finding at its place', ([text, wanted]) => {
    expect(findings(text, { 'empty.txt': '# nothing\n' })).toEqual(wanted)
  })

  it('a policy that is nested without end is refused', () => {
    expect(findings('['.repeat(50_000)).map(([severity]) => severity)).toEqual(['error'])
  })
})
