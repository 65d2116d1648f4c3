import type { Place } from '#lab/client.ts'
import { addresses } from '#lab/scene.ts'
import type { Family } from '#model/family.ts'
import process from 'node:process'
import type { Subject } from './subject.ts'

type ServiceJson =
  | {
      readonly kind: 'port'
      readonly container: string
      readonly port: { readonly protocol: string; readonly hostAddress: string; readonly hostPort: number }
      readonly state: string
      readonly checks: readonly CheckJson[]
    }
  | {
      readonly kind: 'outside' | 'neighbour'
      readonly container: string
      readonly to?: string
      readonly state: string
      readonly checks: readonly CheckJson[]
    }

interface CheckJson {
  readonly family: Family
  readonly from: 'internet' | 'lan' | 'host' | 'container'
  readonly outcome: { readonly kind: string; readonly cure?: string | null }
}

/** What `status --json` says, as far as it is judged here. */
export interface StatusJson {
  readonly verdict: string
  readonly services: readonly ServiceJson[]
  readonly plans: readonly { readonly steps?: readonly unknown[] }[]
}

interface Probe {
  readonly key: string
  readonly protocol: string
  readonly address: string
  readonly port: number
  readonly local?: string
}

const asking = `const net=require('net'),dgram=require('dgram');const probes=JSON.parse(process.argv[1]);
const one=({key,protocol,address,port,local})=>new Promise(done=>{const end=text=>done([key,text]);
if(protocol==='udp'){const s=dgram.createSocket(address.includes(':')?'udp6':'udp4');const stop=text=>{try{s.close()}catch{};end(text)};
s.on('error',()=>stop(''));s.on('message',m=>stop(String(m)));const go=()=>s.connect(port,address,e=>e?stop(''):s.send('ping'));
local?s.bind(0,local,go):go();setTimeout(()=>stop(''),1000)}
else{const s=net.connect({host:address,port,localAddress:local});let text='';s.on('data',d=>text+=d);s.on('error',()=>end(''));s.on('close',()=>end(text));
setTimeout(()=>s.destroy(),1000)}});
Promise.all(probes.map(one)).then(all=>{console.log(JSON.stringify(all));process.exit()})`

async function ask(place: Place, probes: readonly Probe[]): Promise<readonly (readonly [string, string])[]> {
  if (probes.length === 0) return []
  const met = new Map<string, string>()
  // A server of busybox takes few clients at a time, and a UDP packet may be lost: silence is asked three times.
  for (let tries = 0; tries < 3; tries++) {
    const left = probes.filter(({ key }) => (met.get(key) ?? '') === '')
    if (left.length === 0) break
    const { stdout } = await place.run([process.execPath, '-e', asking, JSON.stringify(left)])
    for (const [key, text] of JSON.parse(stdout) as [string, string][]) met.set(key, text)
  }
  return [...met]
}

/**
 * Connects by every way that a status speaks of: from the internet, the LAN, the host and the containers. `words`: how the server of
 * each container answers. Returns where the answer of status is not what the client met.
 */
export async function wrongAnswers(
  { scene, engine }: Subject,
  { services }: StatusJson,
  words: Readonly<Record<string, string>>,
): Promise<{ readonly wrong: readonly string[]; readonly dead: readonly string[] }> {
  const outside: Probe[] = []
  const host: Probe[] = []
  const inside: Promise<readonly [string, string]>[] = []
  const said = new Map<string, { readonly works: boolean; readonly word: string }>()
  for (const service of services) {
    for (const { family, from, outcome } of service.checks) {
      if (outcome.kind === 'unknown') continue
      const what = service.kind === 'port' ? `:${service.port.hostPort}` : `${service.kind} ${service.to ?? ''}`
      const key = `${service.container} ${what} ${family} from ${from}`
      const word = service.kind === 'port' ? (words[service.container] ?? '') : 'reached'
      said.set(key, { works: outcome.kind === 'works', word })
      if (service.kind !== 'port') {
        inside.push(fromContainer(engine, service, family).then((text) => [key, text]))
        continue
      }
      const { hostAddress, hostPort: port, protocol } = service.port
      const isAny = ['', '0.0.0.0', '::'].includes(hostAddress)
      const probe = { key, protocol, port, address: isAny ? addresses.host[family] : hostAddress }
      if (from === 'host') host.push(probe)
      else
        outside.push({ ...probe, local: from === 'internet' ? addresses.internet[family] : addresses.outside[family] })
    }
  }
  const met = [await ask(scene.outside, outside), await ask(scene.host, host), await Promise.all(inside)].flat()
  const wrong = met.flatMap(([key, text]) => {
    const { works, word } = said.get(key) ?? { works: false, word: '' }
    const answered = text.trim() === word
    return works === answered
      ? []
      : [`${key}: status says ${works ? 'works' : 'dead'}, a client meets '${text.trim()}'`]
  })
  return { wrong, dead: met.flatMap(([key, text]) => (text.trim() === said.get(key)?.word ? [] : [key])) }
}

/** A refusal comes from the other end: it was reached. */
async function fromContainer(
  { docker }: Subject['engine'],
  { container, to }: { readonly container: string; readonly to?: string },
  family: Family,
): Promise<string> {
  const field = family === 'ipv4' ? 'IPAddress' : 'GlobalIPv6Address'
  const found =
    to === undefined
      ? addresses.internet[family]
      : (await docker(['inspect', '-f', `{{.NetworkSettings.${field}}}`, to])).stdout.trim()
  const argv = ['exec', container, '/bin/busybox', 'nc', '-w', '1', found, to === undefined ? '9' : '80']
  const { code, stderr } = await docker(argv, { mayFail: true })
  return code === 0 || /refused/.test(stderr) ? 'reached' : stderr.trim()
}
