/** What follows an option letter of iptables itself. `optional-value`: a word that may be missing; `counters`: one word or two. */
export type BaseRole = 'verb' | 'optional-chain' | 'value' | 'optional-value' | 'flag' | 'counters'

// A verb takes a chain and what belongs to it. As observed on 1.8.7 to 1.8.11.
const baseLetters: Readonly<Record<string, BaseRole>> = {
  A: 'verb',
  C: 'verb',
  D: 'verb',
  I: 'verb',
  R: 'verb',
  L: 'optional-chain',
  S: 'optional-chain',
  F: 'optional-chain',
  Z: 'optional-chain',
  X: 'optional-chain',
  N: 'verb',
  E: 'verb',
  P: 'verb',
  s: 'value',
  d: 'value',
  p: 'value',
  i: 'value',
  o: 'value',
  j: 'value',
  g: 'value',
  m: 'value',
  t: 'value',
  M: 'value',
  c: 'counters',
  w: 'optional-value',
  W: 'value',
  f: 'flag',
  n: 'flag',
  v: 'flag',
  x: 'flag',
  V: 'flag',
  h: 'flag',
  '4': 'flag',
  '6': 'flag',
  '0': 'flag',
}

const roles = Array.from({ length: 128 }, (_, code) => baseLetters[String.fromCharCode(code)])

/** The role of a letter; undefined where iptables has no such option. */
export function roleOf(letter: string): BaseRole | undefined {
  const code = letter.charCodeAt(0)
  return code < 128 ? roles[code] : undefined
}

/** The letter behind each long option. */
export const baseLong: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '--append': 'A',
    '--delete': 'D',
    '--check': 'C',
    '--insert': 'I',
    '--replace': 'R',
    '--list': 'L',
    '--list-rules': 'S',
    '--flush': 'F',
    '--zero': 'Z',
    '--new-chain': 'N',
    '--delete-chain': 'X',
    '--rename-chain': 'E',
    '--policy': 'P',
    '--source': 's',
    '--destination': 'd',
    '--src': 's',
    '--dst': 'd',
    '--protocol': 'p',
    '--in-interface': 'i',
    '--jump': 'j',
    '--table': 't',
    '--match': 'm',
    '--numeric': 'n',
    '--out-interface': 'o',
    '--verbose': 'v',
    '--wait': 'w',
    '--wait-interval': 'W',
    '--exact': 'x',
    '--fragments': 'f',
    '--version': 'V',
    '--help': 'h',
    '--line-numbers': '0',
    '--modprobe': 'M',
    '--set-counters': 'c',
    '--goto': 'g',
    '--ipv4': '4',
    '--ipv6': '6',
  }),
)

/** The targets that every kernel has. */
export const verdicts: ReadonlySet<string> = new Set(['ACCEPT', 'DROP', 'RETURN', 'QUEUE'])
