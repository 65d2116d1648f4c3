import { describe, expect, it } from 'vitest'
import type { Packet } from '#model/packet.ts'
import { packet } from '#model/packet.ts'
import type { Ruleset } from '#model/ruleset.ts'
import { noFacts } from '#model/facts.ts'
import { readRules } from '#snapshots/read-rules.ts'
import { lower } from '#lowered/lower.ts'
import { buildProgram } from '#netfilter/program.ts'
import { judge, trace } from '#netfilter/trace.ts'

// A judge of its own: what the lines of these dumps do, by hand. Only -s, --dport, jumps and verdicts occur.
interface Line {
  readonly chain: string
  readonly src: string | undefined
  readonly dport: number | undefined
  readonly target: string
}

const chains = ['FORWARD', 'A', 'B', 'C'] as const
const verdicts = ['ACCEPT', 'DROP', 'RETURN']

function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function someLines(pick: (below: number) => number): readonly Line[] {
  return chains.flatMap((chain, depth) =>
    Array.from({ length: 1 + pick(4) }, (): Line => {
      const deeper = chains.slice(depth + 1)
      const target = pick(3) === 0 && deeper.length > 0 ? deeper[pick(deeper.length)] : verdicts[pick(3)]
      return {
        chain,
        src: pick(2) === 0 ? `192.0.2.${1 + pick(2)}` : undefined,
        dport: pick(2) === 0 ? 80 + pick(2) : undefined,
        target: target ?? 'ACCEPT',
      }
    }),
  )
}

function textOf({ chain, src, dport, target }: Line): string {
  const from = src === undefined ? '' : ` -s ${src}/32`
  const port = dport === undefined ? '' : ` -p tcp -m tcp --dport ${dport}`
  return `-A ${chain}${from}${port} -j ${target}`
}

/** The lines that a packet is asked by, in order, to the one that decides. */
function asked(lines: readonly Line[], src: string, dport: number): readonly Line[] {
  const seen: Line[] = []
  const walk = (chain: string): boolean => {
    for (const line of lines.filter((one) => one.chain === chain)) {
      seen.push(line)
      if ((line.src ?? src) !== src || (line.dport ?? dport) !== dport) continue
      if (line.target === 'RETURN') return false
      if (line.target === 'ACCEPT' || line.target === 'DROP' || walk(line.target)) return true
    }
    return false
  }
  walk('FORWARD')
  return seen
}

const dump = (lines: readonly string[], policy: string) =>
  `*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ${policy} [0:0]\n:OUTPUT ACCEPT [0:0]\n:A - [0:0]\n:B - [0:0]\n:C - [0:0]\n${lines.join('\n')}\nCOMMIT\n`

const listed = (lines: readonly string[], policy: string) =>
  `-P INPUT ACCEPT\n-P FORWARD ${policy}\n-P OUTPUT ACCEPT\n-N A\n-N B\n-N C\n${lines.join('\n')}\n`

const script = (lines: readonly string[], policy: string) =>
  `#!/bin/sh\niptables -P FORWARD ${policy}\niptables -N A\niptables -N B\niptables -N C\n${lines.map((line) => `iptables ${line}`).join('\n')}\n`

// What nothing can be read of, whatever the line was.
const garblings: readonly ((line: string) => string)[] = [
  (line) => line.replace(/ -j /, ' --no-such-option 1 -j '),
  (line) => line.replace(/ -j \S+$/, ' -j'),
  (line) => line.replace(/ -j /, ' -s 192.0.2.300 -j '),
  (line) => line.replace(/ -j /, ' stray -j '),
  (line) => line.replace(/^-A (\S+)/, '-A $1 -p nonsense'),
]

const wanted = (src: string, dport: number): Packet =>
  packet({
    src: 0xc0000200 + Number(src.split('.')[3]),
    dst: 0xac110002,
    sport: 1024,
    dport,
    in: 'eth0',
    out: 'docker0',
  })

const programOf = (rulesets: readonly Ruleset[]) => buildProgram(lower(rulesets), noFacts)

