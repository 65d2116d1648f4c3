import { describe, expect, it, type TestContext } from 'vitest'
import type { Prediction } from '#docker/predict.ts'
import type { DockerState } from '#model/docker.ts'
import { stepKey } from '#model/repair.ts'
import type { Policy, Rule, Ruleset } from '#model/ruleset.ts'
import { chainTexts } from '#compare/docker-status.ts'
import { repairScript } from '#plan/repair-script.ts'
import { listDumps, readDump, readText } from '../docker/engine-dumps.ts'
import { predictDump, told } from '../docker/predict-dumps.ts'
import { applied, loaded, plan, rulesOf } from './repairing.ts'

interface Host {
  readonly ruleset: Ruleset
  readonly prediction: Prediction
  readonly state: DockerState
}

function host(context: TestContext, name: string): Host {
  const dump = listDumps().find((one) => one.name === name)
  const one = dump && told(dump)
  const [read] = dump === undefined ? [] : readDump(dump)
  const prediction = one && predictDump(one)[0]
  if (one === undefined || read === undefined || prediction === undefined)
    context.skip(`../shared/engines/${name} is not here`)
  return { ruleset: read.ruleset, prediction, state: one.state }
}

function edited(
  ruleset: Ruleset,
  table: string,
  chain: string,
  edit: (rules: readonly Rule[]) => readonly Rule[],
): Ruleset {
  const tables = ruleset.tables.map((one) => {
    const chains = one.chains.map((old) => (old.name === chain ? { ...old, rules: edit(old.rules) } : old))
    return one.name === table ? { ...one, chains } : one
  })
  return { ...ruleset, tables }
}

function withPolicy(ruleset: Ruleset, policy: Policy): Ruleset {
  const tables = ruleset.tables.map((table) => ({
    ...table,
    chains: table.chains.map((chain) =>
      table.name === 'filter' && chain.name === 'FORWARD' ? { ...chain, policy } : chain,
    ),
  }))
  return { ...ruleset, tables }
}

/** Rules as written, to be put among others. */
function rules(text: string): readonly Rule[] {
  const chains = readText(`*filter\n:X - [0:0]\n${text}\nCOMMIT\n`, 'ipv4').ruleset.tables[0]?.chains ?? []
  return chains.find(({ name }) => name === 'X')?.rules ?? []
}

const users = rules('-A X -s 192.0.2.66/32 -j DROP')

