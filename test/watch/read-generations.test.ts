import { GenerationReader } from '#watch/read-generations.ts'
import { expect, test } from 'vitest'

// What nft 1.0.6 printed while iptables 1.8.9 and nft changed a namespace.
const recorded = `add table ip filter
add chain ip filter FORWARD { type filter hook forward priority filter; policy accept; }
add rule ip filter FORWARD ip saddr 1.2.3.4 counter packets 0 bytes 0 drop
# new generation 2 by process 7355 (iptables)
delete rule ip filter FORWARD handle 2
delete chain ip filter FORWARD
delete table ip filter
add table ip filter
add chain ip filter INPUT { type filter hook input priority filter; policy accept; }
add rule ip filter FORWARD ip saddr 1.2.3.4 counter packets 0 bytes 0 drop
# new generation 3 by process 7358 (iptables-restor)
add table inet x
# new generation 4 by process 7360 (nft)
`

function read(text: string) {
  const reader = new GenerationReader()
  return text.split('\n').flatMap((line) => reader.take(line) ?? [])
}

test('each generation of nft monitor has its process, its rules and its chains', () => {
  expect(read(recorded)).toEqual([
    { number: 2, pid: 7355, program: 'iptables', added: 1, removed: 0, places: ['ip filter', 'ip filter FORWARD'] },
    {
      number: 3,
      pid: 7358,
      program: 'iptables-restor',
      added: 1,
      removed: 1,
      places: ['ip filter FORWARD', 'ip filter', 'ip filter INPUT'],
    },
    { number: 4, pid: 7360, program: 'nft', added: 0, removed: 0, places: ['inet x'] },
  ])
})

test('a program may have any name, also one with brackets', () => {
  expect(read('# new generation 5 by process 12 (a) (b)')).toMatchObject([{ pid: 12, program: 'a) (b' }])
})

test('a generation without a process, and lines that are nothing of it, are read', () => {
  expect(read('# ERROR: We lost some netlink events!\ntrace id 1 ip x y packet:\n# new generation 6')).toEqual([
    { number: 6, pid: 0, program: '', added: 0, removed: 0, places: [] },
  ])
})
