import type { AddressNumber } from '#base/address.ts'
import type { Prefix } from '#base/prefix.ts'
import { readAddress, widthOf, writeAddress } from '#base/prefix.ts'
import { type FakeAddress, fakeAddresses } from './fake-addresses.ts'
import { fakeDevices } from './fake-devices.ts'
import { fakeIds, fakeTimes } from './fake-ids.ts'
import { fakeMacs, fakeNames } from './fake-names.ts'
import { withProgramsWords } from './program-names.ts'
import { withPublicWords } from './public-words.ts'
import type { Rewriter } from './rewriter.ts'
import type { AddressToken } from './scan-addresses.ts'
import { scanAddresses } from './scan-addresses.ts'

/** What the first walk over a snapshot has noted. */
export interface Notes {
  readonly prefixes: Map<string, Prefix>
  readonly devices: Set<string>
  readonly times: Set<string>
}

/** The rewriter of the first walk: everything stays, and what needs a fake is noted. */
export function noting(notes: Notes): Rewriter {
  const note = (address: AddressNumber, length: number) =>
    notes.prefixes.set(`${address}/${length}`, { address, length })
  const noteText = (text: string) => {
    for (const token of scanAddresses(text)) {
      if (token.kind === 'mac') continue
      note(token.address, token.length)
      if (token.rangeTo !== undefined) note(token.address, commonLength(token.address, token.rangeTo))
    }
    return text
  }
  return {
    text: noteText,
    addresses: noteText,
    id: (id) => id,
    time(time) {
      notes.times.add(time)
      return time
    },
    address(text, length) {
      const address = readAddress(text)
      if (address !== undefined) note(address, Math.min(length, widthOf(address)))
      return text
    },
    device(name) {
      notes.devices.add(name)
      return name
    },
    name: (_kind, name) => name,
    chain: (name) => name,
    own: (name) => name,
  }
}

// The ends of a range stay in one prefix, so that it stays a range.
function commonLength(from: AddressNumber, to: AddressNumber): number {
  const width = widthOf(from)
  if (widthOf(to) !== width) return width
  const difference = BigInt(from) ^ BigInt(to)
  return difference === 0n ? width : width - difference.toString(2).length
}

/** The rewriter of the second walk. `stays`: the chains whose names are not the user's. */
export function faking(notes: Notes, stays: (chain: string) => boolean): Rewriter {
  const addresses = fakeAddresses(notes.prefixes.values())
  const macs = fakeMacs()
  const names = fakeNames()
  const ids = fakeIds()
  const words = (text: string) => withPublicWords(text, (word) => names('string', word))
  const fakeText = (text: string, between: (text: string) => string) => {
    const tokens = scanAddresses(text)
    if (tokens.length === 0) return between(text)
    const fakes = tokens.map((token) =>
      token.kind === 'mac'
        ? macs(text.slice(token.start, token.end))
        : writeAddress(addresses(token.address, token.length)),
    )
    keepRangesRising(tokens, fakes, addresses)
    return spliced(text, tokens, fakes, between)
  }
  return {
    text: (text) => fakeText(text, words),
    addresses: (text) => fakeText(text, asItIs),
    id: ids,
    time: fakeTimes(notes.times),
    address(text, length) {
      const found = readAddress(text)
      return found === undefined
        ? fakeText(text, words)
        : writeAddress(addresses(found, Math.min(length, widthOf(found))))
    },
    device: fakeDevices(notes.devices, ids),
    name: names,
    chain: (name) => (stays(name) ? withoutOwnWords(name, names) : names('chain', name)),
    own: (name) => withoutOwnWords(name, names),
  }
}

// Programs put words of the user's into names of theirs: fail2ban its jails, firewalld its zones.
function withoutOwnWords(name: string, names: Rewriter['name']): string {
  const [, mark = '', jail] = /^(f2b-|fail2ban-)(.+)$/.exec(name) ?? []
  if (jail !== undefined) return `${mark}${names('jail', jail)}`
  const [, way = '', zone, part = ''] =
    /^((?:IN|OUT|FWD[IO]?|PRE|POST)_)(.+?)(_(?:pre|log|deny|allow|post))?$/.exec(name) ?? []
  if (zone !== undefined) return `${way}${names('zone', zone)}${part}`
  return withProgramsWords(name, (told) => names('own', told))
}

function keepRangesRising(tokens: readonly AddressToken[], fakes: string[], fake: FakeAddress): void {
  tokens.forEach((token, index) => {
    if (token.kind === 'mac' || token.rangeTo === undefined) return
    if (token.address > token.rangeTo || fake(token.address) <= fake(token.rangeTo)) return
    const [from = '', to = ''] = fakes.slice(index, index + 2)
    fakes.splice(index, 2, to, from)
  })
}

function asItIs(text: string): string {
  return text
}

/** The text with each piece replaced, and what is between them as `between` makes it. */
export function spliced(
  text: string,
  pieces: readonly { readonly start: number; readonly end: number }[],
  replacements: readonly string[],
  between = asItIs,
): string {
  const parts: string[] = []
  let at = 0
  pieces.forEach(({ start, end }, index) => {
    parts.push(between(text.slice(at, start)), replacements[index] ?? '')
    at = end
  })
  return parts.join('') + between(text.slice(at))
}
