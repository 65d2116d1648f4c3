import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ownersOf } from '#answers/owners-answer.ts'
import { readSnapshot } from '#snapshots/read-snapshot.ts'

// An engine 20.10.24 with four containers, told by the docker client 28.2.2 and by iptables 1.8.9. Judge: `docker inspect`.
const folder = new URL('../cases/pasted/docker/', import.meta.url)
const file = (name: string) => readFileSync(new URL(name, folder), 'utf8')
const output = (command: string) => file(`${command.replaceAll(' ', '_')}.txt`)
const page = (...commands: readonly string[]) =>
  commands.map((command) => `[root@host ~]# ${command}\n${output(command)}`).join('\n')

interface Inspected {
  readonly Name: string
  readonly NetworkSettings: {
    readonly Ports: Readonly<Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[] | null>>
    readonly Networks: Readonly<Record<string, { readonly IPAddress: string }>>
  }
}

const inspected = (JSON.parse(file('docker_inspect.json')) as readonly Inspected[]).map(
  ({ Name, NetworkSettings }) => ({
    name: Name.slice(1),
    address: Object.values(NetworkSettings.Networks)[0]?.IPAddress,
    ports: Object.entries(NetworkSettings.Ports)
      .flatMap(([port, hosts]) => (hosts ?? []).map(({ HostIp, HostPort }) => `${HostIp} ${HostPort} ${port}`))
      .sort(),
  }),
)

describe('Docker in a page', () => {
  it.each(['docker ps', 'docker ps -a', 'docker ps --no-trunc', 'docker ps --format table'])(
    '`%s` tells names and published ports; addresses are those of the DNAT rules',
    async (command) => {
      const { docker } = await readSnapshot('page', page(command, 'iptables -S', 'iptables -t nat -S'))
      for (const { name, address, ports } of inspected) {
        const found = docker?.containers.find((one) => one.name === name)
        const told = found?.ports.map(
          (one) => `${one.hostAddress} ${one.hostPort} ${one.containerPort}/${one.protocol}`,
        )
        expect(told?.sort(), name).toEqual(ports)
        // The one that publishes no port has no rule that tells.
        expect(
          found?.endpoints.map(({ ipv4 }) => ipv4),
          name,
        ).toEqual(name === 'cache' ? [] : [address])
      }
    },
  )

  it('`docker network inspect` beside `docker ps` tells the addresses, of containers without ports too', async () => {
    const text = `$ docker network inspect bridge front\n${file('docker_network_inspect_all.json')}${page('docker ps')}`
    const { docker, texts } = await readSnapshot('page', `${text}\n${page('iptables -S', 'iptables -t nat -S')}`)
    for (const { name, address } of inspected)
      expect(docker?.containers.find((one) => one.name === name)?.endpoints[0]?.ipv4).toBe(address)
    expect(texts[0]?.diagnostics.map(({ id }) => id)).not.toContain('paste/cut-document')
  })

  it('networks without a list of containers leave the rules of published ports to Docker', async () => {
    const text = `$ docker network inspect bridge front\n${file('docker_network_inspect_all.json')}\n${page('iptables -t nat -S')}`
    const snapshot = await readSnapshot('page', text)
    const owners = ownersOf(snapshot)
    const rules = snapshot.rulesets.flatMap(({ tables }) =>
      tables.flatMap(({ chains }) => chains.flatMap((one) => one.rules)),
    )
    // The engine has written every rule of this host.
    expect(rules.filter((rule) => owners.ofRule(rule).owner !== 'docker')).toEqual([])
  })

  it('a document that is cut off is said to be unread', async () => {
    const whole = file('docker_network_inspect_all.json').split('\n')
    const text = ['$ docker network inspect bridge', ...whole.slice(0, 20), page('iptables -S')].join('\n')
    const { docker, texts, rulesets } = await readSnapshot('page', text)
    expect(docker).toBeUndefined()
    expect(texts[0]?.diagnostics.filter(({ severity }) => severity === 'error').map(({ id }) => id)).toEqual([
      'paste/cut-document',
    ])
    expect(rulesets).toHaveLength(1)
  })

  it('`docker version` and `docker info` tell the engine, not the client', async () => {
    for (const command of ['docker version', 'docker info']) {
      const { docker } = await readSnapshot('page', page(command, 'iptables -S'))
      expect(docker?.version, command).toBe('20.10.24+dfsg1')
    }
    const { docker } = await readSnapshot('page', page('docker -v', 'iptables -S'))
    expect(docker).toBeUndefined()
  })
})
