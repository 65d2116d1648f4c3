import { describe, expect, it } from 'vitest'
import type { Variant, Version } from '#model/family.ts'
import { blocks, Replay, recorded } from './restore-replay.ts'

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
