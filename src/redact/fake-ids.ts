/**
 * Fakes for ids in hex, of the same length. The first 12 digits decide about the first 12 of the fake, as a bridge is called
 * after those of its network.
 */
export function fakeIds(): (id: string) => string {
  const heads = new Map<string, string>()
  const fakes = new Map<string, string>()
  return (id) => {
    if (id === '') return ''
    const key = id.slice(0, 12)
    const head = heads.get(key) ?? (heads.size + 1).toString(16).padStart(12, '0')
    heads.set(key, head)
    const fake = fakes.get(id) ?? `${head}${(fakes.size + 1).toString(16).padStart(64, '0')}`
    fakes.set(id, fake)
    return id.length <= 12 ? head.slice(-id.length) : head + fake.slice(12).slice(12 - id.length)
  }
}

const never = /^0001-01-01T00:00:00(\.0+)?Z$/
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/

/** Moments of a fixed day, a second apart, in the order of those noted. What is no moment becomes ''; "never" stays. */
export function fakeTimes(noted: ReadonlySet<string>): (time: string) => string {
  const moments = [...noted].filter((time) => moment.test(time) && !never.test(time)).sort()
  const fakes = new Map(
    moments.map((time, index) => [time, new Date(Date.UTC(2000, 0, 1) + index * 1000).toISOString()]),
  )
  return (time) => (never.test(time) ? time : (fakes.get(time) ?? ''))
}
