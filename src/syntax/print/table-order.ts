// Measured on iptables 1.8.7 to 1.8.11 with the nft kernel interface.
const order = ['mangle', 'security', 'raw', 'filter', 'nat']

/** Where iptables-nft-save prints the table: tables it does not know come last. */
export function tableOrder(table: string): number {
  const at = order.indexOf(table)
  return at < 0 ? order.length : at
}
