import { assignment } from './shell-assignment.ts'
import { ShellBranches } from './shell-branches.ts'
import type { ShellField } from './shell-fields.ts'
import { expandedText, shellFields, shellText, unknownValue } from './shell-fields.ts'
import type { ShellSimple } from './shell-nodes.ts'
import { arrayItems } from './shell-parameters.ts'
import type { ShellWord } from './shell-tokens.ts'

/** Sets the variables of a script that is followed. */
export abstract class ShellAssigns extends ShellBranches {
  protected assign(word: ShellWord, { arrays }: ShellSimple): void {
    const found = assignment(word)
    if (found === undefined) return
    const items = arrays.get(word)?.flatMap((item) => shellFields(item, this.values()))
    if (found.key !== undefined) return this.assignItem(found.name, found.key, shellText(found.value, this.values()))
    if (found.appends) this.append(found.name, items ?? shellText(found.value, this.values()))
    else this.scope.set(found.name, items ?? shellText(found.value, this.values()) ?? unknownValue)
  }

  private assignItem(name: string, given: string, value: string | undefined): void {
    const old = this.scope.get(name)
    const key = expandedText(given, this.values())
    if (value === undefined || typeof key !== 'string' || (old !== undefined && typeof old !== 'object'))
      return this.scope.set(name, unknownValue)
    const items = arrayItems((old ?? []).map(({ text }) => text)).filter(([one]) => one !== key)
    const texts = [...items, [key, value] as const].map(([one, text]) => `[${one}]=${text}`)
    this.scope.set(
      name,
      texts.map((text) => ({ text, hidden: false, start: 0, end: 0 })),
    )
  }

  private append(name: string, more: string | readonly ShellField[] | undefined): void {
    const old = this.scope.get(name)
    if (typeof old === 'string' && typeof more === 'string') this.scope.set(name, old + more)
    else if (typeof old === 'object' && typeof more === 'object') this.scope.set(name, [...old, ...more])
    else this.scope.set(name, unknownValue)
  }
}
