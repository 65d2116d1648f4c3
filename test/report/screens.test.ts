import { say } from '#i18n/catalogue.ts'
import { describe, expect, test } from 'vitest'
import { isRefusal } from '#model/answer.ts'
import { answerExplain } from '#answers/explain-answer.ts'
import { ownersOf } from '#answers/owners-answer.ts'
import { readPastedRule, withPastedRule } from '#answers/pasted-rule.ts'
import type { Selection } from '#answers/explain-answer.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { type Density, explainPage } from '#report/explain-page.ts'
import { renderText } from '#report/text.ts'
import { textSnapshot } from '#snapshots/read-snapshot.ts'

function screen(snapshot: Snapshot, selection: Selection, density: Density = 'normal'): string {
  const answer = answerExplain(snapshot, ownersOf(snapshot), selection)
  if (isRefusal(answer)) throw new Error(answer.message.id)
  return renderText(explainPage(say, answer, density), { width: 80, color: false })
}

const published = `*nat
:PREROUTING ACCEPT [0:0]
:DOCKER - [0:0]
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A DOCKER ! -i docker0 -p tcp -m tcp --dport 10000 -j DNAT --to-destination 172.17.0.2:6379
COMMIT
*filter
:INPUT ACCEPT [0:0]
:FORWARD DROP [0:0]
:DOCKER-USER - [0:0]
-A FORWARD -j DOCKER-USER
-A DOCKER-USER -p tcp -m tcp --dport 10000 -j DROP
COMMIT
`
const host = textSnapshot('host.txt', published)

const alone = (text: string) => {
  const snapshot = textSnapshot('rule', text)
  return screen(snapshot, { rule: readPastedRule(text, snapshot), alone: true })
}

