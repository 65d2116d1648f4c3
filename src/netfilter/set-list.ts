import { append } from '#base/lists.ts'
import { interval } from '#base/intervals.ts'
import type { Effect } from '#model/effect.ts'
import type { LoweredChain, LoweredRule, RulePart } from '#model/lowered.ts'
import type { Box } from '#space/box.ts'
import { BoxList, type Stop } from '#space/box-list.ts'
import { conntrackPriority } from './hooks.ts'
import type { Program } from './program.ts'
import { both, type Clip, clipsOf } from './set-condition.ts'
import { noOwner, points, type SetFields } from './set-fields.ts'

/** A part of a rule, of a policy or of a line that was not read, and the packets that it takes. */
export interface Place extends Stop {
  readonly id: string
  /** Undefined: a policy, or a line that was not read. */
  readonly rule: LoweredRule | undefined
  /** What becomes of the packets, in words that are equal for equal ends; '' where nothing does that matters. */
  readonly label: string
}

/** Everything that a base chain asks, jumps included, in one row. */
export interface ChainList {
  readonly chain: LoweredChain
  readonly places: readonly Place[]
  readonly list: BoxList
  /** All packets that come to the chain. */
  readonly start: Box
  /** The row ends before its end, as there was too much. */
  readonly cut: boolean
}

// Chains that are called from many places come as often.
const mostPlaces = 400_000

/** Writes a base chain as one row of places. */
export function chainList(chain: LoweredChain, fields: SetFields, program: Program): ChainList {
  fields.begin()
  const builder = new ListBuilder(fields, program)
  const start = startOf(chain, fields, program)
  builder.addBase(chain, start)
  const { places, cut } = builder
  return { chain, places, list: new BoxList(places, fields.universe.domains), start, cut }
}

// What every packet is that a hook shows to its chains.
function startOf({ base }: LoweredChain, fields: SetFields, { tracking }: Program): Box {
  const { family } = fields
  const none = fields.named('', false)
  const some = interval(1, fields.devices.length - 1)
  const hook = base?.hook
  const clips: Clip[][] = []
  const ask = (field: number, set: ReturnType<typeof points>) =>
    clips.push([{ box: { fields: [field], sets: [set] }, doubtful: false }])
  if (hook === 'PREROUTING' || hook === 'INPUT') ask(fields.device('out'), none)
  if (hook === 'FORWARD' || hook === 'OUTPUT' || hook === 'POSTROUTING') ask(fields.device('out'), some)
  if (hook === 'OUTPUT') ask(fields.device('in'), none)
  else if (hook !== 'POSTROUTING') ask(fields.device('in'), some)
  if (hook === 'FORWARD' || hook === 'PREROUTING' || hook === 'INPUT') {
    ask(fields.of('uid'), noOwner)
    ask(fields.of('gid'), noOwner)
    ask(fields.of('socket'), interval(0))
  }
  if (tracking[family] || (hook === 'INPUT' && family === 'ipv4')) ask(fields.of('fragment'), interval(0))
  const isEarly = (hook === 'PREROUTING' || hook === 'OUTPUT') && (base?.priority ?? 0) < conntrackPriority
  if (isEarly) ask(fields.of('ctstate'), interval(1))
  else if (base?.kind === 'nat') ask(fields.of('ctstate'), points(natStates))
  const [first] = both(clips)
  return first?.box ?? { fields: [], sets: [] }
}

// Only first packets of connections come to nat.
const natStates = [2, 4].flatMap((state) => [0, 32, 64, 96].map((nat) => state + nat))

// A jump comes back behind the rule.
function nextOf({ parts }: LoweredRule, { effect, next }: RulePart): number | undefined {
  if (effect.kind === 'jump') return parts.length
  return effect.kind === 'verdict' || effect.kind === 'return' || effect.kind === 'nat' ? undefined : next
}

type Growing = { -readonly [K in keyof Place]: Place[K] }

class ListBuilder {
  readonly places: Growing[] = []
  cut = false
  readonly #fields: SetFields
  readonly #program: Program
  readonly #clips = new Map<RulePart, readonly Clip[]>()

  constructor(fields: SetFields, program: Program) {
    this.#fields = fields
    this.#program = program
  }

  addBase(chain: LoweredChain, start: Box): void {
    const returns = this.#addChain(chain, { box: start, doubtful: false }, 0)
    this.#end(returns)
    const policy = chain.base?.policy === 'DROP' ? 'DROP' : 'ACCEPT'
    this.places.push({
      id: `${chain.path}#policy`,
      rule: undefined,
      label: policy,
      box: start,
      does: 'ends',
      doubtful: false,
    })
  }

