import type { Host } from '#host/host.ts'
import type { BootLoading } from '#model/applied.ts'
import { Fault } from '#model/fault.ts'
import { message } from '#model/diagnostic.ts'
import { currentFolder, type Places } from './places.ts'
import { policyTemplate, policyTemplateName, policyUnit, policyUnitName, policyUnits } from './policy-unit.ts'

/** Writes the units that load the policy. Nothing is loaded by them before they are switched on. Faults: those of writing. */
export async function writeUnits(host: Host, { units, state }: Places): Promise<void> {
  if ((await host.run(['mkdir', '-p', units])).status !== 0) throw new Fault('host/unreadable', { path: units })
  await host.write(`${units}/${policyUnitName}`, policyUnit(state), 0o644)
  await host.write(`${units}/${policyTemplateName}`, policyTemplate(state), 0o644)
}

/** Switches the units on, for the next boot and from now on. */
export async function switchOn(host: Host, places: Places): Promise<BootLoading> {
  const current = currentFolder(places)
  const isRunning = (await host.run(['test', '-d', '/run/systemd/system'])).status === 0
  const steps = isRunning
    ? [['daemon-reload'], ['enable', ...policyUnits], ['start', ...policyUnits]]
    : [['enable', ...policyUnits]]
  for (const words of steps) {
    const argv = ['systemctl', ...words]
    try {
      const { status, stderr } = await host.run(argv, { timeoutMs: 150_000 })
      if (status === 0) continue
      const facts = { command: argv.slice(0, 2).join(' '), status, said: stderr.trim() }
      return { kind: 'failed', why: message('host/tool-failed', facts) }
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      if (error.code === 'host/tool-missing')
        return { kind: 'by-hand', command: `sh ${current}/load.sh ${current} rules` }
      return { kind: 'failed', why: { id: error.code, args: error.facts } }
    }
  }
  return { kind: 'unit' }
}

/** Whether the policy is loaded at boot by our unit. */
export async function isSwitchedOn(host: Host, { units }: Places): Promise<boolean> {
  return (await host.read(`${units}/multi-user.target.wants/${policyUnitName}`)) !== undefined
}

/** Switches the units off and takes them out. */
export async function removeUnits(host: Host, { units }: Places): Promise<void> {
  const systemctl = async (words: readonly string[]) => {
    try {
      await host.run(['systemctl', ...words])
    } catch (error) {
      // Without systemd there is nothing to switch off.
      if (!(error instanceof Fault)) throw error
    }
  }
  await systemctl(['disable', '--now', ...policyUnits])
  await host.run(['rm', '-f', '--', `${units}/${policyUnitName}`, `${units}/${policyTemplateName}`])
  await systemctl(['daemon-reload'])
}