describe('the screen of a rule', () => {
  test('says the worst first: whose it is, what it does, that it misses its packets', () => {
    const lines = screen(host, { rule: { id: 'filter/DOCKER-USER#1' } }).split('\n')
    expect(lines[0]).toBe('ipv4/filter/DOCKER-USER#1 is yours: rule about containers')
    expect(lines[3]).toBe('  TCP packets with destination port 10000 are dropped, without an answer.')
    expect(lines[4]).toMatch(/^ {2}! Connections to port 10000 have port 6379 here \(ipv4\/nat\/DOCKER#1/)
  })

  test('lays its facts under one another', () => {
    const text = screen(host, { rule: { id: 'nat/DOCKER#1' } })
    for (const label of ['For', 'Without it', 'Reached', 'Note']) expect(text).toContain(`\n  ${label.padEnd(12)}`)
    expect(text.match(/^ {2}Note/gm)).toHaveLength(1)
  })

  test('names what must be before what must not be', () => {
    expect(screen(host, { rule: { id: 'nat/DOCKER#1' } })).toContain(
      'TCP packets with destination port 10000 and not arriving on docker0 get the\n  destination 172.17.0.2:6379.',
    )
  })

  test('a rule given alone is not said to be unreachable; what a port means there is said', () => {
    const inUser = alone('-A DOCKER-USER -p tcp --dport 8080 -j DROP').replace(/\s+/g, ' ')
    expect(inUser).not.toContain('No packet reaches this chain')
    expect(inUser).toContain('In DOCKER-USER the destination port is the port of the container')
    expect(inUser).toContain('-m conntrack --ctorigdstport 8080 --ctdir ORIGINAL')
    expect(alone('-A FORWARD -p tcp --dport 80:90 -j DROP').replace(/\s+/g, ' ')).toContain(
      '--ctorigdstport PORT --ctdir',
    )
    expect(alone('-A INPUT -p tcp --dport 22 -j ACCEPT')).not.toContain('container')
    expect(alone('-A DOCKER-USER -p tcp -m conntrack --ctorigdstport 80 --ctdir ORIGINAL -j DROP')).not.toContain('!')
  })

  test('a line that stands for two rules shows both', () => {
    const text = alone('-A INPUT -s 192.0.2.1,192.0.2.2 -j DROP')
    expect(text).toContain('from 192.0.2.1\n')
    expect(text).toContain('from 192.0.2.2\n')
  })

  test('ports of bridges without a name are named', () => {
    expect(alone('-A FORWARD -m physdev --physdev-is-in -j ACCEPT')).toContain('arriving on a port of a bridge')
    expect(alone('-A FORWARD -m physdev ! --physdev-is-out -j ACCEPT')).toContain('leaving through no port of a bridge')
  })

  test('several values are alternatives', () => {
    expect(alone('-A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT')).toContain(
      'in state RELATED or ESTABLISHED',
    )
  })
})

describe('the screen of a rule that only a run of its script tells', () => {
  const script = textSnapshot('up.sh', 'iptables -I DOCKER-USER -i eth0 ! -s "$OFFICE" -j DROP\n')
  const shown = screen(script, { rule: { id: 'filter/DOCKER-USER#1' } }).replace(/\s+/g, ' ')

  test('says on what it depends, and does not claim more than is known', () => {
    expect(shown).toContain(
      'Packets arriving on eth0 and depending on `-s $OFFICE` (not shown in this text) are dropped',
    )
    expect(shown).toContain('This input does not show which rules jump to DOCKER-USER')
    expect(screen(script, {})).toContain('-j DROP ?')
  })
})

describe('the screen of a rule that is not there yet', () => {
  test('explains it among the rules of the host, at the place where its command puts it', () => {
    const text = 'iptables -A DOCKER-USER -p tcp --dport 10000 -j REJECT'
    const changed = withPastedRule(text, host, undefined)
    if (changed === undefined) throw new Error('nothing was put in')
    const shown = screen(changed, { rule: readPastedRule(text, host) })
    expect(shown).toMatch(/^ipv4\/filter\/DOCKER-USER#2 is yours/)
    expect(shown).toContain('! Connections to port 10000 have port 6379 here')
  })

  test('a rule in INPUT for a published port is told where its packets go', () => {
    const text = 'iptables -I INPUT -p tcp --dport 10000 -j DROP'
    const changed = withPastedRule(text, host, undefined)
    if (changed === undefined) throw new Error('nothing was put in')
    const shown = screen(changed, { rule: readPastedRule(text, host) }).replace(/\s+/g, ' ')
    expect(shown).toMatch(/^ipv4\/filter\/INPUT#1 is yours/)
    expect(shown).toContain('do not come here: ipv4/nat/DOCKER#1 sends them to port 6379 of a container')
    expect(shown).not.toContain('rewrote them before this chain')
  })

  test('nothing is put into a chain that is not there, and nothing by a command that adds nothing', () => {
    expect(withPastedRule('iptables -A NOSUCH -j DROP', host, undefined)).toBeUndefined()
    expect(withPastedRule('iptables -D FORWARD -j DOCKER-USER', host, undefined)).toBeUndefined()
  })
})

describe('the screen of a ruleset', () => {
  test('owners of any length leave a gap before the rule', () => {
    const rules =
      '*filter\n:INPUT ACCEPT [0:0]\n:f2b-sshd - [0:0]\n-A INPUT -p tcp -m multiport --dports 22 -j f2b-sshd\n-A INPUT -j DROP\nCOMMIT\n'
    const text = screen(textSnapshot('-', rules), {})
    expect(text).toContain('  #1   fail2ban  -p tcp')
    expect(text).toContain('  #2   you       -j DROP')
  })

  test('the next command names the source and a rule that wants a look', () => {
    expect(screen(host, {})).toContain("Next: seawall explain host.txt --rule 'ipv4/filter/DOCKER-USER#1'")
    const quoted = textSnapshot("it's mine", published)
    expect(screen(quoted, {})).toContain("seawall explain 'it'\\''s mine' ")
  })

  test('chains that a text does not speak of are not said to be empty and open', () => {
    const listing =
      'Chain DOCKER-USER (1 references)\ntarget     prot opt source               destination\nRETURN     all  --  0.0.0.0/0            0.0.0.0/0\n'
    const text = screen(textSnapshot('-', listing), {})
    expect(text).not.toContain('lets through')
    expect(text).not.toContain('(ACCEPT)')
    expect(text).toContain('? this text does not show the incoming interface and the outgoing interface')
  })

  test('lines that were not understood are counted in the conclusion', () => {
    const text = screen(textSnapshot('-', '*filter\n:INPUT DROP [0:0]\n-A INPUT --nosuch 1 -j ACCEPT\nCOMMIT\n'), {})
    expect(text).toContain('! 1 error in this text: the lines with errors may be missing in the answer')
  })
})
