import type { Kind } from '../extension.ts'
import { match } from '../extension.ts'
import { badValue, text } from '../kinds/kinds.ts'

/** As many instructions as the kernel takes (XT_BPF_MAX_NUM_INSTR). */
const most = 64

const instruction = /^\s*([-+]?\d+)\s+([-+]?\d+)\s+([-+]?\d+)\s+([-+]?\d+)/

// As scanf reads a number into a field of so many bits: what does not fit is cut off.
function field(digits: string | undefined, bits: number): number {
  const value = Number(digits)
  return Number.isSafeInteger(value) ? Number(BigInt.asUintN(bits, BigInt(value))) : 2 ** bits - 1
}

function readProgram(word: string): string | undefined {
  const [head = '', ...parts] = word.split(',', most + 3)
  const length = /^\s*\+?\d{1,9}$/.test(head) ? Number(head) % 65536 : 0
  if (parts.at(-1) === '') parts.pop()
  if (length === 0 || length > most || parts.length !== length) return undefined
  const program = parts.map((part) => instruction.exec(part))
  if (program.includes(null)) return undefined
  const lines = program.map(
    (found) => `${field(found?.[1], 16)} ${field(found?.[2], 8)} ${field(found?.[3], 8)} ${field(found?.[4], 32)}`,
  )
  return [length, ...lines].join(',')
}

/** A program as nfbpf_compile writes it; the value is what iptables-save prints, without quotes. */
const bytecode: Kind<string> = {
  label: 'kind/bytecode',
  words: 1,
  read: (word) => readProgram(word) ?? badValue(word, 'kind/bytecode'),
  write: (value) => `"${value}"`,
}

/** A program for the kernel's packet filter. */
export const bpf = match({
  name: 'bpf',
  decidedBy: 'packet',
  oneOf: ['--bytecode', '--object-pinned'],
  options: {
    '--bytecode': { kind: bytecode, excludes: ['--object-pinned'] },
    '--object-pinned': { kind: { ...text(511), write: (value) => value } },
  },
})
