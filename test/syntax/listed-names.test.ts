import { describe, expect, it } from 'vitest'
import { defaultDialect } from '#model/family.ts'
import { printRule } from '#syntax/print/print-rule.ts'
import { readText } from '#syntax/text/read-text.ts'

const heading = 'Chain DOCKER (1 references)\ntarget     prot opt source               destination\n'
const row = (protocol: string, rest = '') =>
  `ACCEPT     ${protocol.padEnd(4)} --  anywhere             172.17.0.2           ${rest}\n`

function read(text: string) {
  const { rulesets, diagnostics } = readText({ name: 'page', text })
  const rules = rulesets.flatMap(({ tables }) => tables.flatMap(({ chains }) => chains.flatMap((one) => one.rules)))
  return {
    rules: rules.map((rule) => printRule(rule, 'ipv4', defaultDialect).trim()),
    notes: diagnostics.map(({ id }) => id).filter((id) => id === 'syntax/service-of-two-lists'),
  }
}

const portOf = (text: string) => read(text).rules.map((rule) => /--dports? (\S+)/.exec(rule)?.[1])

// Judges: /etc/services of Debian 12 (http-alt 8080/tcp webcache), of RHEL (http-alt 8008, webcache 8080), IANA's registry.
describe('names of services in a listing', () => {
  it('are those of RHEL where another name of the listing is known to RHEL alone, or its prompt is', () => {
    const both = row('tcp', 'tcp dpt:webcache') + row('tcp', 'tcp dpt:http-alt') + row('tcp', 'tcp dpt:pcsync-https')
    expect(portOf(heading + both)).toEqual(['8080', '8008', '8443'])
    expect(portOf(`[root@c7 ~]# iptables -L DOCKER\n${heading}${row('tcp', 'tcp dpt:http-alt')}`)).toEqual(['8008'])
    expect(portOf(heading + row('tcp', 'multiport dports ssh,http-alt,webcache'))).toEqual(['22,8008,8080'])
  })

  it('are those of Debian else, and a name of two ports is said', () => {
    expect(portOf(`root@deb:~# iptables -L DOCKER\n${heading}${row('tcp', 'tcp dpt:http-alt')}`)).toEqual(['8080'])
    expect(read(heading + row('tcp', 'tcp dpt:http-alt')).notes).toHaveLength(1)
    expect(read(heading + row('tcp', 'tcp dpt:https')).notes).toHaveLength(0)
    expect(portOf(heading + row('tcp', 'tcp dpt:http-alt'))).toEqual(['8080'])
  })

  it('that no Debian prints are those of the registry', () => {
    // On Debian `dicom` is a second name of port 104, and IANA's name of 11112.
    expect(portOf(heading + row('tcp', 'tcp dpt:dicom'))).toEqual(['11112'])
  })
})

// Judge: /etc/protocols of RHEL and IANA's registry of protocol numbers.
describe('names of protocols in a listing', () => {
  it.each([
    ['ipv6-icmp', '-p ipv6-icmp'],
    ['icmpv6', '-p ipv6-icmp'],
    ['udplite', '-p udplite'],
    ['136', '-p udplite'],
    ['6', '-p tcp'],
    ['47', '-p gre'],
    ['carp', '-p vrrp'],
    ['pgm', '-p 113'],
    ['mobile', '-p 55'],
    ['253', '-p 253'],
  ])('%s', (name, expected) => {
    expect(read(heading + row(name)).rules).toEqual([`-d 172.17.0.2/32 ${expected} -j ACCEPT`])
  })
})
