// What the kernel itself takes for a packet: frames sent as fast as they go into a network namespace of our own that forwards them,
// with a ruleset loaded and without. The difference is what the rules cost.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hasTool, run } from './measure.mjs'
import { pcap } from './trace-rules.mjs'

const mac = '02:00:00:00:00:01'

/** Why the kernel cannot be asked here; undefined where it can. */
export function whatLacks() {
  if (process.getuid() !== 0) return 'not root'
  const tools = ['ip', 'bash', 'tcpreplay', 'iptables-nft-restore', 'iptables-legacy-restore', 'conntrack']
  const absent = tools.filter((name) => !hasTool(name))
  return absent.length > 0 ? `no ${absent.join(', ')}` : undefined
}

/** Microseconds of the kernel for each packet: without rules, with them in nft, in legacy; and how many packets rules counted. */
export function kernelCost(rules, packets, folder, turns) {
  const frames = join(folder, 'frames.pcap')
  writeFileSync(frames, pcap(packets, mac))
  const kinds = ['none', 'nft', 'legacy']
  const hosts = kinds.map((kind) => new Host(`seawall-bench-${process.pid}-${kind}`, kind, rules))
  try {
    const best = kinds.map(() => Number.POSITIVE_INFINITY)
    for (let turn = 0; turn < turns; turn++) {
      hosts.forEach((host, index) => {
        best[index] = Math.min(best[index], host.send(frames))
      })
    }
    const [none, nft, legacy] = best.map((milliseconds) => (milliseconds * 1000) / packets.length)
    return { none, nft, legacy, counted: hosts.slice(1).map((host) => host.counted() / turns) }
  } finally {
    for (const host of hosts) host.remove()
  }
}

class Host {
  #name
  #kind

  constructor(name, kind, rules) {
    this.#name = name
    this.#kind = kind
    this.remove()
    const script = `set -e
ip netns add ${name}
ip netns add ${name}-peer
ip link add in0 address ${mac} netns ${name} type veth peer name out1 netns ${name}-peer
ip link add out0 netns ${name} type veth peer name sink netns ${name}-peer
ip -n ${name} addr add 10.1.0.1/16 dev in0
ip -n ${name} addr add 10.99.0.1/16 dev out0
for link in lo in0 out0; do ip -n ${name} link set $link up; done
for link in out1 sink; do ip -n ${name}-peer link set $link up; done
ip -n ${name} link set out0 arp off
ip netns exec ${name} sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.in0.rp_filter=0
ip -n ${name} route add default dev out0`
    execute('bash', ['-c', script])
    if (kind !== 'none') execute('ip', ['netns', 'exec', name, `iptables-${kind}-restore`], rules)
  }

  /** Milliseconds of the processor for sending all frames once: what the kernel does with them counts for the sender. */
  send(frames) {
    spawnSync('ip', ['netns', 'exec', this.#name, 'conntrack', '-F'])
    const { cpu, status } = run('ip', [
      'netns',
      'exec',
      `${this.#name}-peer`,
      'tcpreplay',
      '-q',
      '-K',
      '--topspeed',
      '-i',
      'out1',
      frames,
    ])
    if (status !== 0) throw new Error('tcpreplay failed')
    return cpu
  }

  /** Packets that the first rule of FORWARD has seen. */
  counted() {
    const { stdout } = spawnSync(
      'ip',
      ['netns', 'exec', this.#name, `iptables-${this.#kind}-save`, '-c', '-t', 'filter'],
      { encoding: 'utf8' },
    )
    return Number(/^\[(\d+):\d+\] -A FORWARD/m.exec(stdout)?.[1] ?? 0)
  }

  remove() {
    for (const name of [this.#name, `${this.#name}-peer`]) spawnSync('ip', ['netns', 'del', name])
  }
}

function execute(command, args, input) {
  const { status, stderr } = spawnSync(command, args, { input, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`)
}