describe('the steps of a repair', () => {
  it('declare no chain and name no rule by its number', (context) => {
    const { ruleset, prediction, state } = host(context, '28.5.2/01-publish-tcp')
    const half = edited(
      edited(ruleset, 'filter', 'DOCKER', (all) => all.toReversed()),
      'nat',
      'DOCKER',
      () => [],
    )
    const flushed = { ...half, tables: half.tables.filter(({ name }) => name !== 'raw') }
    const script = repairScript(plan(flushed, prediction, state))
    expect(script).not.toMatch(/^:/m)
    expect(script).not.toMatch(/^-D \S+ \d+$/m)
    expect(script).toMatch(/^-D DOCKER -d 172/m)
  })

  it('put a port back above the drop of its network, where it works', (context) => {
    const { ruleset, prediction, state } = host(context, '28.5.2/01-publish-tcp')
    const sunk = edited(ruleset, 'filter', 'DOCKER', (all) => all.toReversed())
    expect(chainTexts(sunk, 'filter', 'DOCKER')[0]).toMatch(/-j DROP$/)
    expect(rulesOf(applied(sunk, plan(sunk, prediction, state)))).toEqual(rulesOf(ruleset))
  })

  it.for(['DOCKER', 'DOCKER-ISOLATION-STAGE-1', 'FORWARD', 'DOCKER-USER'])(
    'leave one of two equal rules in %s, where it works',
    (chain, context) => {
      const { ruleset, prediction, state } = host(context, '26.1.5/01-publish-tcp')
      const doubled = edited(ruleset, 'filter', chain, (all) => [...all, ...all])
      const front = edited(ruleset, 'filter', chain, (all) => [...all.slice(-1), ...all])
      for (const one of [doubled, front]) {
        const repaired = applied(one, plan(one, prediction, state))
        expect(chainTexts(repaired, 'filter', chain)).toEqual(chainTexts(ruleset, 'filter', chain))
      }
    },
  )

  it('do not take away a rule that came to stand in the place of one that goes', (context) => {
    const { ruleset, prediction, state } = host(context, '28.5.2/01-publish-tcp')
    const sunk = edited(ruleset, 'filter', 'DOCKER', (all) => all.toReversed())
    const repair = plan(sunk, prediction, state)
    const meanwhile = edited(sunk, 'filter', 'DOCKER', ([first, ...rest]) => [
      ...(first ? [first] : []),
      ...users,
      ...rest,
    ])
    const { ruleset: after, error } = loaded(meanwhile, repair)
    expect(error).toBeUndefined()
    expect(chainTexts(after, 'filter', 'DOCKER')).toContain('-s 192.0.2.66/32 -j DROP')
  })

  it('are refused, and nothing is lost, where somebody has made the chain meanwhile', (context) => {
    const { ruleset, prediction, state } = host(context, '20.10.24/01-publish-tcp')
    const without = (chain: string): Ruleset => {
      const empty = edited(ruleset, 'filter', 'FORWARD', () => [])
      const tables = empty.tables.map((table) => ({
        ...table,
        chains: table.chains.filter(({ name }) => name !== chain),
      }))
      return { ...empty, tables }
    }
    const repair = plan(without('DOCKER-USER'), prediction, state)
    const meanwhile = edited(
      edited(ruleset, 'filter', 'FORWARD', () => []),
      'filter',
      'DOCKER-USER',
      () => users,
    )
    const { ruleset: after, error } = loaded(meanwhile, repair)
    expect(error).toBeDefined()
    expect(chainTexts(after, 'filter', 'DOCKER-USER')).toEqual(['-s 192.0.2.66/32 -j DROP'])
  })

  it('take away what the repair put there for a container that has stopped since, and no other fossil', (context) => {
    const { ruleset, prediction, state } = host(context, '20.10.24/01-publish-tcp')
    const [ours = '', theirs = ''] = ['172.17.0.8', '172.17.0.9'].map(
      (address) => `! -i docker0 -p tcp -m tcp --dport 9 -j DNAT --to-destination ${address}:9`,
    )
    const both = (text: (address: string) => string) =>
      rules(['172.17.0.8', '172.17.0.9'].map((address) => `-A X ${text(address)}`).join('\n'))
    // All that the engine writes for a port, as its own trace in 20.10.24/01-publish-tcp has it.
    const accepts = both((to) => `-d ${to}/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 9 -j ACCEPT`)
    const turns = both((at) => `-s ${at}/32 -d ${at}/32 -p tcp -m tcp --dport 9 -j MASQUERADE`)
    const redirected = edited(ruleset, 'nat', 'DOCKER', (all) => [...all, ...rules(`-A X ${ours}\n-A X ${theirs}`)])
    const accepted = edited(redirected, 'filter', 'DOCKER', (all) => [...all, ...accepts])
    const now = edited(accepted, 'nat', 'POSTROUTING', (all) => [...all, ...turns])
    expect(plan(now, prediction, state).steps).toEqual([])
    const placed = new Set([stepKey('ipv4', { table: 'nat', chain: 'DOCKER', text: ours })])
    const { steps } = plan(now, prediction, state, { prune: false, placed })
    expect(steps).toMatchObject([{ kind: 'delete', chain: 'DOCKER', text: ours, because: 'stale' }])
    expect(plan(now, prediction, state, { prune: true }).steps).toHaveLength(6)
    expect(plan(redirected, prediction, state, { prune: true }).steps).toEqual([])
  })

  it("set a policy with the rules that were flushed; alone only where it is known to be the engine's", (context) => {
    const { ruleset, prediction, state } = host(context, '20.10.24/01-publish-tcp')
    const open = withPolicy(ruleset, 'ACCEPT')
    const guessed = { prune: false, forwardingGuessed: true }
    expect(plan(open, prediction, state, guessed)).toMatchObject({
      steps: [],
      policiesLeft: [{ chain: 'FORWARD', policy: 'DROP' }],
    })
    expect(plan(open, prediction, state).steps).toMatchObject([{ kind: 'policy', chain: 'FORWARD', policy: 'DROP' }])
    const flushed = edited(open, 'filter', 'FORWARD', () => [])
    expect(plan(flushed, prediction, state, guessed).steps).toContainEqual(expect.objectContaining({ kind: 'policy' }))
  })

  it('leave the RETURN of an older engine in DOCKER-USER alone, and speak of no fault', (context) => {
    const { ruleset, prediction, state } = host(context, '20.10.24/60-upgrade-to-28.5.2/2-after')
    expect(chainTexts(ruleset, 'filter', 'DOCKER-USER')).toEqual(['-j RETURN'])
    expect(
      plan(ruleset, prediction, state, { prune: true }).rules.filter(({ standing }) => standing === 'stale'),
    ).toEqual([])
  })

  it('bring the jump to DOCKER-USER back above a rule of the user, which stays', (context) => {
    const { ruleset, prediction, state } = host(context, '20.10.24/18-user-rules-restart/2-user-rules-added')
    // $ iptables -I FORWARD -s 203.0.113.8 -j DROP
    expect(chainTexts(ruleset, 'filter', 'FORWARD').slice(0, 2)).toEqual([
      '-s 203.0.113.8/32 -j DROP',
      '-j DOCKER-USER',
    ])
    const found = plan(ruleset, prediction, state)
    expect(found.rules.filter(({ standing }) => standing === 'out-of-place').map(({ text }) => text)).toEqual([
      '-j DOCKER-USER',
    ])
    const repaired = applied(ruleset, found)
    expect(chainTexts(repaired, 'filter', 'FORWARD').slice(0, 2)).toEqual([
      '-j DOCKER-USER',
      '-s 203.0.113.8/32 -j DROP',
    ])
    expect(rulesOf(repaired).toSorted()).toEqual(rulesOf(ruleset).toSorted())
    expect(plan(repaired, prediction, state).steps).toEqual([])
  })

  // ACCEPT and DROP decide, RETURN in a base chain leaves to the policy; LOG, NFLOG, a mark and a rule without target do not: iptables(8).
  it.for([
    ['-j LOG', false],
    ['-s 203.0.113.0/24 -j NFLOG --nflog-group 5', false],
    ['-i eth0', false],
    ['-j MARK --set-xmark 0x1/0xffffffff', false],
    ['-j LOGGED', false],
    ['-s 203.0.113.0/24 -j RETURN', true],
    ['-j LOGGED-THEN-DROPPED', true],
    ['-s 203.0.113.0/24 -j ACCEPT', true],
  ] as const)('above the jump to DOCKER-USER, %s is in the way: %s', ([text, inTheWay], context) => {
    const { ruleset, prediction, state } = host(context, '20.10.24/01-publish-tcp')
    const made = readText(
      [
        '*filter\n:LOGGED - [0:0]\n:LOGGED-THEN-DROPPED - [0:0]\n:X - [0:0]\n-A LOGGED -j LOG\n-A LOGGED -j RETURN',
        `-A LOGGED-THEN-DROPPED -j LOG\n-A LOGGED-THEN-DROPPED -j DROP\n-A X ${text}\nCOMMIT\n`,
      ].join('\n'),
      'ipv4',
    ).ruleset.tables[0]?.chains.filter(({ policy }) => policy === undefined)
    const own = made?.find(({ name }) => name === 'X')?.rules ?? []
    const tables = ruleset.tables.map((table) =>
      table.name === 'filter' ? { ...table, chains: [...table.chains, ...(made ?? [])] } : table,
    )
    const now = edited({ ...ruleset, tables }, 'filter', 'FORWARD', (all) => [...own, ...all])
    expect(own).toHaveLength(1)
    const found = plan(now, prediction, state).rules.filter(({ standing }) => standing === 'out-of-place')
    expect(found.map((rule) => rule.text)).toEqual(inTheWay ? ['-j DOCKER-USER'] : [])
  })

  it('tell of a rule that was changed by hand, and leave it to whoever changed it', (context) => {
    const { ruleset, prediction, state } = host(context, '20.10.24/01-publish-tcp')
    const other = readText(
      '*filter\n:DOCKER-ISOLATION-STAGE-2 - [0:0]\n-A DOCKER-ISOLATION-STAGE-2 -o docker0 -j ACCEPT\nCOMMIT\n',
      'ipv4',
    )
    const [changed] = other.ruleset.tables[0]?.chains.flatMap(({ rules }) => rules) ?? []
    if (changed === undefined) throw new Error('no rule')
    const broken = edited(ruleset, 'filter', 'DOCKER-ISOLATION-STAGE-2', ([, ...rest]) => [changed, ...rest])
    const { rules, steps } = plan(broken, prediction, state, { prune: true })
    const here = rules.filter(({ chain }) => chain === 'DOCKER-ISOLATION-STAGE-2')
    expect(here.map(({ standing, text }) => `${standing} ${text}`).toSorted()).toEqual([
      'altered -o docker0 -j ACCEPT',
      'expected -j RETURN',
      'missing -o docker0 -j DROP',
    ])
    expect(steps.filter(({ kind }) => kind === 'delete')).toEqual([])
  })
})
