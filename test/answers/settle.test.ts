import { describe, expect, test } from 'vitest'
import { type Looked, settled, settledAtOnce } from '#answers/settle.ts'
import type { DockerChange } from '#model/docker.ts'
import type { DockerRuleStatus, RepairStep, Standing } from '#model/repair.ts'

// What a look finds is made up here; that real ones agree with clients is the business of test/machine/comings.test.ts.
const web: DockerChange = { kind: 'container', id: 'aa11', name: 'web' }

function rule(text: string, standing: Standing, container?: string): DockerRuleStatus {
  const cause = container === undefined ? {} : { container }
  return { standing, family: 'ipv4', table: 'nat', chain: 'DOCKER', text, position: 1, cause }
}

function insert(position: number, text: string): RepairStep {
  return { kind: 'insert', table: 'nat', chain: 'DOCKER', position, text }
}

function seen(rules: readonly DockerRuleStatus[], changing: readonly DockerChange[] = []): Looked {
  const steps = rules.flatMap(({ standing, text }, at) => (standing === 'missing' ? [insert(at + 1, text)] : []))
  const plan = { family: 'ipv4', variant: 'nft', rules, steps, policiesLeft: [] } as const
  return { engine: '20.10.24', plans: [plan], unknown: [], blocked: [], notes: [], isOff: false, changing }
}

async function ended(...looks: readonly Looked[]) {
  const [first = seen([]), ...others] = looks
  let count = 1
  const look = async () => {
    count++
    return others[Math.min(count - 2, others.length - 1)] ?? first
  }
  const answer = await settled(first, look, async () => {})
  const standings = answer.plans[0]?.rules.map(({ text, standing }) => `${text} ${standing}`)
  return { count, standings, steps: answer.plans[0]?.steps, unknown: answer.unknown }
}

describe('a rule that a look calls missing', () => {
  test('is missing when a second look says so and its container did not change', async () => {
    const look = seen([rule('a', 'missing', 'aa11')])
    expect(await ended(look, look)).toEqual({
      ...{ count: 2, standings: ['a missing'], unknown: [] },
      steps: [insert(1, 'a')],
    })
  })

  test('is right when it is there in the second look', async () => {
    const { count, standings } = await ended(
      seen([rule('a', 'missing', 'aa11')]),
      seen([rule('a', 'expected', 'aa11')]),
    )
    expect([count, standings]).toEqual([2, ['a expected']])
  })

  test('of a container that started or stopped in every other look is unknown, and is not put in', async () => {
    const always = rule('b', 'missing', 'bb22')
    const wrong = seen([rule('a', 'missing', 'aa11'), always], [web])
    const other = seen([rule('c', 'missing', 'aa11'), always], [web])
    const end = await ended(wrong, other, wrong, other, wrong)
    expect(end.count).toBe(5)
    expect(end.standings).toEqual(['a unknown', 'b missing'])
    // The place of what is left counts without what is left out.
    expect(end.steps).toEqual([insert(1, 'b')])
    expect(end.unknown).toEqual([{ id: 'status/changing', args: { names: 'web' } }])
  })

  test('in every look is missing, whatever else starts and stops', async () => {
    const look = seen([rule('a', 'missing')], [web])
    expect((await ended(look)).standings).toEqual(['a missing'])
  })
})

test('steps that make a chain are left out with all that goes into it', async () => {
  const chain: RepairStep = { kind: 'chain', table: 'nat', chain: 'DOCKER' }
  const withChain = (look: Looked): Looked => ({
    ...look,
    plans: look.plans.map((plan) => ({ ...plan, steps: [chain, ...plan.steps] })),
  })
  const always = rule('b', 'missing', 'bb22')
  const wrong = withChain(seen([always], [web]))
  const other = seen([always, rule('c', 'stale')], [web])
  expect((await ended(wrong, other, wrong, other, wrong)).steps).toEqual([])
})

test('of a host that was captured once, only what did not change meanwhile is judged', () => {
  const answer = settledAtOnce(seen([rule('a', 'missing', 'aa11'), rule('b', 'missing', 'bb22')], [web]))
  expect(answer.plans[0]?.rules.map(({ standing }) => standing)).toEqual(['unknown', 'missing'])
})

describe('a port that a look calls reached', () => {
  const outcome = { kind: 'works', by: 'dnat' } as const
  const port = { containerPort: 80, protocol: 'tcp', hostAddress: '', hostPort: 8080 } as const
  const withPort = (state: 'works' | 'dead', changing: readonly DockerChange[]): Looked => ({
    ...seen([], changing),
    names: { aa11: 'web' },
    services: [{ kind: 'port', container: 'web', port, state, checks: [{ family: 'ipv4', from: 'lan', outcome }] }],
  })
  const endOf = async (...looks: readonly Looked[]) => {
    let count = 0
    const look = async () => looks[Math.min(++count, looks.length - 1)] as Looked
    const { services, unknown } = await settled(looks[0] as Looked, look, async () => {})
    return [services?.[0]?.state, unknown.map(({ id }) => id)]
  }

  test('is asked again when its container started or stopped meanwhile: it may have ended', async () => {
    expect(await endOf(withPort('works', [web]), withPort('dead', []), withPort('dead', []))).toEqual(['dead', []])
    expect(await endOf(withPort('works', [web]), withPort('works', []))).toEqual(['works', []])
  })

  test('is unknown in the only look of a captured host', () => {
    const { services, unknown } = settledAtOnce(withPort('works', [web]))
    expect([services?.[0]?.state, unknown.map(({ id }) => id)]).toEqual(['unknown', ['status/changing']])
  })
})
