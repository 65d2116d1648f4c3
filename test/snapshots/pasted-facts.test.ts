import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { writeAddress, writePrefix } from '#base/prefix.ts'
import { readSnapshot } from '#snapshots/read-snapshot.ts'

// One host in a network namespace, told by iproute2 6.1.0, net-tools 2.10 and busybox 1.35. Judges: what `ip -j` says of the same
// host, and the list of sockets that were opened.
const folder = new URL('../cases/pasted/tools/', import.meta.url)
const output = (command: string) => readFileSync(new URL(`${command.replaceAll(' ', '_')}.txt`, folder), 'utf8')
const json = (command: string) =>
  JSON.parse(readFileSync(new URL(`${command.replaceAll(' ', '_')}.json`, folder), 'utf8'))

const rules = ['-P INPUT DROP', '-P FORWARD ACCEPT', '-P OUTPUT ACCEPT', '-A INPUT -s 192.0.2.9/32 -j ACCEPT']
const pages = {
  'above the rules, with prompts': (command: string) =>
    ['root@host:~# ' + command, output(command), 'root@host:~# iptables -S', ...rules, ''].join('\n'),
  'below the rules, with prompts': (command: string) =>
    ['$ sudo iptables -S', ...rules, `$ ${command}`, output(command)].join('\n'),
  'above the rules, without prompts': (command: string) => [output(command), ...rules].join('\n'),
  'in a quoted page': (command: string) =>
    [
      'Hello,',
      ...[`# ${command}`, ...output(command).split('\n'), '# iptables -S', ...rules].map((line) => `> ${line}`),
    ].join('\n'),
}

async function read(page: keyof typeof pages, command: string) {
  const text = pages[page](command)
  const snapshot = await readSnapshot('page.txt', text)
  const all = snapshot.rulesets.flatMap(({ tables }) =>
    tables.flatMap(({ chains }) => chains.flatMap((one) => one.rules)),
  )
  // The rules keep their place in the page, and nothing else was read as a rule.
  expect(all.map(({ start, end }) => text.slice(start, end))).toEqual([rules[3]])
  expect(
    snapshot.texts.flatMap(({ diagnostics }) => diagnostics.filter(({ severity }) => severity === 'error')),
  ).toEqual([])
  return snapshot
}

describe.each(Object.keys(pages) as (keyof typeof pages)[])('the output of a program %s', (page) => {
  it.each(['ip addr', 'ip -br addr', 'ip -o addr', 'ip -d addr', 'ip -s addr', 'ifconfig', 'busybox ifconfig'])(
    '`%s` tells the addresses that `ip -j addr` tells',
    async (command) => {
      const { facts } = await read(page, command)
      // net-tools leave out the address of the other side of a tunnel, busybox the second address' label.
      const told = facts.interfaces?.map(({ name, addresses }) => [
        name,
        addresses.map(({ address, length }) => `${writeAddress(address)}/${length}`).sort(),
      ])
      const expected = json('ip -j addr').map((link: Link) => [
        link.ifname,
        link.addr_info.map(({ local, prefixlen }) => `${local}/${prefixlen}`).sort(),
      ])
      expect(Object.fromEntries(told ?? [])).toEqual(Object.fromEntries(expected))
    },
  )

  it.each(['ip route', 'route -n', 'busybox route -n', 'netstat -rn'])(
    '`%s` tells the routes of main',
    async (command) => {
      const { facts } = await read(page, command)
      const told = facts.routes?.map(({ destination, device }) => `${writePrefix(destination)} ${device}`)
      const main = json('ip -j -4 route show table all').filter(
        (route: { table?: string }) => route.table === undefined,
      )
      const expected = main.flatMap(({ dst, dev, nexthops }: IpRoute) => {
        const to = dst === 'default' ? '0.0.0.0/0' : dst.includes('/') ? dst : `${dst}/32`
        return (nexthops ?? [{ dev }]).map((hop) => `${to} ${hop.dev}`)
      })
      // net-tools show one hop of several.
      expect([...new Set(told)].sort()).toEqual([...new Set(expected)].sort())
      expect(facts.routesRead).toEqual({ families: ['ipv4'], onlyMain: true })
    },
  )

  it('`ip rule` tells the routing rules', async () => {
    const { facts } = await read(page, 'ip rule')
    expect(facts.routingRules?.map(({ priority, text }) => `${priority} ${text}`)).toEqual([
      '0 from all lookup local',
      '1000 from all fwmark 0x1/0xff lookup 100',
      '32766 from all lookup main',
      '32767 from all lookup default',
    ])
  })

  const tcp = ['tcp 0.0.0.0:22', 'tcp 127.0.0.1:631', 'tcp 192.0.2.10:9000', 'tcp *:8080', 'tcp :::22']
  const udp = ['udp 0.0.0.0:53', 'udp 192.0.2.10:67', 'udp ::1:123']
  it.each([
    ['ss -lntp', tcp],
    ['ss -lntup', [...tcp, ...udp]],
    ['ss -tuln', [...tcp, ...udp]],
    ['ss -lnu', udp],
    ['netstat -tlnp', tcp],
    ['netstat -tulnp', [...tcp, ...udp]],
    ['netstat -lnu', udp],
    ['busybox netstat -tuln', [...tcp, ...udp]],
  ])('`%s` tells the sockets that were opened', async (command, expected) => {
    const { facts } = await read(page, command)
    const told = facts.sockets?.map(({ protocol, address, family, port }) => {
      const any = family === 'ipv4' ? '0.0.0.0' : '::'
      return `${protocol} ${family} ${address === undefined ? any : writeAddress(address)} ${port}`
    })
    // Netstat does not show that a socket for all IPv6 addresses takes no IPv4.
    const both = (one: string) => one.includes('*') || (command.includes('netstat') && one.includes(':::'))
    const opened = expected.flatMap((one) => {
      const [, protocol, host = '', port] = /^(\w+) (.*):(\d+)$/.exec(one) ?? []
      const places = both(one) ? ['ipv4 0.0.0.0', 'ipv6 ::'] : [host.includes(':') ? `ipv6 ${host}` : `ipv4 ${host}`]
      return places.map((place) => `${protocol} ${place} ${port}`)
    })
    expect([...new Set(told)].sort()).toEqual([...new Set(opened)].sort())
    expect([...(facts.socketsRead ?? [])].sort()).toEqual([...new Set(expected.map((one) => one.slice(0, 3)))].sort())
  })
})

interface Link {
  readonly ifname: string
  readonly addr_info: readonly { readonly local: string; readonly prefixlen: number }[]
}

interface IpRoute {
  readonly dst: string
  readonly dev?: string
  readonly nexthops?: readonly { readonly dev: string }[]
}
