import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Message } from '#model/diagnostic.ts'
import { type Fields, fieldsOf, isTrue, listOf, namesOf, textOf, textRecord } from '#docker/compose/fields.ts'
import { readEnvFile } from '#docker/compose/interpolate.ts'
import { loadCompose } from '#docker/compose/load.ts'
import { portRequests } from '#docker/compose/ports.ts'

const projects = new URL('../cases/compose/projects/', import.meta.url).pathname
const read = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined)

function ours(name: string): Fields {
  const folder = join(projects, name)
  const files = ['compose.yaml', 'compose.override.yaml'].map((file) => join(folder, file)).filter(existsSync)
  const variables = readEnvFile(read(join(folder, '.env')) ?? '')
  const notes: Message[] = []
  return loadCompose(
    files.map((path) => ({ path, text: readFileSync(path, 'utf8') })),
    { read, variables, notes },
  )
}

// What decides the rules, in one spelling: Compose writes each port in its long form, and numbers and truth values as such.
function service(value: unknown) {
  const fields = fieldsOf(value) ?? {}
  const { ports, unreadable } = portRequests(fields.ports)
  const joined = namesOf(fields.networks).map((key) => {
    const { ipv4_address: ipv4, ipv6_address: ipv6 } = fieldsOf(fieldsOf(fields.networks)?.[key]) ?? {}
    return [key, ipv4 ?? '', ipv6 ?? ''].join(' ')
  })
  const isDefault = joined.length === 0 && fields.network_mode === undefined
  return {
    unreadable,
    ports: ports
      .map(
        ({ host, published, target, protocol }) =>
          `${host} ${published?.first}-${published?.last} ${target}/${protocol}`,
      )
      .sort(),
    networks: (isDefault ? ['default  '] : joined).sort(),
    mode: fields.network_mode ?? '',
    scale: Number(textOf(fields.scale ?? fieldsOf(fields.deploy)?.replicas) ?? 1),
    name: fields.container_name ?? '',
  }
}

function network(value: unknown) {
  const fields = fieldsOf(value) ?? {}
  const pools = listOf(fieldsOf(fields.ipam)?.config).map((one) => Object.entries(fieldsOf(one) ?? {}).sort())
  return {
    driver: fields.driver_opts === undefined ? {} : textRecord(fields.driver_opts),
    pools,
    internal: isTrue(fields.internal),
    six: isTrue(fields.enable_ipv6),
  }
}

// Judge: `docker compose config` of 2.26.1, recorded by scripts/record-compose.mjs.
describe('the files of a Compose project', () => {
  test.each(readdirSync(projects))('come to what Compose makes of them: %s', (name) => {
    // Compose prints a dollar sign as it would have to be written.
    const theirs = fieldsOf(JSON.parse((read(join(projects, name, 'config.json')) ?? '').replaceAll('$$', '$'))) ?? {}
    const tree = ours(name)
    const services = fieldsOf(theirs.services) ?? {}
    const own = fieldsOf(tree.services) ?? {}
    for (const key of Object.keys(services)) expect([key, service(own[key])]).toEqual([key, service(services[key])])
    const networks = fieldsOf(theirs.networks) ?? {}
    for (const key of Object.keys(networks))
      expect([key, network(fieldsOf(tree.networks)?.[key])]).toEqual([key, network(networks[key])])
    expect(tree.name ?? name).toBe(theirs.name)
  })
})
