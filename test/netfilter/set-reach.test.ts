import { expect, test } from 'vitest'
import { interval } from '#base/intervals.ts'
import { lower } from '#lowered/lower.ts'
import type { Facts } from '#model/facts.ts'
import { buildProgram } from '#netfilter/program.ts'
import type { SetFields } from '#netfilter/set-fields.ts'
import { chainList } from '#netfilter/set-list.ts'
import { setFields } from '#netfilter/set-names.ts'
import { reachOf } from '#netfilter/set-reach.ts'
import { traceWitness, witnessOf } from '#netfilter/set-witness.ts'
import { type Box, sideOf } from '#space/box.ts'
import { residue } from '#space/cover.ts'
import { inside, isIn, justOutside, type Point } from '#space/sample.ts'
import { readText } from '#syntax/text/read-text.ts'
import { chanceFrom, randomRules } from './random-rules.ts'

// SEAWALL_SAMPLES=100000: the long run.
const samples = Number(process.env.SEAWALL_SAMPLES ?? 300)

/** The packet of a sample as a box with one value for each field that the rules ask for. */
function pointBox(point: Point, start: Box, fields: SetFields): Box {
  const numbers = fields.universe.domains.map((_, field) => field)
  const value = (field: number) => {
    const side = sideOf(start, field, fields.universe.domains)
    // Without NAT.
    const wanted = field === fields.of('ctstate') ? Number(point(field)) & 31 : point(field)
    return side.some(({ from, to }) => wanted >= from && wanted <= to) ? wanted : (side[0]?.from ?? 0)
  }
  return { fields: numbers, sets: numbers.map((field) => interval(value(field))) }
}

const facts = { sysctls: { 'net.ipv4.ip_forward': '1' } } as unknown as Facts

test('packets from inside and just outside of the set of a rule match it in a trace, or do not, as the set says', () => {
  const chance = chanceFrom(7)
  let asked = 0
  let met = 0
  while (asked < samples) {
    const lowered = lower(readText({ name: 'rules', text: randomRules(chance, 6) }).rulesets)
    const program = buildProgram(lowered, facts)
    const fields = setFields('ipv4', lowered)
    const chain = lowered.tables[0]?.chains.get('FORWARD')
    if (chain === undefined) throw new Error('no chain')
    const list = chainList(chain, fields, program)
    const { domains } = fields.universe
    for (const place of list.places.filter(({ rule }) => rule !== undefined)) {
      // Of a set in very many pieces others say as much.
      const found = list.places.flatMap((one, at) =>
        one.id === place.id ? [residue(one.box, list.list, at, { budget: { steps: 1000 }, most: 500 })] : [],
      )
      if (found.some(({ end }) => end !== 'whole')) continue
      const all = found.flatMap(({ left }) => left)
      const named = reachOf(place.id, list, fields, { steps: 100_000 }).met
      expect(named.length > 0).toBe(all.length > 0)
      const near = all.length > 0 ? all : [place.box]
      const points = near
        .slice(0, 4)
        .flatMap((box) => [inside(box, domains, chance), justOutside(box, domains, chance)])
      for (const point of points) {
        if (point === undefined) continue
        const box = pointBox(point, list.start, fields)
        const witness = witnessOf(box, 'FORWARD', fields, program)
        if (witness === undefined) continue
        // What the sample does not fix is the same for all packets of the box.
        const fixed: Point = (field) => box.sets[box.fields.indexOf(field)]?.[0]?.from ?? 0
        const expected = all.some((one) => isIn(one, fixed))
        const traced = traceWitness(witness, program)
        // Routing takes some packets elsewhere, as broadcasts.
        if (!traced.ways[0]?.steps.some((step) => step.kind === 'hook' && step.hook === 'FORWARD')) continue
        expect({ id: place.id, meets: traced.rules.includes(place.id) }).toEqual({ id: place.id, meets: expected })
        asked++
        if (expected) met++
      }
    }
  }
  expect(met > samples / 10).toBe(true)
}, 600_000)
