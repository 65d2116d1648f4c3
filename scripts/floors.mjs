// The floors of the house, lowest first. An import goes to a lower floor; rooms on one floor do not see each other.
// A name ending in `.ts` is a file directly under src, every other name is a folder.
export const floors = [
  ['base'],
  ['model'],
  ['extensions', 'space', 'i18n', 'host'],
  ['lowered'],
  ['syntax', 'explain', 'netfilter', 'report', 'apply'],
  ['docker', 'owners', 'policy'],
  ['compare'],
  ['plan', 'lint', 'snapshots'],
  ['answers', 'redact'],
  ['kernel'],
  ['index.ts', 'pages.ts', 'lab', 'watch', 'web'],
  ['node.ts', 'testing.ts'],
  ['cli'],
]

export const rooms = floors.flat()

// A regular expression that takes the paths of these rooms, with the room itself as its first group.
export function pathOf(names) {
  const alternatives = names.map((name) => (name.endsWith('.ts') ? `${name.replace('.', '[.]')}$` : `${name}/`))
  return `^src/(${alternatives.join('|')})`
}
