import type { IptablesCall } from './iptables-call.ts'

/** Whether a call is more than the name of a program in prose: `iptables is a program that …`. */
export function isCommand({ kind, words, what }: IptablesCall): boolean {
  if (kind === 'file') return /[./]/.test(what)
  if (kind !== 'rules' && kind !== 'prints') return true
  const first = words.texts[0]
  if (first === undefined) return kind === 'prints'
  return first.startsWith('-') || words.hidden?.has(0) === true
}