  // The places that leave the chain go on here.
  #end(returns: readonly number[]): void {
    for (const place of returns) (this.places[place] as Growing).does = this.places.length
  }

  /** Returns the places from which packets go on behind the chain. */
  #addChain(chain: LoweredChain, from: Clip, depth: number): readonly number[] {
    const returns: number[] = []
    for (let index = 0; index <= chain.rules.length; index++) {
      for (const { at, line } of chain.unread) {
        if (at !== index) continue
        const label = `unread ${line.origin.text.slice(line.start, line.end).trim()}`
        this.#push({ id: `${chain.path}#unread`, rule: undefined, label, ...from, does: 'ends', doubtful: true })
      }
      const rule = chain.rules[index]
      if (this.cut || rule === undefined) continue
      for (const place of this.#addRule(rule, from, depth)) returns.push(place)
    }
    return returns
  }

  #push(place: Growing): number {
    if (this.places.length >= mostPlaces) this.cut = true
    else this.places.push(place)
    return this.places.length - 1
  }

  // Packets come to a part from the parts that lead to it.
  #addRule(rule: LoweredRule, from: Clip, depth: number): readonly number[] {
    const returns: number[] = []
    const comes: Clip[][] = rule.parts.map((_, index) => (index === 0 ? [from] : []))
    const skips: { readonly place: number; readonly part: number }[] = []
    rule.parts.forEach((part, index) => {
      for (const skip of skips) if (skip.part === index) this.#end([skip.place])
      const here = comes[index] as readonly Clip[]
      append(comes[part.otherwise] ?? [], here)
      const taken = both([here, this.#clipsOf(part)])
      for (const clip of taken) {
        for (const place of this.#addPart(rule, part, clip, depth)) returns.push(place)
        const next = nextOf(rule, part)
        if (next === undefined) continue
        if (part.effect.kind !== 'jump') comes[next]?.push(clip)
        if (next > index + 1)
          skips.push({ place: this.#push({ id: rule.id, rule, label: '', ...clip, does: 'passes' }), part: next })
      }
      this.#note(part.effect)
    })
    this.#end(skips.filter(({ part }) => part >= rule.parts.length).map(({ place }) => place))
    return returns
  }

  #clipsOf(part: RulePart): readonly Clip[] {
    const known = this.#clips.get(part)
    if (known !== undefined) return known
    const made = both(part.clauses.map(({ condition }) => clipsOf(condition, this.#fields, this.#program.world)))
    if (!this.#hasRewritten) this.#clips.set(part, made)
    return made
  }

  #hasRewritten = false

  #note(effect: Effect): void {
    const field =
      effect.kind === 'mark' || effect.kind === 'rewrite'
        ? effect.field
        : effect.kind === 'untrack'
          ? 'ctstate'
          : undefined
    if (field === undefined) return
    this.#hasRewritten = true
    this.#clips.clear()
    this.#fields.rewrite(field)
  }

  #addPart(rule: LoweredRule, part: RulePart, clip: Clip, depth: number): readonly number[] {
    const { effect, target } = part
    const base = { id: rule.id, rule, ...clip }
    if (effect.kind !== 'jump') {
      const place = this.#push({ ...base, ...endOf(effect), doubtful: clip.doubtful || effect.kind === 'unknown' })
      return effect.kind === 'return' ? [place] : []
    }
    const isCircle = rule.chain.table.closesCircle(rule.chain.name, rule.position - 1)
    if (target === undefined || isCircle || depth > 500) {
      this.#push({ ...base, label: `jump ${effect.chain}`, does: 'ends', doubtful: true })
      return []
    }
    this.#push({ ...base, label: '', does: 'passes' })
    const inner = this.#addChain(target, clip, depth + 1)
    this.#end(inner)
    // After a goto the chain of the rule is over too.
    return effect.goto ? [this.#push({ ...base, label: '', does: 'passes' })] : []
  }
}

function endOf(effect: Exclude<Effect, { kind: 'jump' }>): Pick<Place, 'does' | 'label'> {
  switch (effect.kind) {
    case 'verdict':
      return { does: 'ends', label: effect.error === undefined ? effect.verdict : `REJECT ${effect.error}` }
    case 'return':
    case 'continue':
      return { does: 'passes', label: '' }
    case 'nat':
    case 'queue':
    case 'unknown':
      return { does: 'ends', label: textOf(effect) }
    case 'mark':
    case 'rewrite':
    case 'untrack':
      return { does: 'passes', label: textOf(effect) }
  }
}

function textOf(effect: Effect): string {
  return JSON.stringify(effect, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
}
