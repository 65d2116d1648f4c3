import type { MatchExtension } from './extension.ts'
import { bpf } from './match/bpf.ts'
import { cgroup } from './match/cgroup.ts'
import { cluster } from './match/cluster.ts'
import { comment } from './match/comment.ts'
import { connbytes } from './match/connbytes.ts'
import { connlabel } from './match/connlabel.ts'
import { connlimit } from './match/connlimit.ts'
import { conntrack } from './match/conntrack.ts'
import { cpu } from './match/cpu.ts'
import { devgroup } from './match/devgroup.ts'
import { hashlimit } from './match/hashlimit.ts'
import { helper } from './match/helper.ts'
import { ipvs } from './match/ipvs.ts'
import { limit } from './match/limit.ts'
import { nfacct } from './match/nfacct.ts'
import { osf } from './match/osf.ts'
import { owner } from './match/owner.ts'
import { physdev } from './match/physdev.ts'
import { policy } from './match/policy.ts'
import { quota } from './match/quota.ts'
import { realm } from './match/realm.ts'
import { recent } from './match/recent.ts'
import { rpfilter } from './match/rpfilter.ts'
import { socket } from './match/socket.ts'
import { statistic } from './match/statistic.ts'
import { string } from './match/string.ts'
import { tcp } from './match/tcp.ts'
import { time } from './match/time.ts'
import { u32 } from './match/u32.ts'

/** Every match we know, in alphabetical order of the files. */
export const matches: readonly MatchExtension[] = [
  bpf,
  cgroup,
  cluster,
  comment,
  connbytes,
  connlabel,
  connlimit,
  conntrack,
  cpu,
  devgroup,
  hashlimit,
  helper,
  ipvs,
  limit,
  nfacct,
  osf,
  owner,
  physdev,
  policy,
  quota,
  realm,
  recent,
  rpfilter,
  socket,
  statistic,
  string,
  tcp,
  time,
  u32,
]
