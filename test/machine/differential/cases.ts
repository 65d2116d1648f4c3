import { writeAddress } from '#base/prefix.ts'
import type { Packet } from '#model/packet.ts'
import type { Shrunk } from './shrink.ts'

/** A difference as a golden case: the rules, the packets, and what the kernel counted. Read by test/netfilter/golden.test.ts. */
export function writeCase({ trial, packets, outcome: { kernel } }: Shrunk): string {
  const { family, variant, both, sysctls, texts } = trial
  const counted = [...kernel].filter(([id, { packets: taken }]) => taken > 0 && !id.endsWith('/raw/OUTPUT#1'))
  const golden = {
    title: 'what the rule is about',
    family,
    variant,
    both,
    sysctls,
    rules: texts.map((text) => text.split('\n').filter((line) => line !== '')),
    packets: packets.map(plain),
    kernel: Object.fromEntries(counted.map(([id, { packets: taken, bytes }]) => [id, [taken, bytes]])),
  }
  return `${JSON.stringify(golden, undefined, 2)}\n`
}

function plain(packet: Packet): unknown {
  const said = Object.entries(packet).filter(([, value]) => value !== undefined)
  return Object.fromEntries(
    said.map(([name, value]) => {
      if (name === 'inner') return [name, { ...value, src: writeAddress(value.src), dst: writeAddress(value.dst) }]
      return [name, name === 'src' || name === 'dst' ? writeAddress(value) : value]
    }),
  )
}
