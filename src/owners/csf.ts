import type { Recogniser } from '#model/owner.ts'
import type { Part } from '#model/parts.ts'
import { hasChain, markedBy } from './marks.ts'

const chains: readonly (readonly [RegExp, Part<'csf'>])[] = [
  [/^LOCAL(INPUT|OUTPUT)$/, 'local'],
  [/^(G?ALLOW|G?DYNALLOW|ALLOWDYN)(IN|OUT)$/, 'allow'],
  [/^(G?DENY|BLOCKDROP)(IN|OUT)$|^(SPAMHAUS|DSHIELD|BDE|TOR|BOGON|BLOCK_[A-Z0-9]+)$/, 'deny'],
  [/^CC_(ALLOW|DENY|DROP)[A-Z]*$/, 'countries'],
  [/^LOGDROP(IN|OUT)$/, 'log'],
  [/^(INVALID|INVDROP|PORTFLOOD|SYNFLOOD|UDPFLOOD|CONNLIMIT)$/, 'flood'],
  [/^SMTPOUTPUT$/, 'mail'],
  [/^(MESSENGER|DOCKER_CSF)/, 'other'],
]

/** ConfigServer Firewall: `LOCALINPUT` and `LOCALOUTPUT`, and where these are, its other chains. */
export const csf: Recogniser = (rulesets) => {
  const here = hasChain(rulesets, /^LOCAL(INPUT|OUTPUT)$/)
  return markedBy({
    owner: 'csf',
    chain: (name) => (here ? chains.find(([pattern]) => pattern.test(name))?.[1] : undefined),
  })
}
