import { readFileSync } from 'node:fs'
import { findTool } from '#kernel/run.ts'

/** The bytes of a busybox that runs in an image of its own; undefined where none is installed that needs no libraries. */
export function staticBusybox(): Uint8Array | undefined {
  const path = findTool('busybox')
  if (path === undefined) return undefined
  const bytes = readFileSync(path)
  return needsInterpreter(bytes) ? undefined : bytes
}

// A program with a PT_INTERP header is loaded by another one, which an empty image does not have. Source: elf(5).
function needsInterpreter(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.byteLength < 64 || view.getUint32(0) !== 0x7f454c46) return true
  const wide = view.getUint8(4) === 2
  const little = view.getUint8(5) === 1
  const start = wide ? Number(view.getBigUint64(32, little)) : view.getUint32(28, little)
  const size = view.getUint16(wide ? 54 : 42, little)
  const count = view.getUint16(wide ? 56 : 44, little)
  for (let index = 0; index < count; index++) {
    const at = start + index * size
    if (at + 4 > bytes.byteLength) return true
    if (view.getUint32(at, little) === 3) return true
  }
  return false
}

/** An image's file system as a tar, for `docker import`: busybox alone, with a folder for what it writes. */
export function imageTar(busybox: Uint8Array): Uint8Array {
  const folders = ['bin/', 'tmp/'].map((name) => header(name, 0, '5'))
  const padding = new Uint8Array((512 - (busybox.byteLength % 512)) % 512)
  const end = new Uint8Array(1024)
  return Buffer.concat([...folders, header('bin/busybox', busybox.byteLength, '0'), busybox, padding, end])
}

// Source: pax(1), ustar interchange format.
function header(name: string, size: number, type: '0' | '5'): Uint8Array {
  const block = Buffer.alloc(512)
  const octal = (number: number, digits: number) => `${number.toString(8).padStart(digits, '0')}\0`
  block.write(name, 0)
  block.write(octal(0o755, 7), 100)
  block.write(octal(0, 7), 108)
  block.write(octal(0, 7), 116)
  block.write(octal(size, 11), 124)
  block.write(octal(0, 11), 136)
  block.write(' '.repeat(8), 148)
  block.write(type, 156)
  block.write('ustar\x0000', 257)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${octal(sum, 6)} `, 148)
  return block
}
