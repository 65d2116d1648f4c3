import { readIpv4, readIpv6, writeIpv4, writeIpv6 } from '#base/address.ts';
import type { Family } from '#model/family.ts';
import type { NatRange } from '#model/value.ts';
import type { Kind } from './extension.ts';
import { Wrong } from './extension.ts';
import { badValue, readNumber } from './kinds.ts';
import { servicePort } from './services.ts';

const portProtocols = [6, 17, 132, 33, 136, 1, 58];

/** `address[-address][:port[-port[/base]]]`, IPv6 addresses in brackets when ports follow. Ports need -p tcp, udp, sctp or dccp. */
export const natRange: Kind<NatRange> = {
  label: 'kind/nat-range',
  words: 1,
  read(word, { family, protocol, protocolNegated }) {
    const split = splitPorts(word, family);
    const addresses = split === undefined || split.head === '' ? undefined : readAddresses(split.head, family);
    if (split === undefined || (split.head !== '' && addresses === undefined)) return badValue(word, 'kind/nat-range');
    if (split.tail === undefined) return { addresses, ports: undefined, base: undefined };
    if (!portProtocols.includes(protocol) || protocolNegated) return new Wrong('syntax/needs-port-protocol', { value: word });
    const [range = '', base] = split.tail.split('/');
    const ports = readPorts(range);
    const baseNumber = base === undefined ? undefined : (readNumber(base, 1, 65535) ?? servicePort(base));
    if (ports === undefined || (base !== undefined && baseNumber === undefined)) return badValue(word, 'kind/nat-range');
    return { addresses, ports, base: baseNumber };
  },
  write: writeNatRange,
};

function splitPorts(word: string, family: Family): { head: string; tail: string | undefined } | undefined {
  if (family === 'ipv4' || !word.startsWith('[')) {
    const colon = family === 'ipv4' ? word.indexOf(':') : word.startsWith(':') && !word.startsWith('::') ? 0 : -1;
    return colon < 0 ? { head: word, tail: undefined } : { head: word.slice(0, colon), tail: word.slice(colon + 1) };
  }
  const found = /^\[([^\]]*)\](?:-\[([^\]]*)\])?(?::(.*))?$/.exec(word);
  if (found === null) return undefined;
  const [, from = '', to, tail] = found;
  return { head: to === undefined ? from : `${from}-${to}`, tail };
}

function readAddresses(text: string, family: Family): NatRange['addresses'] {
  const [from = '', to = from, ...more] = text.split('-');
  const read = family === 'ipv4' ? readIpv4 : readIpv6;
  const range = { from: read(from), to: read(to) };
  if (range.from === undefined || range.to === undefined || more.length > 0) return undefined;
  return { from: range.from, to: range.to };
}

/** `port` or `port-port`, from 1. */
export function readPorts(text: string): { from: number; to: number } | undefined {
  const [low = '', high = low, ...more] = text.split('-');
  const from = readNumber(low, 1, 65535) ?? servicePort(low);
  const to = readNumber(high, 1, 65535) ?? servicePort(high);
  if (from === undefined || to === undefined || to < from || more.length > 0) return undefined;
  return { from, to };
}

function writeNatRange({ addresses, ports, base }: NatRange): string {
  const write = (address: number | bigint) => (typeof address === 'bigint' ? writeIpv6(address) : writeIpv4(address));
  let text = '';
  if (addresses !== undefined) {
    text = write(addresses.from) + (addresses.from === addresses.to ? '' : `-${write(addresses.to)}`);
    if (typeof addresses.from === 'bigint' && ports !== undefined) text = `[${text}]`;
  }
  if (ports !== undefined) text += `:${ports.from}${ports.from === ports.to ? '' : `-${ports.to}`}`;
  return base === undefined ? text : `${text}/${base}`;
}
