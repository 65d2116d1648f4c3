import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Dialect, Family, Variant } from '#model/family.ts'
import type { Ruleset } from '#model/ruleset.ts'
import { printRule } from '#syntax/print/print-rule.ts'
import { readText } from '#syntax/text/read-text.ts'
import type { Namespace } from './namespace.ts'
import { createNamespace, requireMachine } from './namespace.ts'

const engines = new URL('../../../shared/engines/', import.meta.url)
const cases = [
  '01-publish-tcp',
  '05-two-user-bridges',
  '06-internal',
  '09-ipv6-network',
  '15-swarm',
  '26-allow-direct-routing',
]

/** The dumps of some scenarios of every engine. */
function dumps(file: string): readonly (readonly [string, string])[] {
  const folders = existsSync(engines) ? readdirSync(engines) : []
  return folders.flatMap((engine) =>
    cases.flatMap((name) => {
      const url = new URL(`${engine}/${name}/${file}`, engines)
      return existsSync(url) ? [[`${engine}/${name}`, readFileSync(url, 'utf8')] as const] : []
    }),
  )
}

/** Every rule and policy as a line, with counters where `counted`. */
function linesOf(ruleset: Ruleset | undefined, table: string, dialect: Dialect, counted: boolean): readonly string[] {
  return (ruleset?.tables.find(({ name }) => name === table)?.chains ?? []).flatMap(
    ({ name, policy, counters, rules }) => [
      `:${name} ${policy ?? '-'}${counted && policy !== undefined ? ` ${counters?.packets}:${counters?.bytes}` : ''}`,
      ...rules.map((rule) => {
        const count = counted ? `${rule.counters?.packets}:${rule.counters?.bytes} ` : ''
        return `${count}-A ${name}${printRule(rule, ruleset?.family ?? 'ipv4', dialect)}`
      }),
    ],
  )
}

async function makeSets(host: Namespace, dump: string, family: Family): Promise<void> {
  const names = new Set([...dump.matchAll(/--match-set (\S+)/g)].map(([, name]) => name ?? ''))
  for (const name of names) {
    const kind = family === 'ipv6' ? ['family', 'inet6'] : []
    await host.run(['ipset', 'create', name, 'hash:net', ...kind], { mayFail: true })
  }
}

// No listing shows the interfaces without -v, nor a jump's target otherwise than by name.
function withoutInterfaces(line: string): string {
  return line.replace(/(?: !)? -[io] \S+/g, '')
}

async function compare(family: Family, variant: Variant, name: string, dump: string): Promise<boolean> {
  const program = `${family === 'ipv6' ? 'ip6tables' : 'iptables'}-${variant}`
  const host = await createNamespace('list')
  await makeSets(host, dump, family)
  const loaded = await host.run([`${program}-restore`, '-c'], { stdin: dump, mayFail: true })
  if (loaded.code !== 0) return false
  const dialect: Dialect = { version: '1.8.9', variant }
  for (const table of ['raw', 'mangle', 'filter', 'nat']) {
    const saved = readText(
      { name: 'save', text: (await host.run([`${program}-save`, '-c', '-t', table])).stdout },
      { family },
    )
    const list = async (...words: readonly string[]) => {
      const command = [program, '-t', table, ...words]
      const { stdout } = await host.run(command)
      return readText({ name: 'page', text: `$ sudo ${command.join(' ')}\n${stdout}` }, { dialect }).rulesets[0]
    }
    const theirs = linesOf(saved.rulesets[0], table, dialect, true)
    const where = `${name} ${program} ${table}`
    expect(linesOf(await list('-nvxL', '--line-numbers'), table, dialect, true), `${where} -nvxL`).toEqual(theirs)
    expect(linesOf(await list('-vS'), table, dialect, true), `${where} -vS`).toEqual(theirs)
    const plain = linesOf(saved.rulesets[0], table, dialect, false)
    expect(linesOf(await list('-S'), table, dialect, false), `${where} -S`).toEqual(plain)
    expect(linesOf(await list('-nL'), table, dialect, false), `${where} -nL`).toEqual(plain.map(withoutInterfaces))
  }
  await host.delete()
  return true
}

for (const variant of ['nft', 'legacy'] as const) {
  for (const family of ['ipv4', 'ipv6'] as const) {
    test(`${variant} lists the ${family} rules of Docker's engines, and each listing reads back as what it saves`, async (ctx) => {
      const program = `${family === 'ipv6' ? 'ip6tables' : 'iptables'}-${variant}`
      await requireMachine(ctx, program, 'ipset')
      const found = dumps(family === 'ipv6' ? 'ip6tables-save.txt' : 'iptables-save.txt')
      if (found.length === 0) ctx.skip('../shared/engines is not there')
      let loaded = 0
      for (const [name, dump] of found) if (await compare(family, variant, name, dump)) loaded++
      expect(loaded).toBeGreaterThan(found.length / 2)
    })
  }
}
