// Starting: what one rule of a 1,000-rule dump costs to explain, above a bare Node.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dump } from './generate.mjs'
import { compare, program, tell, withFolder } from './measure.mjs'

withFolder((folder) => {
  const file = join(folder, 'dump')
  writeFileSync(file, dump(1000))
  const asked = [
    ['node -e 0', ['-e', '0']],
    ['seawall --version', [program, '--version']],
    ['seawall explain --rule ID, of 1,000 rules', [program, 'explain', '--rule', 'ipv4/filter/USER-0001#5', file]],
    [
      'seawall trace, through 1,000 rules',
      [program, 'trace', '--from', '10.0.0.9', '--to', '172.25.0.7:1033/tcp', '--in', 'eth1', file],
    ],
  ]
  const [bare, ...ours] = compare(
    15,
    asked.map(([, args]) => [process.execPath, ...args]),
  )
  tell('node -e 0, milliseconds on the clock', bare.wall.toFixed(0))
  ours.forEach(({ wall, cpu }, index) => {
    tell(`${asked[index + 1][0]}, above that`, (wall - bare.wall).toFixed(0), `CPU ${(cpu - bare.cpu).toFixed(0)}`)
  })
})
