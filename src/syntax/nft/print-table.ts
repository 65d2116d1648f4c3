import type { NftBase, NftChain, NftSet, NftTable } from '#model/nft.ts'
import { printBase, printElements } from './print-object.ts'

/** A table as nft loads it (`nft -f`): maps and sets first, as rules name them; counts are left out. */
export function printNftTable({ family, name, chains, sets }: NftTable): string {
  const blocks = [...sets.map(setText), ...chains.map(chainText)]
  return `table ${family} ${name} {\n${blocks.join('\n')}}\n`
}

function setText(set: NftSet): string {
  const { name, kind, type, leadsTo, flags, elements = [] } = set
  const to = leadsTo === undefined ? '' : ` : ${leadsTo}`
  const lines = [
    `type ${type.join(' . ')}${to}`,
    ...(flags.length === 0 ? [] : [`flags ${flags.join(',')}`]),
    ...(elements.length === 0 ? [] : [`elements = { ${printElements(set).join(', ')} }`]),
  ]
  return block(`${kind} ${name}`, lines)
}

function chainText({ name, base, rules }: NftChain): string {
  const head = base === undefined ? [] : [baseText(base)]
  return block(`chain ${name}`, [...head, ...rules.map(({ printed }) => printed.origin.text)])
}

/** `type filter hook forward priority 0; policy accept;` */
export function baseText(base: NftBase): string {
  return `${printBase(base)}; policy ${base.policy};`
}

function block(head: string, lines: readonly string[]): string {
  return `\t${head} {\n${lines.map((line) => `\t\t${line}\n`).join('')}\t}\n`
}
