import type { Recogniser } from '#model/owner.ts'
import type { Part } from '#model/parts.ts'
import { ruleFeatures } from '#syntax/rule-features.ts'
import type { Hole, Shape } from '#syntax/shape.ts'
import { fitShape, shape } from '#syntax/shape.ts'
import { always } from './marks.ts'

const holes: Readonly<Record<string, Hole>> = {
  ADDRESS: { names: ['address'], read: (value) => [value.replace(/\/(32|128)$/, '')] },
  TS: { names: ['interface'], read: (value) => [value] },
  RANGE: {
    names: ['range'],
    read: (value) => (value === '100.64.0.0/10' || value === 'fd7a:115c:a1e0::/48' ? [value] : undefined),
  },
  // Before 1.16 the mark had no mask.
  MARK: { names: [], read: (value) => (/^0x40000(\/0xf+|\/0xff0000)?$/.test(value) ? [] : undefined) },
  PORT: { names: ['port'], read: (value) => [value] },
}

const shapes: readonly (readonly [part: Part<'tailscale'>, shape: Shape])[] = (
  [
    ['own-address', '-s ADDRESS -i lo -j ACCEPT'],
    ['chromeos', '-s 100.115.92.0/23 ! -i TS -j RETURN'],
    ['spoofed', '-s RANGE ! -i TS -j DROP'],
    ['spoofed', '-s RANGE -o TS -j DROP'],
    ['traffic', '-i TS -j ACCEPT'],
    ['traffic', '-o TS -j ACCEPT'],
    ['wireguard', '-p udp -m udp --dport PORT -j ACCEPT'],
    ['stateful', '-o TS -m conntrack ! --ctstate RELATED,ESTABLISHED -j DROP'],
    ['mark', '-i TS -j MARK --set-xmark MARK'],
    ['marked', '-m mark --mark MARK -j ACCEPT'],
    ['masquerade', '-m mark --mark MARK -j MASQUERADE'],
  ] as const
).map(([part, line]) => [part, shape(line, holes)])

const chains: ReadonlyMap<string, Part<'tailscale'>> = new Map([
  ['ts-input', 'input'],
  ['ts-forward', 'forward'],
  ['ts-postrouting', 'postrouting'],
])

/** Tailscale: three chains and the jumps into them. */
export const tailscale: Recogniser = always({
  owner: 'tailscale',
  chain: (name) => chains.get(name),
  inside(rule, { ruleset }) {
    const features = ruleFeatures(rule, ruleset.family)
    for (const [part, pattern] of shapes) {
      const args = fitShape(pattern, rule, features)
      if (args !== undefined) return { part, args }
    }
    return { part: 'other' }
  },
})
