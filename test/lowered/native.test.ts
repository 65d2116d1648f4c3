import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { lower } from '#lowered/lower.ts'
import type { Json, NftTable } from '#model/nft.ts'
import { packet } from '#model/packet.ts'
import { buildProgram } from '#netfilter/program.ts'
import { trace } from '#netfilter/trace.ts'
import { readNftJson } from '#syntax/nft/read-nft-json.ts'
import { factsOf, ip, rulesOf } from '../netfilter/hosts.ts'

/** Tables as `nft -j` writes them: one base chain with rules, or several. */
function tablesOf(...entries: readonly Json[]): readonly NftTable[] {
  return readNftJson({ nftables: entries }, 'nft') ?? []
}

function table(family: string, name: string, handle: number, more: { readonly [key: string]: Json } = {}): Json {
  return { table: { family, name, handle, ...more } }
}

function chain(family: string, of: string, hook: string, prio: number, policy = 'accept', type = 'filter'): Json {
  return { chain: { family, table: of, name: hook, handle: 1, type, hook, prio, policy } }
}

function rule(family: string, of: string, hook: string, ...expr: readonly Json[]): Json {
  return { rule: { family, table: of, chain: hook, handle: 2, expr } }
}

const dport = (right: Json, op = '=='): Json => ({
  match: { op, left: { payload: { protocol: 'tcp', field: 'dport' } }, right },
})

const syn = packet({ src: ip('198.51.100.7'), dst: ip('192.0.2.10'), protocol: 6, sport: 1024, dport: 22, in: 'eth0' })

function verdictOf(native: readonly NftTable[], iptables = '', one = syn) {
  const rulesets = iptables === '' ? [] : [rulesOf(iptables)]
  const facts = factsOf({
    links: ['eth0 192.0.2.10/24', 'eth1 203.0.113.1/24'],
    sysctls: 'net.ipv4.conf.all.rp_filter = 0\n',
  })
  const { verdict, by, perhaps } = trace(one, buildProgram(lower(rulesets, native), facts))
  return { verdict, by, open: perhaps.map(({ key }) => key) }
}

// Judge: the kernel, by its counters (test/machine/native.test.ts asks it the same with many more tables).
describe('a table of nftables', () => {
  it('drops what iptables accepts', () => {
    const native = tablesOf(table('inet', 'mine', 1), chain('inet', 'mine', 'input', 0, 'drop'))
    const accepts = '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp --dport 22 -j ACCEPT\nCOMMIT\n'
    expect(verdictOf(native, accepts)).toMatchObject({ verdict: 'DROP', by: 'inet/mine/input#policy' })
  })

  it('does not bring back what iptables drops', () => {
    const native = tablesOf(
      table('inet', 'mine', 1),
      chain('inet', 'mine', 'input', -10),
      rule('inet', 'mine', 'input', { accept: null }),
    )
    const drops = '*filter\n:INPUT DROP [0:0]\nCOMMIT\n'
    expect(verdictOf(native, drops)).toMatchObject({ verdict: 'DROP', by: 'ipv4/filter/INPUT#policy' })
  })

  it('is asked by priority: what an earlier chain drops no later one sees', () => {
    const native = tablesOf(
      table('ip', 'late', 1),
      chain('ip', 'late', 'input', 10),
      rule('ip', 'late', 'input', { drop: null }),
      table('ip', 'early', 2),
      chain('ip', 'early', 'input', -10),
      rule('ip', 'early', 'input', { drop: null }),
    )
    expect(verdictOf(native).by).toBe('ip/early/input#1')
  })

  it('of another family is not asked, nor one that is dormant', () => {
    const native = tablesOf(
      table('ip6', 'six', 1),
      chain('ip6', 'six', 'input', 0, 'drop'),
      table('inet', 'asleep', 2, { flags: 'dormant' }),
      chain('inet', 'asleep', 'input', 0, 'drop'),
    )
    expect(verdictOf(native).verdict).not.toBe('DROP')
  })

  it('of a bridge, or of a device where packets arrive, makes it unknown', () => {
    const onDevice = {
      chain: {
        family: 'netdev',
        table: 'n',
        name: 'c',
        handle: 1,
        dev: 'eth0',
        type: 'filter',
        hook: 'ingress',
        prio: 0,
        policy: 'drop',
      },
    }
    const native = tablesOf(table('netdev', 'n', 1), onDevice)
    expect(verdictOf(native)).toMatchObject({ verdict: 'UNKNOWN', open: ['unfollowed-tables netdev n'] })
    expect(verdictOf(native, '', { ...syn, in: 'eth1' }).verdict).not.toBe('UNKNOWN')
  })

  it('that iptables-nft made is read once, from iptables-save', () => {
    const made = tablesOf(table('ip', 'filter', 1), {
      chain: {
        family: 'ip',
        table: 'filter',
        name: 'INPUT',
        handle: 1,
        type: 'filter',
        hook: 'input',
        prio: 0,
        policy: 'drop',
      },
    })
    const lowered = lower([rulesOf('*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n')], made)
    expect(lowered.tables.map(({ path }) => path)).toEqual(['ipv4/filter'])
    expect(lower([], made).tables.map(({ path }) => path)).toEqual(['ip/filter'])
  })
})

