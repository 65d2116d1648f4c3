import { describe, expect, it } from 'vitest'
import { always, never } from '#model/condition.ts'
import type { Condition } from '#model/condition.ts'
import { conditionOfText } from './condition-of.ts'

const not = (of: Condition): Condition => ({ kind: 'not', of })
const history = (key: string): Condition => ({ kind: 'unknown', cause: 'history', key })
const host = (key: string): Condition => ({ kind: 'unknown', cause: 'host', key })
const packet = (key: string): Condition => ({ kind: 'unknown', cause: 'packet', key })
const inside = (field: 'uid' | 'gid' | 'socket' | 'cpu' | 'bridged', from: number, to = from): Condition => ({
  kind: 'in',
  field,
  set: [{ from, to }],
})
const port = (field: 'physin' | 'physout', name: string, prefix = false): Condition => ({
  kind: 'interface',
  field,
  name,
  prefix,
})

// Counted on kernel 6.18 by rules in OUTPUT and INPUT, both variants alike, where `because` speaks of packets.
const rows: readonly (readonly [args: string, meant: Condition, because: string])[] = [
  ['-m statistic --mode random --probability 1', always, 'all four packets counted'],
  ['-m statistic --mode random --probability 0', never, 'no packet counted'],
  ['-m statistic --mode random ! --probability 1', not(always), 'no packet counted'],
  ['-m statistic --mode nth --every 1 --packet 0', always, 'all four packets counted'],
  [
    '-m statistic --mode random --probability 0.5',
    history('statistic --mode random --probability 0.50000000000'),
    'chance',
  ],
  ['-m recent --set --name a', always, 'the address is put on the list, and the rule goes on: all four counted'],
  ['-m recent ! --set --name a', not(always), 'no packet counted'],
  [
    '-m recent --rcheck --seconds 60',
    history('recent --rcheck --seconds 60 --name DEFAULT --mask 255.255.255.255 --rsource'),
    'it depends on earlier packets',
  ],
  ['-m limit', history('limit --limit 3/hour'), 'it depends on earlier packets'],
  [
    '-m connlimit --connlimit-above 5',
    history('connlimit --connlimit-above 5 --connlimit-mask 32 --connlimit-saddr'),
    'it depends on other connections',
  ],
  ['-m owner --uid-owner 0', inside('uid', 0), 'the SYN of root counted, the RST that the kernel sends not'],
  ['-m owner ! --uid-owner 0', not(inside('uid', 0)), 'the RST counted: what the kernel sends has no owner'],
  ['-m owner --socket-exists', inside('socket', 1), 'the RST counted too: it leaves by a socket of the kernel'],
  [
    '-m owner --gid-owner 5 --suppl-groups',
    host('owner --suppl-groups --gid-owner 5'),
    'the groups of a process are the business of the host',
  ],
  ['-m physdev --physdev-in veth+', port('physin', 'veth', true), 'a name'],
  ['-m physdev ! --physdev-in eth0', not(port('physin', 'eth0')), 'all four packets, which saw no bridge, counted'],
  ['-m physdev --physdev-is-in', not(port('physin', '')), 'packets without a bridge have no port'],
  ['-m physdev ! --physdev-is-in', port('physin', ''), 'all four packets, which saw no bridge, counted'],
  ['-m physdev ! --physdev-is-bridged', not(inside('bridged', 1)), 'all four packets counted'],
  [
    '-m policy --dir in --pol none',
    not(host('policy --dir in --pol ipsec')),
    'the opposite of the next, always: 4 and 0',
  ],
  ['-m policy --dir in --pol ipsec', host('policy --dir in --pol ipsec'), 'one question'],
  ['-m rpfilter --invert --loose', not(host('rpfilter --loose')), 'the opposite of the next'],
  ['-m rpfilter --loose', host('rpfilter --loose'), 'one question'],
  [
    '-m realm --realm 5/0',
    { kind: 'bits', field: 'realm', mask: 0, value: 5 },
    'no packet counted: what is left of its realm is 0, not 5',
  ],
  ['-m cpu --cpu 3', inside('cpu', 3), 'a number'],
  ['-m u32 ! --u32 "6&0xFF=1"', not(packet('u32 --u32 "0x6&0xff=0x1"')), 'one question however it is spelled'],
  [
    '-m string --string GET --algo bm --to 64',
    packet('string --string GET --from 0 --to 64'),
    'the algorithm does not change what is found',
  ],
  [
    '-m time --weekdays Mon',
    host('time --weekdays Mon --datestop 2038-01-19T03:14:07'),
    'the clock is the same for all',
  ],
]

describe('what the matches ask of a packet', () => {
  it.each(rows)('%s', (args, meant, because) => {
    expect(conditionOfText(args), because).toEqual(meant)
  })

  it('asks the same question of the same bytes, whatever the algorithm and the spelling', () => {
    const one = conditionOfText('-m string --string "foo" --algo bm')
    expect(conditionOfText('-m string --hex-string "|66 6f 6f|" --algo kmp')).toEqual(one)
    expect(conditionOfText('-m string --string "foo" --algo bm --icase')).not.toEqual(one)
  })

  it('does not decide what depends on a name that only the host knows', () => {
    expect(conditionOfText('-m owner --uid-owner webmaster')).toEqual({
      kind: 'unknown',
      cause: 'hidden',
      key: 'owner --uid-owner webmaster',
    })
  })
})
