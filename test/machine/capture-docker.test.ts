import { netnsHost } from '#host/netns-host.ts'
import { nodeHost } from '#host/node-host.ts'
import { capture } from '#snapshots/capture.ts'
import { redact } from '#redact/redact.ts'
import { expect, test } from 'vitest'
import { image, startEngine } from './engine.ts'
import { createNamespace, requireMachine } from './namespace.ts'

test('an engine in another namespace is captured with its containers, and none of their secrets', async (ctx) => {
  await requireMachine(ctx, 'dockerd', 'docker', 'nsenter', 'iptables-nft-save', 'busybox')
  const namespace = await createNamespace('docker')
  const engine = await startEngine(namespace)
  await engine.docker('network', 'create', 'acme-net')
  const secrets = ['-e', 'TOKEN=hunter2', '--label', 'users=bob:hunter2', '--label', 'com.docker.compose.project=acme']
  const container = ['--name', 'acme-web', '--network', 'acme-net', '-p', '127.0.0.1:8080:80']
  await engine.docker('run', '-d', ...container, ...secrets, image, '/bin/busybox', 'sleep', '600')

  const file = await capture(netnsHost(nodeHost, namespace.name), { dockerHost: engine.host })
  const { stdout: version } = await engine.docker('version', '--format', '{{.Server.Version}}')
  const { stdout: bridge } = await engine.docker('network', 'inspect', 'acme-net', '--format', 'br-{{slice .Id 0 12}}')
  const { stdout: address } = await engine.docker(
    ...['inspect', 'acme-web', '--format', '{{(index .NetworkSettings.Networks "acme-net").IPAddress}}'],
  )
  expect(file.docker?.version).toBe(version.trim())
  expect(file.docker?.containers).toMatchObject([
    {
      name: 'acme-web',
      running: true,
      endpoints: [{ networkName: 'acme-net', ipv4: address.trim() }],
      ports: [{ protocol: 'tcp', containerPort: 80, hostAddress: '127.0.0.1', hostPort: 8080 }],
      labels: { 'com.docker.compose.project': 'acme' },
    },
  ])
  expect(file.facts.interfaces?.map(({ name }) => name)).toContain(bridge.trim())
  expect(file.facts.sockets).toContainEqual(expect.objectContaining({ port: 8080, process: 'docker-proxy' }))
  expect(file.rules[0]?.text).toContain(`--to-destination ${address.trim()}:80`)
  expect(JSON.stringify(file)).not.toContain('hunter2')
  expect(JSON.stringify(redact([file]))).not.toMatch(new RegExp(`acme|bob|${address.trim().replaceAll('.', '[.]')}\\b`))
})

test('without an engine the rest is captured, and it is said where nobody answered', async (ctx) => {
  await requireMachine(ctx, 'nsenter', 'iptables-nft-save')
  const host = netnsHost(nodeHost, (await createNamespace('alone')).name)
  const nobody = {
    ...host,
    variable: (name: string) => (name === 'DOCKER_HOST' ? 'unix:///run/seawall-nobody.sock' : undefined),
  }
  const file = await capture(nobody)
  expect(file.docker).toBeUndefined()
  expect(file.notes).toContainEqual({
    id: 'host/docker-unreachable',
    args: { endpoint: 'unix:///run/seawall-nobody.sock', said: expect.stringContaining('ENOENT') },
  })
  await expect(capture(host, { dockerHost: 'unix:///run/seawall-nobody.sock' })).rejects.toMatchObject({
    code: 'host/docker-unreachable',
  })
})