describe('a statement that is not understood', () => {
  const unknownRule = (statement: Json) =>
    tablesOf(
      table('inet', 'mine', 1),
      chain('inet', 'mine', 'input', 0),
      rule('inet', 'mine', 'input', statement, { drop: null }),
    )

  it.each<readonly [string, Json]>([
    ['a match of an extension of iptables', { xt: { type: 'match', name: 'conntrack' } }],
    [
      'a field that nobody knows',
      { match: { op: '==', left: { payload: { protocol: 'tcp', field: 'doff' } }, right: 1 } },
    ],
    [
      'a header that nobody knows',
      { match: { op: '==', left: { payload: { protocol: 'mystery', field: 'flags' } }, right: 1 } },
    ],
    ['a limit', { limit: { rate: 1, per: 'second' } }],
    ['a set whose members are not there', dport('@nowhere')],
    ['a value that nobody knows', dport({ mystery: 1 })],
    ['a statement that nobody knows', { sorcery: null }],
  ])('%s makes the verdict unknown, and names it', (_, statement) => {
    const { verdict, open } = verdictOf(unknownRule(statement))
    expect(verdict).toBe('UNKNOWN')
    expect(open.length).toBeGreaterThan(0)
  })

  // Judge: `nft --debug=netlink list ruleset` shows a comparison of the protocol (`meta load l4proto`) before the field is loaded,
  // also where the listing prints `meta l4proto { tcp, udp } icmpv6 checksum 53`. The kernel's counters agree.
  it.each(['icmpv6', 'icmp', 'gre', 'udp', 'ip6'])(
    'an unknown field of %s decides nothing about TCP over IPv4',
    (protocol) => {
      const field = { match: { op: '==', left: { payload: { protocol, field: 'checksum' } }, right: 53 } }
      expect(verdictOf(unknownRule(field))).toMatchObject({ verdict: 'ACCEPT', open: [] })
    },
  )

  it('leaves a rule alone that asks for something else as well', () => {
    const native = tablesOf(
      table('inet', 'mine', 1),
      chain('inet', 'mine', 'input', 0),
      rule('inet', 'mine', 'input', dport(80), { sorcery: null }),
    )
    expect(verdictOf(native).verdict).not.toBe('UNKNOWN')
  })
})

describe('a rule with several parts', () => {
  it('does the first of them also where a later question fails, and comes back behind itself from a map', () => {
    const mark = { meta: { key: 'mark' } }
    const native = tablesOf(
      table('inet', 'mine', 1),
      chain('inet', 'mine', 'input', 0, 'drop'),
      { chain: { family: 'inet', table: 'mine', name: 'sub', handle: 9 } },
      rule('inet', 'mine', 'input', { mangle: { key: mark, value: 5 } }, dport(80), { drop: null }),
      rule('inet', 'mine', 'input', {
        vmap: {
          key: mark,
          data: {
            set: [
              [5, { jump: { target: 'sub' } }],
              [6, { drop: null }],
            ],
          },
        },
      }),
      rule('inet', 'mine', 'input', { match: { op: '==', left: mark, right: 6 } }, { accept: null }),
      { rule: { family: 'inet', table: 'mine', chain: 'sub', handle: 3, expr: [{ mangle: { key: mark, value: 6 } }] } },
    )
    expect(verdictOf(native)).toMatchObject({ verdict: 'ACCEPT', by: 'inet/mine/input#3' })
  })
})

