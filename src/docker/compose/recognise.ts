import { fieldsOf } from './fields.ts'
import { isOldForm } from './old-form.ts'
import { parseCompose } from './parse.ts'

/** Whether a text is a Compose file: YAML or JSON with services, with an include, or with services at the top as before 2016. */
export function isComposeText(text: string): boolean {
  if (
    !/^\s{0,80}["']?(services|include|image|build)["']?\s{0,80}:/m.test(text) &&
    !/["{,]\s{0,80}"?services"?\s{0,80}:/.test(text)
  )
    return false
  try {
    const { tree } = parseCompose(text)
    return fieldsOf(tree.services) !== undefined || Array.isArray(tree.include) || isOldForm(tree)
  } catch {
    return false
  }
}
