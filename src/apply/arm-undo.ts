import type { Host, Output } from '#host/host.ts'
import type { Keeper } from '#model/applied.ts'
import { Fault } from '#model/fault.ts'

/**
 * Starts what runs `undo.sh` in a folder after so many seconds, outside of this process and its session. It runs when this returns. Faults: tool-failed,
 * where neither systemd nor a process could be started.
 */
export async function armUndo(host: Host, folder: string, seconds: number): Promise<Keeper> {
  const unit = (await hasSystemd(host)) ? await armTimer(host, folder, seconds) : undefined
  if (unit !== undefined) return { kind: 'systemd', name: unit }
  return { kind: 'watchdog', name: await startWatchdog(host, folder) }
}

/** Lets go of a timer that is not needed any more. A process ends by itself. */
export async function disarm(host: Host, keeper: Keeper | undefined): Promise<void> {
  if (keeper?.kind === 'systemd') await tryRun(host, ['systemctl', 'stop', `${keeper.name}.timer`])
}

// The manager runs its units in the namespaces of process 1: they must be ours.
async function hasSystemd(host: Host): Promise<boolean> {
  if ((await tryRun(host, ['test', '-d', '/run/systemd/system']))?.status !== 0) return false
  for (const kind of ['net', 'mnt']) {
    const both = await tryRun(host, ['readlink', `/proc/self/ns/${kind}`, `/proc/1/ns/${kind}`])
    const [own, first] = both?.stdout.trim().split('\n') ?? []
    if (own === undefined || own !== first) return false
  }
  return true
}

async function armTimer(host: Host, folder: string, seconds: number): Promise<string | undefined> {
  const unit = `seawall-undo-${host.now().getTime()}`
  const started = await tryRun(host, [
    ...['systemd-run', '--quiet', '--collect', `--unit=${unit}`, '--description=Undo of seawall apply'],
    ...[`--on-active=${seconds}`, '--timer-property=AccuracySec=100ms'],
    // Killed halfway, it goes on; the machine going down does not wait for it.
    ...['--property=Restart=on-failure', '--property=KillSignal=SIGKILL'],
    ...['sh', `${folder}/undo.sh`, folder],
  ])
  if (started?.status !== 0) return undefined
  const active = await tryRun(host, ['systemctl', 'is-active', '--quiet', `${unit}.timer`])
  return active?.status === 0 ? unit : undefined
}

// It says its id, lets go of everything that it has from us, and stays when we go.
const watchdog = 'echo $$; exec sh "$1/undo.sh" "$1" </dev/null >/dev/null 2>&1'

async function startWatchdog(host: Host, folder: string): Promise<string> {
  const argv = ['setsid', '--fork', 'sh', '-c', watchdog, 'sh', folder]
  const { status, stdout, stderr } = await host.run(argv)
  const pid = stdout.trim()
  const isThere = status === 0 && /^\d+$/.test(pid) && (await tryRun(host, ['kill', '-0', pid]))?.status === 0
  if (!isThere) throw new Fault('host/tool-failed', { command: 'setsid --fork', status, said: stderr.trim() })
  return pid
}

async function tryRun(host: Host, argv: readonly string[]): Promise<Output | undefined> {
  try {
    return await host.run(argv)
  } catch (error) {
    if (error instanceof Fault) return undefined
    throw error
  }
}
