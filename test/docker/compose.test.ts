import { readFileSync } from 'node:fs'
import { say } from '#i18n/catalogue.ts'
import { describe, expect, it } from 'vitest'
import { isRefusal } from '#model/answer.ts'
import { answerCompose } from '#answers/compose-answer.ts'
import { bareHost } from '#docker/compose/bare-host.ts'
import { readCompose as readFiles } from '#docker/compose/compose.ts'
import { isComposeText } from '#docker/compose/recognise.ts'
import { readEnvFile } from '#docker/compose/interpolate.ts'
import { bookText } from '#docker/book-text.ts'

const cases = new URL('../cases/', import.meta.url)
const told = { words: [], json: undefined, before: { ipv4: false, ipv6: false }, mesh: [] }

const setting = { project: 'p', host: bareHost('29.1.3'), variables: {} }

const readCompose = (text: string, how: Parameters<typeof readFiles>[1]) =>
  readFiles([{ path: 'compose.yaml', text }], how)

function compose(text: string, version = '29.1.3') {
  const answer = answerCompose('compose.yaml', text, { project: 'shop', version }, told)
  if (isRefusal(answer)) throw new Error(answer.message.id)
  return answer
}

describe('a Compose file', () => {
  it('predicts what a real engine wrote for the same services', () => {
    const answer = compose(readFileSync(new URL('compose/shop.yaml', cases), 'utf8'), '20.10.24')
    const [ipv4] = answer.predictions
    const dump = readFileSync(new URL('experiments/4-compose-after/iptables-save.txt', cases), 'utf8')
    const bridge = /br-[0-9a-f]{12}/.exec(dump)?.[0] ?? ''
    const rules = (text: string) => text.split('\n').filter((line) => line.startsWith('-A'))
    const ours = rules(bookText(ipv4 as NonNullable<typeof ipv4>)).map((line) =>
      line.replaceAll('br-shop_default', bridge),
    )
    // The capture has a container of an earlier experiment on docker0.
    const theirs = rules(dump).filter((line) => !line.includes('3456'))
    expect(ours.toSorted()).toEqual(theirs.toSorted())
  })

  it('says how many rules it adds and what it opens', () => {
    const { adds } = compose('services:\n  web:\n    image: x\n    ports: ["8080:80", "127.0.0.1:9000:9000/udp"]\n')
    expect(say(adds)).toBe(
      'this will add 11 rules and open 8080/tcp to everyone on every interface, also on IPv6; 127.0.0.1:9000/udp to this host',
    )
    // A network and two ports in G5: MASQUERADE, egress, DROP, CT, BRIDGE; raw endpoint and loopback; two DNATs; two ACCEPTs.
    expect(adds.args.rules).toBe(11)
  })

  it('says ranges as ranges, and nothing of ports on an internal network', () => {
    const text = [
      'services:',
      '  a: { image: x, ports: ["7000-7002:7000-7002/udp", "192.0.2.10:80:80"] }',
      '  b: { image: x, ports: ["9999:9999"], networks: [inner] }',
      'networks: { inner: { internal: true } }',
    ].join('\n')
    expect(compose(text).adds.args).toMatchObject({ both: '7000-7002/udp', bound: '192.0.2.10:80/tcp', local: '' })
    expect(compose('services: { a: { image: x } }').adds.args).toMatchObject({ both: '', bound: '', local: '' })
  })

  it('takes the next free addresses beside what the host runs, and networks that are there as they are', () => {
    const there = {
      id: '0123456789abcdef',
      name: 'p_back',
      created: '2026-01-01',
      subnets: ['172.18.0.0/16'],
      members: { x: { name: 'x', ipv4: '172.18.0.2/16', ipv6: '' } },
    }
    const [bridge] = setting.host.networks
    if (bridge === undefined) throw new Error('no docker0')
    const host = { ...setting.host, networks: [bridge, { ...bridge, options: {}, ...there }] }
    const text =
      'services:\n  a: { image: x, networks: [back, front] }\nnetworks:\n  back: {}\n  front: { ipam: { config: [{ subnet: 10.0.0.128/25 }] } }\n  unused: {}\n'
    const read = readCompose(text, { ...setting, host })
    if (isRefusal(read)) throw new Error(read.message.id)
    expect(read.state.networks.map(({ id }) => id)).toEqual(['bridge', '0123456789abcdef', 'p_front'])
    expect(read.made[0]?.endpoints.map(({ ipv4 }) => ipv4)).toEqual(['172.18.0.3', '10.0.0.130'])
    const other = readCompose('services: { a: { image: x } }', { ...setting, host })
    expect('state' in other && other.state.networks.at(-1)?.subnets).toEqual(['172.19.0.0/16'])
  })

  it('takes merge keys, .env files and dependencies as Compose does, and leaves services with a profile out', () => {
    const dollar = '$'
    const text = [
      `x-web: &web { image: x, ports: ["${dollar}{PORT}:80"] }`,
      'services:',
      '  web: { <<: *web, depends_on: [db] }',
      '  debug: { image: x, profiles: [debug] }',
      '  db: { image: x }',
    ].join('\n')
    const read = readCompose(text, { ...setting, variables: readEnvFile('# ports\nPORT="8088"\n') })
    if (isRefusal(read)) throw new Error(read.message.id)
    expect(read.made.map(({ name }) => name)).toEqual(['p-db-1', 'p-web-1'])
    expect(read.made[1]?.ports[0]?.hostPort).toBe(8088)
    expect(read.notes.map(({ id }) => id)).toContain('compose/profile')
  })

  it('reads ranges, long ports, internal networks and networks of the host', () => {
    const text = [
      'services:',
      '  a: { image: x, ports: ["7000-7002:7000-7002"], networks: [inner] }',
      '  b: { image: x, ports: [{ target: 80, published: "8081", protocol: tcp, host_ip: 192.0.2.10 }] }',
      '  c: { image: x, network_mode: host, ports: ["1:1"] }',
      'networks: { inner: { internal: true } }',
    ].join('\n')
    const read = readCompose(text, setting)
    if (isRefusal(read)) throw new Error(read.message.id)
    const [a, b, c] = read.state.containers
    expect(a?.ports.filter(({ hostAddress }) => hostAddress === '0.0.0.0').map(({ hostPort }) => hostPort)).toEqual([
      7000, 7001, 7002,
    ])
    expect(b?.ports).toEqual([{ protocol: 'tcp', containerPort: 80, hostAddress: '192.0.2.10', hostPort: 8081 }])
    expect(c?.ports).toEqual([])
    // Ports on an internal network open nothing.
    const dnat = compose(text).predictions.flatMap((one) => [...(one.book.tables.get('nat')?.get('DOCKER') ?? [])])
    expect(dnat.map(({ text: rule }) => rule)).toHaveLength(1)
  })

  it('says what it cannot know, and refuses what is no Compose file', () => {
    const dollar = '$'
    const ports = `"80", "${dollar}{PORT}:80", "${dollar}{OTHER:-81}:80"`
    const { notes } = compose(`services:\n  web: { image: x, ports: [${ports}] }\n`)
    expect(notes.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['compose/host-port-chosen', 'compose/variable', 'compose/bridges-unknown']),
    )
    expect(readCompose('services: [', setting)).toMatchObject({ message: { id: 'compose/not-yaml' } })
    expect(readCompose('just text', setting)).toMatchObject({ message: { id: 'compose/no-services' } })
  })

  it('takes hostile names as text alone', () => {
    const text =
      'services:\n  "web; $$(reboot)\\n": { image: x, ports: ["8080:80"], container_name: "a\\u001b[2J b" }\n'
    const rules = compose(text).predictions.map(bookText).join('')
    expect(rules).toContain('--dport 8080')
    expect(rules).not.toContain('reboot')
    expect(rules).not.toContain('\u001b')
  })

  const fault = (name: string, version: string) =>
    compose(readFileSync(new URL(`faults/${name}.yaml`, cases), 'utf8'), version)
  const dnat = ({ predictions }: ReturnType<typeof compose>) =>
    predictions
      .flatMap(({ book }) => [...(book.tables.get('nat')?.get('DOCKER') ?? [])].map(({ text }) => text))
      .filter((text) => text.includes('DNAT'))

  // Judge: the engines, which wrote these rules.
  it('finds the address that a published port leads to as the engine does', () => {
    expect(dnat(fault('network-mode-bridge', '28.5.2'))).toEqual([
      '! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80',
    ])
    expect(dnat(fault('macvlan-is-gateway', '28.5.2'))).toEqual([])
    expect(fault('macvlan-is-gateway', '28.5.2').adds.args).toMatchObject({ both: '', unknown: '' })
    expect(dnat(fault('ipv6-subnet', '28.5.2')).at(-1)).toContain('--to-destination [2001:db8:a::2]:80')
  })

  it('says that it opens nothing only when that is known', () => {
    const dollar = '$'
    const opens = (service: string, networks = '') =>
      say(compose(`services: { a: { image: x, ${service} } }\n${networks}`).adds)
    expect(opens('expose: [80]')).toMatch(/ and open nothing$/)
    for (const ports of [`["${dollar}{PORT}:80"]`, '["abc"]', '["80:80/foo"]', '["8080:80-82"]'])
      expect(opens(`ports: ${ports}`)).toMatch(/not known whether it opens: a /)
    expect(opens('ports: ["80"]')).toContain('open a port that Docker chooses for a 80/tcp')
    expect(opens('ports: ["80:80"], networks: [e]', 'networks: { e: { external: true } }')).toContain('not known')
  })

  // Judge: the engine refuses a second container ("port is already allocated"); a range gives each its own.
  it('gives a fixed port to one replica and a range to all', () => {
    const ports = (range: string) => {
      const read = readCompose(`services: { a: { image: x, scale: 3, ports: ["${range}:80"] } }`, setting)
      if (isRefusal(read)) throw new Error(read.message.id)
      return read.made.map((one) => (one.running ? one.ports[0]?.hostPort : 'stopped'))
    }
    expect(ports('8080')).toEqual([8080, 'stopped', 'stopped'])
    expect(ports('8080-8082')).toEqual([8080, 8081, 8082])
  })

  it('is recognised by what it holds, not by its name', () => {
    const texts = ['services: {a: {image: x}}', '{"services": {"a": {}}}', 'include: [a.yaml]', 'web:\n  image: x\n']
    for (const text of texts) expect([text, isComposeText(text)]).toEqual([text, true])
    const others = [
      'policy: {allow: [80]}',
      'rules:\n  - image: x\n',
      '*filter\nCOMMIT\n',
      '{"docker": {"version": "28"}}',
      'services',
    ]
    for (const text of others) expect([text, isComposeText(text)]).toEqual([text, false])
  })

  // Judge: dockerd(8): the default bridge takes the first subnet of the pools; other networks follow.
  it('takes subnets from the pools of the daemon', () => {
    const daemon = { words: [], json: { 'default-address-pools': [{ base: '10.200.0.0/16', size: 24 }] } }
    const read = readCompose('services: { a: { image: x } }', { ...setting, host: bareHost('29.1.3', daemon), daemon })
    if (isRefusal(read)) throw new Error(read.message.id)
    expect(read.state.networks.map(({ subnets }) => subnets)).toEqual([['10.200.0.0/24'], ['10.200.1.0/24']])
    expect(read.made[0]?.endpoints[0]?.ipv4).toBe('10.200.1.2')
  })

  // Judge: moby writes one DNAT for each port of a family.
  it('reads a range of all ports', { timeout: 60_000 }, () => {
    const [ipv4] = compose('services: { a: { image: x, ports: ["1-65535:1-65535"] } }', '28.5.2').predictions
    const text = bookText(ipv4 as NonNullable<typeof ipv4>)
    expect(text.split(' -j DNAT --to-destination 172.18.0.2:').length - 1).toBe(65_535)
  })
})
