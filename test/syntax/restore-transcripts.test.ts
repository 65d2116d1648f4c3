import { describe, expect, it } from 'vitest'
import type { Variant, Version } from '#model/family.ts'
import { apply, blocks, noRules, Replay, recorded } from './restore-replay.ts'

const tools: readonly (readonly [Version, Variant])[] = [
  ['1.8.7', 'nft'],
  ['1.8.7', 'legacy'],
  ['1.8.9', 'nft'],
  ['1.8.9', 'legacy'],
  ['1.8.10', 'nft'],
  ['1.8.10', 'legacy'],
  ['1.8.11', 'nft'],
  ['1.8.11', 'legacy'],
]

describe('a script comes to what the real iptables-restore made of it', () => {
  for (const [version, variant] of tools) {
    it(`${version} ${variant}: exit codes and the dumps after all experiments`, () => {
      const lines = recorded('restore.sh').split('\n')
      const replay = new Replay({ version, variant })
      replay.run(lines.slice(lines.findIndex((line) => line.startsWith('reset; echo "=== baseline"'))))
      const ours = blocks(replay.transcript)
      const theirs = blocks(recorded(`${version}.${variant}.txt`))
      expect([...ours.keys()]).toEqual([...theirs.keys()])
      expect([...theirs.keys()].filter((title) => title.startsWith('---'))).toHaveLength(84)
      for (const [title, block] of theirs) expect.soft(ours.get(title), title).toEqual(block)
    })
  }
})

// What of these scripts is replayed; the other sections list rules, count words or need a shell's loops.
const sections = {
  misc1: ['== -P user chain/builtin', '== delete duplicates', '== -D ignores comment', '== -C with multi addresses'],
  misc2: [
    '== [nft] rule order effects',
    '== [legacy] rule order effects',
    '== -s a,b in restore',
    '== -n with table that is absent',
    '== restore -v',
    '== -P in restore then -F',
    '== flush-restore removes user chains',
    "== noflush: ':U' declared",
    '== noflush: delete a chain',
    '== two -N same chain',
    '== counters: rule counters survive',
    "== ':INPUT ACCEPT [0:0]' with -n",
    '== -c without counters',
    '== negative / huge counters',
    "== packets counted in 'save'",
    '== --check exit codes',
  ],
}

describe('the smaller experiments come to the same', () => {
  for (const variant of ['nft', 'legacy'] as const) {
    for (const [script, titles] of Object.entries(sections)) {
      it(`${script} ${variant}`, () => {
        const replay = new Replay({ version: '1.8.9', variant })
        replay.run(['$I -N Z'])
        const wanted = sectionsOf(recorded(`${script}.sh`)).filter((section) =>
          titles.some((title) => section.startsWith(`echo "${title.replace(variant, '$V')}`)),
        )
        expect(wanted).toHaveLength(titles.length - (script === 'misc2' ? 1 : 0))
        replay.run(wanted.flatMap((section) => section.split('\n')))
        const ours = blocks(replay.transcript)
        const theirs = blocks(recorded(`${script}.${variant}.txt`))
        for (const [title, block] of ours) expect.soft(block, title).toEqual(theirs.get(title)?.filter(isState))
      })
    }
  }
})

function sectionsOf(script: string): readonly string[] {
  return script.replaceAll('>/dev/null', '').split(/\n(?=echo "==)/)
}

// What the tools say in words of their own, or the shell of them, is not compared.
function isState(line: string): boolean {
  return /^( {4})?(:|-[APN] |\[\d+:\d+\] |rc=)/.test(line)
}

describe('what the scripts try in loops', () => {
  const drops = Array.from({ length: 500 }, (_, index) => `-A INPUT -s 10.0.0.${index % 250} -j DROP`)
  const atomic = ['*filter', ...drops, '-A INPUT -j REJECT --reject-with tcp-reset', 'COMMIT', ''].join('\n')
  const deep = (depth: number) => {
    const levels = Array.from({ length: depth + 1 }, (_, level) => level)
    const jumps = levels.slice(1).map((level) => `-A L${level - 1} -j L${level}`)
    return ['*filter', ...levels.map((level) => `:L${level} - [0:0]`), '-A INPUT -j L0', ...jumps, 'COMMIT', ''].join(
      '\n',
    )
  }
  const load = (variant: Variant, text: string) =>
    apply(noRules(variant), text, { noflush: false, counters: false, dialect: { version: '1.8.9', variant } })

  it('one bad rule at the end keeps 500 good ones out', () => {
    expect(load('nft', atomic)).toMatchObject({
      error: { exitCode: 4, line: 502, reportedLine: 502 },
      ruleset: { tables: [] },
    })
    const legacy = load('legacy', atomic)
    expect(legacy.error).toMatchObject({ exitCode: 1, line: 502, reportedLine: 503 })
    expect(legacy.ruleset.tables[0]?.chains.flatMap(({ rules }) => rules)).toEqual([])
  })

  it('nft takes 15 chains that follow one another, legacy takes 300', () => {
    expect(load('nft', deep(14)).error).toBeUndefined()
    expect(load('nft', deep(15)).error).toMatchObject({ exitCode: 4, line: 33 })
    expect(load('nft', deep(300)).error).toMatchObject({ exitCode: 4 })
    expect(load('legacy', deep(300)).error).toBeUndefined()
  })
})
