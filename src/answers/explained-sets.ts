import type { SetExplanation } from '#model/explanation.ts'
import type { LoweredTable } from '#model/lowered.ts'
import type { Owners } from '#model/owner.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { printElements, printSetType } from '#syntax/nft/print-object.ts'

/** The named sets and maps of tables of nftables, with what each is for. */
export function explainSets(
  tables: readonly LoweredTable[],
  { native = [] }: Pick<Snapshot, 'native'>,
  owners: Owners,
): readonly SetExplanation[] {
  return tables.flatMap(({ path, prefix, name: table, family, written }) => {
    const found = written === undefined && native.find((one) => one.family === prefix && one.name === table)
    return (found ? found.sets : []).map((set): SetExplanation => {
      const { name, kind, elements } = set
      const id = `${path}/@${name}`
      const text = printSetType(set)
      const shown = elements === undefined ? undefined : printElements(set)
      return { id, family, table, name, kind, text, elements: shown, ownership: owners.ofNative(table, id) }
    })
  })
}
