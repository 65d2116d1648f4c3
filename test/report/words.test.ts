import { say } from '#i18n/catalogue.ts'
import { expect, test } from 'vitest'
import { isRefusal } from '#model/answer.ts'
import { answerExplain } from '#answers/explain-answer.ts'
import { ownersOf } from '#answers/owners-answer.ts'
import { readPastedRule } from '#answers/pasted-rule.ts'
import { explainPage } from '#report/explain-page.ts'
import { renderText } from '#report/text.ts'
import { textSnapshot } from '#snapshots/read-snapshot.ts'

/** The sentence of a pasted rule: the paragraph below the rule. */
function sentence(rule: string): string {
  const snapshot = textSnapshot('rule', rule)
  const selection = { rule: readPastedRule(rule, snapshot), alone: true }
  const answer = answerExplain(snapshot, ownersOf(snapshot), selection)
  if (isRefusal(answer)) throw new Error(answer.message.id)
  const page = renderText(explainPage(say, answer, 'normal'), { width: Number.POSITIVE_INFINITY, color: false })
  return page.split('\n')[3]?.trim() ?? ''
}

test.each([
  [
    '-A INPUT -m pkttype --pkt-type multicast -j DROP',
    'Packets of link-layer type multicast are dropped, without an answer.',
  ],
  [
    '-A INPUT -p tcp --syn -j DROP',
    'TCP packets with SYN set and FIN, RST and ACK not set are dropped, without an answer.',
  ],
  [
    '-A INPUT -p tcp --tcp-flags ALL NONE -j DROP',
    'TCP packets with FIN, SYN, RST, PSH, ACK and URG not set are dropped, without an answer.',
  ],
  [
    '-A INPUT -p tcp --tcp-flags ALL ALL -j DROP',
    'TCP packets with FIN, SYN, RST, PSH, ACK and URG set are dropped, without an answer.',
  ],
  ['-A INPUT -f -j DROP', 'Packets that are a second or later fragment are dropped, without an answer.'],
  ['-A INPUT ! -p tcp -j DROP', 'Packets of any protocol but TCP are dropped, without an answer.'],
  ['ip6tables -A INPUT -p icmpv6 -j ACCEPT', 'ICMPv6 packets are accepted: this table lets them pass.'],
  ['-A INPUT -p 253 -j ACCEPT', 'IP protocol 253 packets are accepted: this table lets them pass.'],
  [
    'ip6tables -A INPUT -m ipv6header --soft --header frag,esp -j DROP',
    'Packets with IPv6 extension headers ipv6-frag and with IPv6 extension headers esp are dropped, without an answer.',
  ],
  [
    'ip6tables -A INPUT -m ipv6header --header frag,esp -j DROP',
    'Packets with IPv6 extension headers ipv6-frag+esp are dropped, without an answer.',
  ],
  [
    '-A INPUT -m addrtype ! --src-type LOCAL,BROADCAST --limit-iface-in -j DROP',
    'Packets not from an address of type LOCAL or BROADCAST (as the arriving interface sees it) are dropped, without an answer.',
  ],
  [
    '-A INPUT -p tcp -m multiport --dports 80,443,8000:8010 -j ACCEPT',
    'TCP packets with destination port 80, 443 or 8000-8010 are accepted: this table lets them pass.',
  ],
  [
    '-A INPUT -p tcp -m multiport --ports 80 -s 192.0.2.1 -j DROP',
    'TCP packets from 192.0.2.1, and with source port 80 or with destination port 80 are dropped, without an answer.',
  ],
  ['-A INPUT -m mark --mark 1 -j DROP', 'Packets with packet mark 0x1 are dropped, without an answer.'],
  ['-A INPUT -m mark --mark 0x1/0xff -j DROP', 'Packets with packet mark 0x1/0xff are dropped, without an answer.'],
  [
    '-A DOCKER-USER -j RETURN',
    'All packets that reach this rule leave this chain and continue after the rule that called it.',
  ],
  ['-A FORWARD -j RETURN', 'All packets that reach this rule leave this chain, and its policy decides.'],
  ['-A INPUT -j LOG', 'All packets that reach this rule are logged; the next rule follows.'],
  ['-A INPUT -s 192.0.2.1', 'Packets from 192.0.2.1 are only counted; the next rule follows.'],
  [
    'iptables -t mangle -A FORWARD -j TTL --ttl-dec 2',
    'All packets that reach this rule get their TTL (hop limit) lowered by 2; the next rule follows.',
  ],
  [
    'iptables -t mangle -A FORWARD -j TTL --ttl-set 9',
    'All packets that reach this rule get the TTL (hop limit) 9; the next rule follows.',
  ],
  [
    'iptables -t mangle -A POSTROUTING -p udp --dport 68 -j CHECKSUM --checksum-fill',
    'UDP packets with destination port 68 get their checksum filled in; the next rule follows.',
  ],
  [
    'iptables -t mangle -A PREROUTING -j MARK --set-mark 7',
    'All packets that reach this rule get the mark 0x7; the next rule follows.',
  ],
])('%s', (rule, words) => {
  expect(sentence(rule)).toBe(words)
})
