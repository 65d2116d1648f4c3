// data: English texts of `explain --concepts`. A line that begins with two blanks is a drawing and is not wrapped.
import type { Catalogue } from '#model/messages.ts'

const tables = `A table is a set of chains with one purpose.

filter decides whether a packet may pass: INPUT (to this host), FORWARD (through it), OUTPUT (from it).
nat rewrites addresses and ports, and sees only the first packet of each connection; conntrack applies the result to all others.
mangle changes marks, TTL and the like. raw comes before connection tracking: NOTRACK rules are in raw, and Docker 28 and later drops
there what goes directly to a container's address. security is for SELinux marks.

ACCEPT ends only its own table: a later table at the same or a later hook may still drop the packet. DROP ends everything.`

const chains = `A chain is a list of rules that are tried from the top; the first rule that matches the packet and has a verdict decides.

Built-in chains (INPUT, FORWARD, ...) are attached to a hook of the kernel and have a policy: the verdict when no rule gave one.
Chains of your own are reached only by a jump (-j) or a goto (-g) from another rule. At their end, and at RETURN, the packet returns
to the rule after the jump; after a goto it returns to the caller before that one. A chain to which nothing jumps does nothing.

Docker's own chains (DOCKER, DOCKER-FORWARD, ...) are emptied and filled again whenever the daemon starts. DOCKER-USER is yours:
Docker creates it, jumps to it first in FORWARD, and never changes the rules that you add to it.`

const hooks = `A hook is a place in the kernel where a packet passes the firewall.

PREROUTING: a packet has just arrived, and where it goes is not decided. DNAT happens here.
INPUT: it is for this host. FORWARD: it goes through this host to another, a container among them. OUTPUT: this host sent it.
POSTROUTING: it is about to leave. MASQUERADE and SNAT happen here.

A published port is DNATed in PREROUTING to the container's address, so the packet goes through FORWARD and never sees INPUT:
rules in INPUT, and ufw's, do not apply to it.`

const order = `What a packet passes, in order (* = only the first packet of a connection):

  forwarded (to a published port, from a container, through the host)
    raw PREROUTING, conntrack, mangle PREROUTING, nat PREROUTING*, routing,
    mangle FORWARD, filter FORWARD, security FORWARD,
    mangle POSTROUTING, nat POSTROUTING*

  to this host
    raw PREROUTING, conntrack, mangle PREROUTING, nat PREROUTING*, routing,
    mangle INPUT, filter INPUT,
    with legacy security INPUT, nat INPUT*; with nft nat INPUT*, security INPUT

  from this host
    routing, raw OUTPUT, conntrack, mangle OUTPUT, nat OUTPUT*,
    filter OUTPUT, security OUTPUT, mangle POSTROUTING, nat POSTROUTING*

Filter rules in FORWARD therefore see the destination after DNAT and the source before MASQUERADE.`

const conntrack = `Connection tracking remembers the connections that packets belong to; -m conntrack --ctstate asks it.

NEW: the first packet of a connection, or more of them while no reply was seen. ESTABLISHED: packets were seen in both directions.
RELATED: a new connection or an ICMP error that belongs to a known one. INVALID: belongs to no known connection. UNTRACKED: a NOTRACK rule in raw matched.

"--ctstate RELATED,ESTABLISHED -j ACCEPT" lets answers in without opening anything. --ctorigdst and --ctorigdstport are the address
and port the client asked for, before DNAT; --ctdir ORIGINAL leaves the answers out. The container's own outgoing connections have
original ports too, so a rule with --ctorigdstport needs --ctdir ORIGINAL.`

const addrtype = `-m addrtype asks what kind of address an address is for this host.

LOCAL: any address of this host, on any interface, 127.0.0.0/8 included. UNICAST: the address of another host.
BROADCAST, MULTICAST: a broadcast or multicast address.

Docker's "-m addrtype --dst-type LOCAL -j DOCKER" thus means: packets to any address of this host look for a published port.`

const states = `\`conntrack -L\` shows one line a connection: protocol, seconds until it is forgotten, state, the packet that opened it, what answers look like.

"tcp 6 431997 ESTABLISHED src=203.0.113.9 dst=203.0.113.10 sport=51694 dport=10000 src=172.17.0.2 dst=203.0.113.9 sport=6379 dport=51694 [ASSURED]":
the client asked 203.0.113.10:10000, and answers come from 172.17.0.2:6379, so DNAT led it there. It stays so whatever becomes of the rule.

  SYN_SENT     SYN seen, no answer yet                 120 s
  SYN_RECV     SYN and SYN-ACK seen                     60 s
  ESTABLISHED  the handshake is complete               5 days
  FIN_WAIT     one side sent FIN                       120 s
  CLOSE_WAIT   that FIN was acknowledged                60 s
  LAST_ACK     both sent FIN, the last ACK is missing   30 s
  TIME_WAIT    it ended in order                       120 s
  CLOSE        a RST ended it                           10 s

CLOSE is no error: a program that closes a socket with unread data in it, or with SO_LINGER 0, sends RST instead of FIN. A port on which no process
listens leaves no line, as the kernel removes it with the RST.

UDP has no states: 30 s after a packet without an answer ([UNREPLIED]), 120 s where packets of both sides come for more than 2 s ([ASSURED]). A client
that sends again and again keeps a UDP entry alive, and with it the address of a container that is gone: conntrack -D -p udp --orig-port-dst 53 ends it.`

const masquerade = `MASQUERADE gives packets the address of the interface they leave through as their source, and undoes it for the answers.

"-s 172.17.0.0/16 ! -o docker0 -j MASQUERADE": what containers send to the outside carries the host's address; without it no answer
could be routed back to a private address.

"-s 172.17.0.2/32 -d 172.17.0.2/32 ... -j MASQUERADE" (up to Docker 27, and later without the userland proxy) is the hairpin: a container
that calls its own published port is DNATed back to itself. It would see its own address as the sender and answer itself directly, so its
packets get the bridge's address instead. With the userland proxy this rule is never hit, because the proxy handles such connections.`

const dnat = `DNAT gives a connection another destination before routing: "--dport 10000 -j DNAT --to-destination 172.17.0.2:6379".

From then on every table sees 172.17.0.2 port 6379: a filter rule for port 10000 in FORWARD or DOCKER-USER no longer matches.
Ask for the original port instead: -m conntrack --ctorigdstport 10000 --ctdir ORIGINAL.

Swarm's ingress is different: it keeps the published port, and DNATs to the address of the ingress sandbox.`

/** Topic texts as messages of the catalogue. */
export const enConcepts = {
  'concept/tables': () => tables,
  'concept/chains': () => chains,
  'concept/hooks': () => hooks,
  'concept/order': () => order,
  'concept/conntrack': () => conntrack,
  'concept/states': () => states,
  'concept/addrtype': () => addrtype,
  'concept/masquerade': () => masquerade,
  'concept/dnat': () => dnat,
} satisfies Partial<Catalogue>
