import type { TargetExtension } from './extension.ts'
import { audit } from './target/audit.ts'
import { checksum } from './target/checksum.ts'
import { classify } from './target/classify.ts'
import { clusterip } from './target/clusterip.ts'
import { connmark } from './target/connmark.ts'
import { ct } from './target/ct.ts'
import { dnat } from './target/dnat.ts'
import { dscp } from './target/dscp.ts'
import { ecn } from './target/ecn.ts'
import { hmark } from './target/hmark.ts'
import { idletimer } from './target/idletimer.ts'
import { led } from './target/led.ts'
import { log } from './target/log.ts'
import { mark } from './target/mark.ts'
import { masquerade } from './target/masquerade.ts'
import { netmap } from './target/netmap.ts'
import { nflog } from './target/nflog.ts'
import { nfqueue } from './target/nfqueue.ts'
import { notrack } from './target/notrack.ts'
import { dnpt, snpt } from './target/npt.ts'
import { rateest } from './target/rateest.ts'
import { redirect } from './target/redirect.ts'
import { reject4, reject6 } from './target/reject.ts'
import { connsecmark, secmark } from './target/secmark.ts'
import { set } from './target/set.ts'
import { snat } from './target/snat.ts'
import { synproxy } from './target/synproxy.ts'
import { tcpmss } from './target/tcpmss.ts'
import { tcpoptstrip } from './target/tcpoptstrip.ts'
import { tee } from './target/tee.ts'
import { tos } from './target/tos.ts'
import { tproxy4, tproxy6 } from './target/tproxy.ts'
import { trace } from './target/trace.ts'
import { hl, ttl } from './target/ttl.ts'
import { ulog } from './target/ulog.ts'
import { accept, drop, queue, returns } from './target/verdicts.ts'

/** Every target we know, in alphabetical order of the files. */
export const targets: readonly TargetExtension[] = [
  audit,
  checksum,
  classify,
  clusterip,
  connmark,
  ct,
  dnat,
  dscp,
  ecn,
  hmark,
  idletimer,
  led,
  log,
  mark,
  masquerade,
  netmap,
  nflog,
  nfqueue,
  notrack,
  dnpt,
  snpt,
  rateest,
  redirect,
  reject4,
  reject6,
  connsecmark,
  secmark,
  set,
  snat,
  synproxy,
  tcpmss,
  tcpoptstrip,
  tee,
  tos,
  tproxy4,
  tproxy6,
  trace,
  hl,
  ttl,
  ulog,
  accept,
  drop,
  queue,
  returns,
]
