import type { Json, NftBase, NftSet } from '#model/nft.ts'
import { memberIn, membersOf } from './json-members.ts'
import { printElement, type Style } from './print-value.ts'

/** How a base chain is called, as nft declares it; of other chains ''. Its policy is left out. */
export function printBase(base: NftBase | undefined): string {
  if (base === undefined) return ''
  const { type, hook, priority, devices } = base
  const where = devices.length === 0 ? '' : ` devices = { ${devices.join(', ')} }`
  return `type ${type} hook ${hook}${where} priority ${priority}`
}

/** What a set or map is declared as: `type ipv4_addr . inet_service : verdict; flags interval`. */
export function printSetType({ type, leadsTo, flags }: NftSet): string {
  const to = leadsTo === undefined ? '' : ` : ${leadsTo}`
  return `type ${type.join(' . ')}${to}${flags.length === 0 ? '' : `; flags ${[...flags].sort().join(', ')}`}`
}

/** The elements of a set or map as nft writes them, without what time and packets change. */
export function printElements({ type, elements = [] }: NftSet): readonly string[] {
  const styles = type.map(styleOfType)
  const style = styles.length === 1 && styles[0] !== undefined ? styles[0] : styles
  return elements.map((element) => printElement(lasting(element), style))
}

function styleOfType(type: string): Style {
  return type === 'ifname' ? 'quoted' : type === 'mark' ? 'mark' : 'plain'
}

// How long an element has left, and how often it was met, is not the configuration.
function lasting(element: Json): Json {
  if (Array.isArray(element)) {
    const [key = null, to = null] = element as readonly Json[]
    return [lasting(key), to]
  }
  const inner = memberIn(element, 'elem')
  if (inner === undefined) return element
  const { val = null, timeout, comment } = membersOf(inner)
  const said = { ...(timeout !== undefined && { timeout }), ...(comment !== undefined && { comment }) }
  return Object.keys(said).length === 0 ? val : { elem: { val, ...said } }
}
