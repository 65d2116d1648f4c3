import type { ShellNode } from './shell-nodes.ts'
import { plainWord } from './shell-nodes.ts'
import type { ShellWord } from './shell-tokens.ts'

const telling = /ip6?tables|^\$\{?\w{0,12}ip\w{0,12}t/i

/** How many commands of some nodes seem to call iptables, by themselves or by a function of the script that does. */
export function countCalls(nodes: readonly ShellNode[], functions: ReadonlySet<string>): number {
  return nodes.reduce((count, node) => count + callsOf(node, functions), 0)
}

function callsOf(node: ShellNode, functions: ReadonlySet<string>): number {
  switch (node.kind) {
    case 'simple':
      return node.words.some((word) => telling.test(textOf(word))) || functions.has(firstOf(node.words)) ? 1 : 0
    case 'if':
      return node.branches.reduce((count, { body }) => count + countCalls(body, functions), 0)
    case 'case':
      return node.branches.reduce((count, { body }) => count + countCalls(body, functions), 0)
    case 'for':
    case 'while':
    case 'group':
    case 'function':
      return countCalls(node.body, functions)
  }
}

function textOf({ pieces }: ShellWord): string {
  return pieces.map(({ text }) => text).join('')
}

function firstOf([word]: readonly ShellWord[]): string {
  return (word && plainWord(word)) ?? ''
}

const leaving: ReadonlySet<string> = new Set(['exit', 'return', 'continue', 'break', 'die', 'usage', 'fail', 'error'])

/** Whether commands end with leaving: what guards the rest of a script (`[ $(id -u) = 0 ] || exit 1`). */
export function leaves(nodes: readonly ShellNode[]): boolean {
  return nodes.some((node) => {
    if (node.kind === 'group') return leaves(node.body)
    return node.kind === 'simple' && leaving.has(firstOf(node.words))
  })
}
