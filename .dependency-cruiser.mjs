import { floors, pathOf } from './scripts/floors.mjs'

const downOnly = floors.slice(0, -1).map((rooms, index) => ({
  name: `floor-${index + 1}-looks-down-only`,
  comment: `An import goes to a lower floor: what ${list(rooms)} need from above is handed in as an argument, or its type belongs in model.`,
  severity: 'error',
  from: { path: pathOf(rooms) },
  to: { path: pathOf(floors.slice(index + 1).flat()) },
}))

const neighbours = floors.flatMap((rooms, index) =>
  rooms.length < 2
    ? []
    : [
        {
          name: `floor-${index + 1}-rooms-are-apart`,
          comment: `Rooms on one floor do not see each other: what ${list(rooms)} share lies a floor below, what joins them a floor above.`,
          severity: 'error',
          from: { path: pathOf(rooms) },
          to: { path: pathOf(rooms), pathNot: '^src/$1' },
        },
      ],
)

function list(rooms) {
  return rooms.length < 2 ? rooms.join() : `${rooms.slice(0, -1).join(', ')} and ${rooms.at(-1)}`
}

export default {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Two files that import each other, types included, are one file or want a third below them both.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    ...downOnly,
    ...neighbours,
    {
      name: 'machine-behind-host',
      comment:
        'Only host/, web/server.ts, cli/, kernel/ and lab/ import node: modules: everything else also runs in a browser and asks the Host it is given.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(host/|web/server[.]ts$|cli/|kernel/|lab/)' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'page-needs-no-machine',
      comment:
        'The program of the page runs in a browser: nothing that it imports, however far away, imports node: modules.',
      severity: 'error',
      from: { path: '^src/web/browser[.]ts$' },
      // What lies neither in src nor in a package is a module of Node.
      to: { path: '^(?!src/|node_modules/|[.])', reachable: true },
    },
    {
      name: 'engine-speaks-no-language',
      comment:
        'Only report/, web/ and cli/ import i18n/: the engine returns ids and arguments, the edge turns them into words.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(report|web|cli|i18n)/' },
      to: { path: '^src/i18n/' },
    },
    {
      name: 'report-finds-nothing-out',
      comment:
        'report/ lays out answers it is given and imports only base, model and i18n: a question is asked in the room that owns it.',
      severity: 'error',
      from: { path: '^src/report/' },
      to: { path: '^src/', pathNot: '^src/(base|model|i18n|report)/' },
    },
    {
      name: 'cli-through-the-doors',
      comment: 'cli/ imports only pages.ts, node.ts and i18n/: pages.ts lists what the command line needs.',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: { path: '^src/', pathNot: '^src/(cli/|i18n/|pages[.]ts$|node[.]ts$)' },
    },
    {
      name: 'meaning-is-lowered',
      comment:
        'Only lowered/ asks extensions/ what a rule means: every other room reads the lowered rules, which are found out once.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(lowered|extensions)/' },
      to: {
        path: '^src/(lowered/meaning|extensions/fields/(tracking|joined-ports|address-condition))[.]ts$',
      },
    },
    {
      name: 'hooks-are-lowered',
      comment:
        'Only syntax/, which reads texts of iptables, knows built-in chains by their names: who asks what the kernel calls reads the lowered rules, or lowered/iptables-places.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(syntax|model)/' },
      to: { path: '^src/model/builtin-chains[.]ts$' },
    },
    {
      name: 'commander-in-cli',
      comment:
        'Only cli/ reads arguments: a library that loads an argument parser makes every program that uses it slower.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: 'node_modules/commander/' },
    },
    {
      name: 'ships-what-it-imports',
      comment:
        'src imports src and the dependencies of package.json: tests, scripts and dev dependencies are not there once installed.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts|dist)/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'ships-its-packages',
      comment:
        'A package that src imports is listed under dependencies in package.json, or it is missing once installed.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm', 'type-only'] },
    },
    {
      name: 'import-leads-somewhere',
      comment: 'An import that does not resolve is not checked by any other wall, so it is one itself.',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // TypeScript's own imports are read before compilation, so that a circle of types is seen.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // `source` is what makes `#model/ruleset.ts` lead to src; without it the cruise passes by looking at nothing.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.json', '.d.ts'],
    },
  },
}