describe('a line that could not be read', () => {
  it.each([
    ['iptables-save', dump],
    ['iptables -S', listed],
    ['a script', script],
  ])('makes the verdict of %s unknown exactly where the packet would be asked by it', (_, write) => {
    const pick = random(write([], 'DROP').length)
    for (let round = 0; round < 150; round++) {
      const lines = someLines(pick)
      const lost = pick(lines.length)
      const garble = garblings[pick(garblings.length)] as (line: string) => string
      const policy = ['ACCEPT', 'DROP'][pick(2)] as string
      const text = write(
        lines.map((line, index) => (index === lost ? garble(textOf(line)) : textOf(line))),
        policy,
      )
      const { rulesets } = readRules({ name: 'law', text })
      const program = programOf(rulesets)
      for (const src of ['192.0.2.1', '192.0.2.2']) {
        for (const dport of [80, 81]) {
          const isAsked = asked(lines, src, dport).includes(lines[lost] as Line)
          const found = trace(wanted(src, dport), program)
          expect(found.verdict === 'UNKNOWN', `${src}:${dport}\n${text}`).toBe(isAsked)
          expect(judge(wanted(src, dport), program, 'verdict').verdict).toBe(found.verdict)
          if (isAsked) expect(found.perhaps).toHaveLength(1)
        }
      }
    }
  })

  it.each([
    ['its chain is not declared', '-A FORWRAD -j DROP'],
    ['it shows no chain', '-A'],
    ['it is no command', 'FORWARD -j DROP'],
    ['it is half a line', '-A FORWARD -s 192.0.'],
    ['words follow the chain that it jumps to', ':OWN - [0:0]\n-A FORWARD -j OWN stray'],
    ['its policy is none', ':FORWARD DORP [0:0]'],
    ['it jumps to a chain that is not there', '-A FORWARD -j GONE'],
  ])('makes the verdict unknown where %s', (_, line) => {
    const text = `*filter\n:FORWARD ACCEPT [0:0]\n${line}\nCOMMIT\n`
    const found = trace(wanted('192.0.2.1', 80), programOf(readRules({ name: 'law', text }).rulesets))
    expect(found.verdict).toBe('UNKNOWN')
    expect(found.perhaps).toHaveLength(1)
  })

  it('of nat makes the verdict unknown also where no other rule needs connection tracking', () => {
    const text = '*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -j DNAT --to\nCOMMIT\n'
    expect(trace(wanted('192.0.2.1', 80), programOf(readRules({ name: 'law', text }).rulesets)).verdict).toBe('UNKNOWN')
  })

  it('that a flush takes away says nothing any more', () => {
    const text = 'iptables -A FORWARD --nonsense\niptables -F FORWARD\niptables -A FORWARD -j ACCEPT\n'
    expect(trace(wanted('192.0.2.1', 80), programOf(readRules({ name: 'law', text }).rulesets)).verdict).toBe('ACCEPT')
  })
})

describe('an excerpt', () => {
  it('that does not show the chain of a hook leaves the verdict unknown', () => {
    const text = '-N DOCKER-USER\n-A DOCKER-USER -i eth0 -j RETURN\n'
    const found = trace(wanted('192.0.2.1', 80), programOf(readRules({ name: 'law', text }).rulesets))
    expect(found.verdict).toBe('UNKNOWN')
    expect(found.perhaps).toEqual([{ cause: 'unread', key: 'chain-not-shown filter/FORWARD' }])
  })
})

describe('rules that a dump announces and leaves out', () => {
  const empty = '*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n'
  const verdictOf = (...texts: readonly string[]) =>
    trace(wanted('192.0.2.1', 80), programOf(texts.flatMap((text) => readRules({ name: 'law', text }).rulesets)))
      .verdict

  // The lines are those of iptables/xtables-save.c and iptables/nft.c.
  it.each([
    '# Warning: iptables-legacy tables present, use iptables-legacy-save to see them\n',
    '# Warning: iptables-legacy tables present, use iptables-legacy to see them\n',
    "# Table `nat' is incompatible, use 'nft' tool.\n",
    "# Table `foo' contains incompatible base-chains, use 'nft' tool to list them.\n",
    "iptables v1.8.9 (nf_tables): table `filter' is incompatible, use 'nft' tool.\n",
  ])('make every verdict unknown: %s', (line) => {
    expect(verdictOf(line + empty)).toBe('UNKNOWN')
    expect(verdictOf(empty + line)).toBe('UNKNOWN')
    expect(verdictOf(empty)).toBe('ACCEPT')
  })

  it('are there where legacy was read as well', () => {
    const nft = '# Generated by iptables-save v1.8.9 (nf_tables) on x\n'
    const legacy = '# Generated by iptables-save v1.8.9 on x\n'
    const warning = '# Warning: iptables-legacy tables present, use iptables-legacy-save to see them\n'
    expect(verdictOf(nft + empty + warning)).toBe('UNKNOWN')
    expect(verdictOf(nft + empty + warning, legacy + empty)).toBe('ACCEPT')
  })

  it('of the other family say nothing about this one', () => {
    expect(
      verdictOf(`# Warning: ip6tables-legacy tables present, use ip6tables-legacy-save to see them\n${empty}`),
    ).toBe('ACCEPT')
  })
})
