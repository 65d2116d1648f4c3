import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { answerJsonSchemas, answerSchemas } from '#report/answer-schemas.ts'
import { checkout, isBuilt, seawall } from './run.ts'

const redis = 'test/cases/hosts/redis-20.10.24'
const fresh = 'test/cases/hosts/fresh-20.10.24'

describe('the command line', () => {
  beforeEach((context) => {
    if (!isBuilt) context.skip('dist/bin/seawall.js is not built: npm run build')
  })

  it('explains a captured host, conclusion first, and exits with 0', () => {
    const { code, out, talk } = seawall(['explain', redis], '', { COLUMNS: '80' })
    expect(talk).toBe('')
    expect(code).toBe(0)
    expect(out.split('\n')[0]).toBe("IPv4: 18 rules: 18 docker; Docker's layout is that of 18.03.1 to 27.5.1")
    expect(out).toContain('*:10000/tcp -> redis:6379')
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })

  it('explains one rule by id, by text and pasted, with the same words', () => {
    const byId = seawall(['explain', redis, '--rule', 'ipv4/nat/DOCKER#2'])
    const text = '-A DOCKER ! -i docker0 -p tcp --dport 10000 -j DNAT --to-destination 172.17.0.2:6379'
    const byText = seawall(['explain', redis, '-t', 'nat', '--rule', text])
    expect(byId.out).toContain('get the destination 172.17.0.2:6379')
    expect(byText.out).toBe(byId.out)
    const pasted = seawall(['explain', '-A DOCKER-USER -i eth0 -p tcp --dport 8080 -j DROP'])
    expect(pasted.code).toBe(0)
    expect(pasted.talk).toBe('')
    expect(pasted.out).toContain('are dropped')
  })

  it('answers in JSON as the published schemas say', () => {
    const parse = (words: readonly string[]) => JSON.parse(seawall(words).out) as unknown
    expect(() => answerSchemas.explain.parse(parse(['explain', redis, '--json']))).not.toThrow()
    expect(() =>
      answerSchemas.explain.parse(parse(['explain', redis, '--rule', 'ipv4/nat/DOCKER#2', '--json'])),
    ).not.toThrow()
    expect(() => answerSchemas.diff.parse(parse(['diff', fresh, redis, '--json']))).not.toThrow()
    expect(() => answerSchemas.fmt.parse(parse(['fmt', `${redis}/iptables-save.txt`, '--json']))).not.toThrow()
    expect(() => answerSchemas.status.parse(parse(['status', redis, '--json']))).not.toThrow()
    expect(() => answerSchemas.predict.parse(parse(['predict', redis, '--json']))).not.toThrow()
    expect(() => answerSchemas.concepts.parse(parse(['explain', '--concepts', '--json']))).not.toThrow()
    expect(() => answerSchemas.error.parse(parse(['explain', redis, '--chain', 'NOSUCH', '--json']))).not.toThrow()
  })

  it('publishes schemas that are those of the code (npm run schemas writes them)', () => {
    for (const [name, schema] of Object.entries(answerJsonSchemas())) {
      const text = readFileSync(`${checkout}schemas/${name}.schema.json`, 'utf8')
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(schema)))
    }
  })

  it('prints a captured host back as its files are, and a snapshot as its dumps are', () => {
    const file = readFileSync(`${checkout}${redis}/iptables-save.txt`, 'utf8')
    expect(seawall(['fmt', redis]).out).toContain(file)
    expect(seawall(['fmt', 'test/cases/pages/redacted.json']).out).toContain('-A FORWARD -j DOCKER-USER')
  })

  it('reads a Compose file from standard input', () => {
    const { talk, out } = seawall(['predict', '-'], 'services: { web: { image: x, ports: ["8080:80"] } }\n')
    expect(talk).toContain('open 8080/tcp to everyone')
    expect(out).toContain('--dport 8080 -j DNAT')
  })

  it('says errors as JSON where JSON was asked for, and 5 where a text was read in part', () => {
    const { code, out, talk } = seawall(['explain', 'no-such-file', '--json'])
    expect([code, talk]).toEqual([3, ''])
    expect(answerSchemas.error.parse(JSON.parse(out))).toMatchObject({ code: 'host/unreadable' })
    const half = '*filter\n-A INPUT --bad\n-A INPUT -j DROP\nCOMMIT\n'
    expect(seawall(['explain', '-'], half).code).toBe(5)
  })

  it('sends from this host what has an address of it, and names a field that a packet has not', () => {
    const traced = seawall(['trace', '--from', '127.0.0.1', '--to', '127.0.0.1:22', redis])
    expect(traced.out).toMatch(/from this host/)
    const wrong = seawall(['trace', '--to', ':22', '--set', 'nosuch=1', redis])
    expect([wrong.code, wrong.talk.includes('no field `nosuch`')]).toEqual([2, true])
  })

  it('exits with 1 for a difference, 2 for wrong words, 3 where nothing can be read', () => {
    expect(seawall(['diff', fresh, redis]).code).toBe(1)
    expect(seawall(['diff', fresh, fresh]).code).toBe(0)
    expect(seawall(['explain', '--nonsense']).code).toBe(2)
    expect(seawall(['diff', fresh, redis, '--ignore', 'nobody']).code).toBe(2)
    expect(seawall(['explain', '-'], 'no rules here\n').code).toBe(3)
    expect(seawall(['explain', 'no/such/file']).code).toBe(3)
    expect(seawall(['explain', '-'], '*filter\n-A INPUT --nosuch 1 -j DROP\n-A INPUT -j ACCEPT\nCOMMIT\n').code).toBe(5)
  })

  it('shows hostile text escaped, on a page and in JSON', () => {
    const rules =
      '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -m comment --comment "a\u001b[2Jb\u202ec\u0007" -j DROP\nCOMMIT\n'
    for (const words of [
      ['explain', '-'],
      ['explain', '-', '--full'],
      ['explain', '-', '--json'],
      ['explain', '-', '--concise'],
    ]) {
      const { out, talk } = seawall(words, rules)
      expect(out + talk).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
      expect(out).toContain('DROP')
    }
  })

  it('prints single lines canonically, as iptables 1.8.9 saved them when asked', () => {
    const { code, out } = seawall(
      ['fmt', '--canonical', '-'],
      '-A FORWARD -s 1.2.3.4 -j DROP\n-A INPUT -p tcp --dport ssh -j ACCEPT\n',
    )
    expect(out).toBe('-A FORWARD -s 1.2.3.4/32 -j DROP\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n')
    expect(code).toBe(0)
    const bad = seawall(['fmt', '--canonical', '-'], '-A INPUT -p tcp --dport nosuch -j ACCEPT\n-A INPUT -j DROP\n')
    expect(bad.out).toBe('-A INPUT -j DROP\n')
    expect(bad.code).toBe(5)
  })

  it('never prints a rule that takes nobody as one that takes everybody', () => {
    for (const dialect of ['1.8.9-nft', '1.8.9-legacy', '1.8.11-nft'])
      expect(seawall(['fmt', '--canonical', '--dialect', dialect, '-'], '-A INPUT ! -s 0/0 -j DROP\n').out).toBe(
        '-A INPUT ! -s 0.0.0.0/0 -j DROP\n',
      )
  })

  it('keeps the table whose only rule is left out', () => {
    expect(seawall(['fmt', '-'], '*filter\n-A INPUT --nosuch 1 -j DROP\nCOMMIT\n').out).toBe('*filter\nCOMMIT\n')
  })

  it('leaves out the changes of an owner on request', () => {
    const { out } = seawall(['diff', fresh, redis, '--ignore', 'docker'])
    expect(out).toContain('3 changes omitted')
    expect(out).not.toContain('DNAT')
  })

  it('takes the words behind an option that may be given again for what they are', () => {
    const several = seawall(['diff', '--ignore', 'docker', '--ignore', 'user', fresh, redis])
    expect(several.out).toContain('3 changes omitted')
    const traced = seawall([
      'trace',
      '--to',
      '192.0.2.10:22',
      '--in',
      'eth0',
      '--set',
      'ttl=9',
      '--set',
      'mark=1',
      redis,
    ])
    expect([traced.code, traced.talk]).toEqual([0, ''])
  })

  it('uses colour only where it is wanted', () => {
    const colour = '\u001b['
    expect(seawall(['explain', redis]).out).not.toContain(colour)
    expect(seawall(['explain', redis, '--color', 'always']).out).toContain(colour)
    expect(seawall(['explain', redis], '', { FORCE_COLOR: '1' }).out).toContain(colour)
    expect(seawall(['explain', redis], '', { FORCE_COLOR: '1', NO_COLOR: '1' }).out).not.toContain(colour)
  })

  it("shows that the first document's template empties DOCKER and doubles FORWARD", () => {
    const script = readFileSync(`${checkout}test/cases/cli/template.rules`, 'utf8')
    const { out, code } = seawall(['apply-preview', '-', '--to', redis, '--noflush'], script)
    expect(code).toBe(1)
    expect(out).toContain('- -A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 6379 -j ACCEPT')
    expect(out.match(/\+ -A FORWARD -j DOCKER-USER/g)).toHaveLength(1)
  })

  it('writes completion scripts that their shells read', () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { code, out } = seawall(['completion', shell])
      expect(code).toBe(0)
      expect(out).toContain('apply-preview')
    }
    expect(seawall(['completion', 'csh']).code).toBe(2)
  })
})
