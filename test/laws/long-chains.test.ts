import { beforeEach, describe, expect, it } from 'vitest'
import { isBuilt, seawall } from '../cli/run.ts'

// As many rules as the stack could not hold as arguments of one call.
const count = 130_000
const address = (index: number) => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`
const rules = Array.from({ length: count }, (_, index) => `-A LONG -s ${address(index)}/32 -j DROP\n`).join('')
const dump = `*filter\n:FORWARD ACCEPT [0:0]\n:LONG - [0:0]\n-A FORWARD -j LONG\n${rules}COMMIT\n`

describe('a chain of 130,000 rules', () => {
  beforeEach((context) => {
    if (!isBuilt) context.skip('dist/bin/seawall.js is not built: npm run build')
  })

  it('is followed to its last rule', () => {
    const words = ['trace', '--to', '198.51.100.7:80', '--in', 'eth0', '--out', 'eth1', '--concise', '-']
    const last = seawall([...words, '--from', address(count - 1)], dump)
    expect(last).toMatchObject({ code: 0, talk: '' })
    expect(last.out).toContain(`LONG#${count}`)
  })

  it('is explained', () => {
    expect(seawall(['explain', '-'], dump)).toMatchObject({ code: 0, talk: '' })
  })
})