// Judge: nft 1.0.6 itself, which printed both files from one ruleset.
describe('every statement that nft printed as JSON', () => {
  const read = (name: string) => readFileSync(new URL(`../cases/nft/${name}`, import.meta.url), 'utf8')
  const tables = readNftJson(JSON.parse(read('every-statement.json')), 'nft') ?? []
  const lines = new Set(
    read('every-statement.txt')
      .split('\n')
      .map((line) => line.trim().replace(/ packets 0 bytes 0/, '')),
  )
  // Of two operations on one mark nft itself prints another mask than it stores.
  const twice = 'meta mark set meta mark & 0xffffff0f | 0x00000020'
  const rules = tables.flatMap(({ chains }) => chains.flatMap((one) => one.rules))

  it.each(rules.map(({ printed }) => printed.origin.text).filter((text) => text !== twice))(
    'is printed as nft prints it: %s',
    (text) => {
      expect(lines).toContain(text)
    },
  )
})

// Judge: nft 1.0.6 with --debug=netlink, which made one comparison of four bytes, `cmp neq`, and the counters of the kernel.
describe('two ports that must differ', () => {
  const differ: Json = {
    rule: {
      family: 'inet',
      table: 'mine',
      chain: 'input',
      expr: [
        { match: { op: '!=', left: { payload: { protocol: 'tcp', field: 'sport' } }, right: 80 } },
        { match: { op: '!=', left: { payload: { protocol: 'tcp', field: 'dport' } }, right: 22 } },
        { drop: null },
      ],
    },
  }
  const by = (...version: readonly Json[]) =>
    tablesOf(...version, table('inet', 'mine', 1), chain('inet', 'mine', 'input', 0), differ)

  it('are one question to nft 1.0.6: does any of them differ', () => {
    expect(verdictOf(by({ metainfo: { version: '1.0.6' } })).verdict).toBe('DROP')
  })

  it('are not known of another version, where it matters', () => {
    expect(verdictOf(by({ metainfo: { version: '1.1.1' } })).verdict).toBe('UNKNOWN')
    const other = { ...syn, dport: 23 }
    expect(verdictOf(by({ metainfo: { version: '1.1.1' } }), '', other).verdict).toBe('DROP')
  })
})

// Judge: the kernel (test/machine/native.test.ts asks it about such rules of many kinds).
describe('a rule that asks by which interface an address is routed', () => {
  const check = (op: string, right: Json, flags: readonly string[] = ['saddr', 'iif'], result = 'oif') =>
    tablesOf(
      table('inet', 'mine', 1),
      chain('inet', 'mine', 'prerouting', -300),
      rule('inet', 'mine', 'prerouting', { match: { op, left: { fib: { result, flags } }, right } }, { drop: null }),
    )
  const near = { ...syn, src: ip('192.0.2.77') }
  const other = { ...syn, src: ip('203.0.113.77') }

  it('drops who comes in by another interface than answers leave by', () => {
    expect(verdictOf(check('==', false), '', near).verdict).toBe('ACCEPT')
    expect(verdictOf(check('==', false), '', other)).toMatchObject({
      verdict: 'DROP',
      by: 'inet/mine/prerouting#1',
      open: [],
    })
    expect(verdictOf(check('==', '0', ['saddr', 'mark', 'iif']), '', other).verdict).toBe('DROP')
    expect(verdictOf(check('!=', '0'), '', near).verdict).toBe('DROP')
    expect(verdictOf(check('==', true), '', near).verdict).toBe('DROP')
  })

  it('knows the interface by name, and a set of them', () => {
    expect(verdictOf(check('==', 'eth1', ['saddr'], 'oifname'), '', other).verdict).toBe('DROP')
    expect(verdictOf(check('==', { set: ['lo', 'eth0'] }, ['saddr'], 'oifname'), '', other).verdict).toBe('ACCEPT')
  })

  it('is unknown where the routes do not tell, and of an index that has no name', () => {
    expect(verdictOf(check('==', false), '', syn).verdict).toBe('UNKNOWN')
    expect(verdictOf(check('==', '77'), '', near).verdict).toBe('UNKNOWN')
  })
})
