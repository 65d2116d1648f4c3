import { describe, expect, it } from 'vitest'
import { answerCures, answerPacketCures } from '#answers/cures.ts'
import { answerTrace, packetOf, prepare } from '#answers/trace-answer.ts'
import { isRefusal } from '#model/answer.ts'
import { readPath } from '#snapshots/live.ts'
import { enginesFolder, haveEngines } from '../docker/engine-dumps.ts'

async function curesOf(folder: string, from: string, to: string, ask = answerCures) {
  const snapshot = await readPath(enginesFolder + folder)
  const unsaid = { in: undefined, out: undefined, protocol: undefined, family: undefined, fields: {} }
  const packet = packetOf({ ...unsaid, from, to }, snapshot)
  if (isRefusal(packet)) throw new Error(packet.message.id)
  return ask(answerTrace(packet, prepare(snapshot)), snapshot, 'interface')
}

describe('what would let a conversation through on hosts of real engines', () => {
  // Judge: a container of an internal network has no default route (docker network create --internal), whatever the rules say.
  it.for([
    ['28.5.2/06-internal', 'container:i1', 'i1'],
    ['28.5.2/06c-internal-and-external', 'container:db', 'db'],
    ['28.5.2/25c-gwmode-isolated', 'container:ca', 'ca'],
  ] as const)('of %s is another network and no rule', async ([folder, from, name], ctx) => {
    if (!haveEngines) return ctx.skip('the captures of engines are not here')
    const bridge = { kind: 'network', commands: [`docker network connect bridge ${name}`] }
    expect(await curesOf(folder, from, '203.0.113.9:443')).toEqual([bridge])
    expect(await curesOf(folder, 'internet', `${from}:80`)).toEqual([])
  })

  // Judge: the rule that the engines write for a network with masquerading.
  it('is the rule that Docker writes for a network with masquerading', async (ctx) => {
    if (!haveEngines) return ctx.skip('the captures of engines are not here')
    const [rule] = (await curesOf('28.5.2/11-no-masquerade-net', 'container:ca', '203.0.113.9:443')) ?? []
    const bridge = /-o (\S+)/.exec(rule?.commands[0] ?? '')?.[1]
    expect(rule?.commands).toEqual([`iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o ${bridge} -j MASQUERADE`])
  })

  it('is asked for one packet where the answer does not count', async (ctx) => {
    if (!haveEngines) return ctx.skip('the captures of engines are not here')
    const ask = answerPacketCures
    expect(await curesOf('28.5.2/11-no-masquerade-net', 'container:ca', '203.0.113.9:443', ask)).toBeUndefined()
  })
})
