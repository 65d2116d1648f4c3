// data: English texts of connections that exist, as conntrack lists them. Measured on a real kernel: docs/connections.md.
import type { Catalogue } from '#model/messages.ts'

const made = (by: string | number | undefined, asked: string | number | undefined) =>
  by ? ` by ${by}` : Number(asked) ? '; no rule that is loaded now does that for a new connection' : ''

export const enConntrack = {
  'conntrack/head': ({ count, moved }) =>
    `${count} ${Number(count) === 1 ? 'connection' : 'connections'}.${
      Number(moved) > 0
        ? ` For ${moved} of them a new connection to the same place would end elsewhere or be stopped: ${
            Number(moved) === 1 ? 'it keeps its way' : 'they keep their way'
          }, because nat rules are asked for the first packet only.`
        : ''
    }`,
  'conntrack/dnat': ({ to, by, asked }) => `destination changed to ${to}${made(by, asked)}`,
  'conntrack/snat': ({ to, by, asked }) => `source changed to ${to}${made(by, asked)}`,
  'conntrack/no-nat': () => 'no address is changed',
  'conntrack/timeout': ({ seconds }) => `removed if no packet comes for ${seconds} s`,
  'conntrack/now-same': ({ place }) => `now: a new connection to ${place} leads to the same place`,
  'conntrack/now-elsewhere': ({ place, to, server, delete: command }) =>
    `now: a new connection to ${place} leads to ${to || 'this host'}; this one stays with ${server} until it ends, or until \`${command}\``,
  'conntrack/now-stopped': ({ place, by, server, delete: command }) =>
    `now: a new connection to ${place} is stopped${by ? ` by ${by}` : ''}; this one stays with ${server} if a rule accepts ESTABLISHED packets, until it ends or until \`${command}\``,
  'conntrack/now-unknown': ({ place }) =>
    `now: where a new connection to ${place} leads is unknown: it depends on rules or facts that were not read`,
  'conntrack/not-read': ({ source }) => `${source} does not hold the connections that exist`,
  'conntrack/no-rules': () =>
    'no rules were read, so it is unknown which rule changed addresses and where new connections lead; name a source too, or run it as root on the host',
  'conntrack/state-syn-sent': () =>
    'the first SYN was seen, no answer yet. With [UNREPLIED] for longer: the server does not answer, or its answer does not come through this host. 120 s.',
  'conntrack/state-syn-recv': () => 'SYN and SYN-ACK were seen, the ACK of the client not yet. 60 s.',
  'conntrack/state-established': () =>
    'the handshake is complete. It stays for 5 days without a packet, then it is forgotten.',
  'conntrack/state-fin-wait': () => 'one side sent FIN, which the other has not acknowledged yet. 120 s.',
  'conntrack/state-close-wait': () =>
    'one side sent FIN and it was acknowledged; the other side still has its half open. Many of them: a program does not close its sockets. 60 s.',
  'conntrack/state-last-ack': () => 'both sides sent FIN, the last ACK is missing. 30 s.',
  'conntrack/state-time-wait': () => 'both sides sent FIN: it ended in order. The entry waits for late packets. 120 s.',
  'conntrack/state-close': () =>
    'a RST ended it. That is normal where a program closes a socket with unread data in it (a server that sends an error and closes, as Redis does in protected mode), or closes it with SO_LINGER 0. A port on which no process listens leaves no entry: the kernel removes it with the RST. 10 s.',
  'conntrack/state-syn-sent2': () => 'both sides sent a SYN at the same time. 120 s.',
  'conntrack/flag-unreplied': () =>
    'no packet of the other direction was seen. Such entries go first when the table is full.',
  'conntrack/flag-assured': () =>
    'enough packets of both directions were seen that the entry is not thrown away when the table is full.',
} satisfies Partial<Catalogue>
