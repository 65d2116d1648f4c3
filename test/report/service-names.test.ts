import { expect, test } from 'vitest'
import { say } from '#i18n/catalogue.ts'
import type { ServiceState } from '#model/service.ts'
import { serviceLines, serviceNames } from '#report/service-lines.ts'
import { renderText } from '#report/text.ts'
import { message } from '#model/diagnostic.ts'

const outside = (container: string, isDead: boolean): ServiceState => ({
  ...{ kind: 'outside', container, network: 'shop', state: isDead ? 'dead' : 'works' },
  checks: [
    {
      ...{ family: 'ipv4', from: 'container' },
      outcome: isDead ? { kind: 'dead', why: message('service/refused') } : { kind: 'works', by: 'direct' },
    },
  ],
})
const isDead = ({ state }: ServiceState) => state === 'dead'

test.for([
  [['web'], ['db'], 'web to the outside'],
  [['web'], [], 'web to the outside'],
  [['web', 'api'], ['db'], 'api, web to the outside'],
  [['web', 'api', 'db'], [], 'containers of shop to the outside'],
] as const)('the containers %j without a way to the outside, beside %j, are called so', ([dead, well, name]) => {
  const all = [...dead.map((one) => outside(one, true)), ...well.map((one) => outside(one, false))]
  expect(serviceNames(say, all.filter(isDead), all)).toEqual([name])
  const lines = renderText(serviceLines(say, { services: all.filter(isDead), all, failed: [] }), {
    ...{ width: 80, color: false },
  })
  expect(lines).toMatch(well.length > 0 || dead.length === 1 ? /^(?:api, )?web|^web, api/ : /^network shop/)
})
