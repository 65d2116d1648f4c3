import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { policyTemplate, policyTemplateName, policyUnit, policyUnitName } from '#apply/policy-unit.ts'
import { makeFolder } from '#lab/cleanup.ts'
import { expect, test } from 'vitest'
import { requireMachine } from './namespace.ts'

test('systemd-analyze verify has nothing to say about the units of a policy', async (ctx) => {
  await requireMachine(ctx, 'systemd-analyze')
  const folder = makeFolder('policy-unit')
  writeFileSync(`${folder}/${policyUnitName}`, policyUnit('/var/lib/seawall'))
  writeFileSync(`${folder}/${policyTemplateName}`, policyTemplate('/var/lib/seawall'))
  for (const name of [policyUnitName, 'seawall-policy@nftables.service']) {
    const said = execFileSync('sh', ['-c', 'systemd-analyze verify "$1" 2>&1', 'sh', `${folder}/${name}`])
    expect(String(said)).toBe('')
  }
})
