import type { CheckedKind } from '#model/check.ts'
import type { Source } from '#model/source.ts'
import { isComposeText } from '#docker/compose/recognise.ts'
import type { ReadText } from '#syntax/text/read-text.ts'

const settingsNames =
  /(^|\/)(default\/(netfilter-persistent|iptables|ufw)|netfilter-persistent|iptables-config|ip6tables-config|ufw\.conf|firewalld\.conf)$/
const restoreNames =
  /(^|\/)(rules\.v[46]|(ip6?tables|firewall|before6?|after6?|user6?)\.(rules|conf|save|up\.rules)|[^/]*\.(rules|restore|iptables|ip6tables)|sysconfig\/ip6?tables)$/

/** What a text is, by its name and by how it begins, before its rules are read; undefined: its rules tell. */
export function kindByName({ name, text }: Source): CheckedKind | undefined {
  if (/(^|\/)daemon\.json$/.test(name)) return 'daemon'
  if (settingsNames.test(name)) return 'settings'
  if (/\.(service|timer|socket)$/.test(name) || /^\[(Unit|Service)\]\s*$/m.test(text)) return 'unit'
  if (/\.ya?ml$/.test(name) && isComposeText(text)) return 'compose'
  return undefined
}

/** What a text with rules is. A dump that a program printed was not made to be loaded; what a person wrote was. */
export function kindOfRules({ name, text }: Source, { forms, native, segments }: ReadText): CheckedKind {
  if (forms.includes('command')) return 'script'
  if (forms.includes('save')) {
    const isCommanded = segments.some(({ noflush }) => noflush)
    if (restoreNames.test(name) || isCommanded) return 'restore'
    // What is called as the output of a program is that output, with a comment or two of the person who kept it.
    if (/ip6?tables[\w-]*-save/.test(name) && /^# (Generated|Completed) /m.test(text)) return 'dump'
    return isWrittenByHand(text) ? 'restore' : 'dump'
  }
  if (native !== undefined)
    return /\.(nft|conf)$/.test(name) || /^\s*(#!.*nft|flush ruleset|include )/m.test(text) ? 'nft' : 'dump'
  return forms.length > 0 ? 'dump' : 'unknown'
}

// What iptables-save writes has comments at its beginning and end, and no commands.
function isWrittenByHand(text: string): boolean {
  return /^\s*#(?! (Generated|Completed|Warning|Table)\b)/m.test(text) || /^-[FXNP] /m.test(text)
}
