import type { Intervals } from '#base/intervals.ts'
import { type Box, type Domains, sideOf } from './box.ts'

/** A packet: the value of each field. */
export type Point = (field: number) => number | bigint

/** A number from 0 to below 1. */
export type Chance = () => number

/** A packet of the box; corners of it come up often. Fields that the box does not list are drawn too. */
export function inside(box: Box, domains: Domains, chance: Chance): Point {
  const values = domains.map((_, field) => drawn(sideOf(box, field, domains), chance))
  return (field) => values[field] as number | bigint
}

/** A packet that has one field just outside of the box and the others inside; undefined: the box has no outside. */
export function justOutside(box: Box, domains: Domains, chance: Chance): Point | undefined {
  const start = Math.floor(chance() * box.fields.length)
  for (let turn = 0; turn < box.fields.length; turn++) {
    const index = (start + turn) % box.fields.length
    const field = box.fields[index] as number
    const value = besides(box.sets[index] as Intervals, domains[field] as Intervals, chance)
    if (value === undefined) continue
    const within = inside(box, domains, chance)
    return (one) => (one === field ? value : within(one))
  }
  return undefined
}

/** Whether the packet is in the box. */
export function isIn(box: Box, point: Point): boolean {
  return box.fields.every((field, index) => {
    const value = point(field)
    return (box.sets[index] as Intervals).some(({ from, to }) => value >= from && value <= to)
  })
}

function drawn(set: Intervals, chance: Chance): number | bigint {
  const one = set[Math.floor(chance() * set.length)]
  if (one === undefined) return 0
  const corner = chance()
  if (corner < 0.25) return one.from
  if (corner < 0.5) return one.to
  const { from, to } = one
  if (typeof from === 'number' && typeof to === 'number') return from + Math.floor(chance() * (to - from + 1))
  const parts = 2 ** 32
  return BigInt(from) + ((BigInt(to) - BigInt(from)) * BigInt(Math.floor(chance() * parts))) / BigInt(parts)
}

function besides(set: Intervals, domain: Intervals, chance: Chance): number | bigint | undefined {
  const neighbours = set.flatMap(({ from, to }) => [step(from, -1), step(to, 1)])
  const fitting = neighbours.filter((value) => contains(domain, value) && !contains(set, value))
  return fitting[Math.floor(chance() * fitting.length)]
}

function step(value: number | bigint, by: 1 | -1): number | bigint {
  return typeof value === 'bigint' ? value + BigInt(by) : value + by
}

function contains(set: Intervals, value: number | bigint): boolean {
  return set.some(({ from, to }) => value >= from && value <= to)
}
