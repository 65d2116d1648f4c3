import { spawn } from 'node:child_process'
import process from 'node:process'

/** Runs the pager as git runs it: `PAGER` in a shell, else less, told to show colours and to leave a short text. False: there is no pager. */
export async function runPager(pieces: readonly string[]): Promise<boolean> {
  const { PAGER } = process.env
  if (PAGER === '' || PAGER === 'cat') return false
  const [command, words] = PAGER === undefined ? ['less', []] : ['sh', ['-c', PAGER]]
  const child = spawn(command, words, { stdio: ['pipe', 'inherit', 'inherit'], env: { LESS: 'FRX', ...process.env } })
  // What interrupts the pager is the pager's.
  const ignore = () => {}
  process.on('SIGINT', ignore)
  const code = new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(127))
    child.on('close', resolve)
  })
  // Who leaves the pager has read enough.
  child.stdin.on('error', ignore)
  for (const piece of pieces) child.stdin.write(piece)
  child.stdin.end()
  const left = await code
  process.off('SIGINT', ignore)
  return left !== 126 && left !== 127
}
