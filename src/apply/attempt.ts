import type { Host } from '#host/host.ts'
import { uptime } from '#host/login.ts'
import type { Attempt, AttemptState, Login, UndoKeeper } from '#model/applied.ts'
import { attemptFolder, type Places } from './places.ts'

/** What an attempt writes down about itself before it begins: the text of its file `armed`. */
export interface AttemptRecord {
  readonly begun: string
  readonly login: Login
  /** How long it waits for a confirmation, in seconds. */
  readonly timeout: number
  /** The policy that it loads. */
  readonly path?: string | undefined
}

/** A file with this name in its folder says in which state an attempt is. It is renamed, never written again. */
export const stateFiles: Readonly<Record<AttemptState, string>> = {
  waiting: 'armed',
  undoing: 'undoing',
  undone: 'undone',
  confirmed: 'confirmed',
  failed: 'failed',
}

/** The last attempt since the machine was started; undefined: there was none. */
export async function lastAttempt(host: Host, places: Places): Promise<Attempt | undefined> {
  const folder = attemptFolder(places)
  for (const [state, file] of Object.entries(stateFiles)) {
    const text = await host.read(`${folder}/${file}`)
    if (text === undefined) continue
    const { begun, login, path } = JSON.parse(text) as AttemptRecord
    const [loadedAt, kind, name] = (await host.read(`${folder}/loaded`))?.trim().split(' ') ?? []
    const deadline = Number(await host.read(`${folder}/deadline`))
    return {
      ...{
        state: state as AttemptState,
        begun,
        login,
        path,
        keeper: name === undefined ? undefined : { kind: kind as UndoKeeper, name },
      },
      loadedAt: loadedAt === undefined ? undefined : Number(loadedAt),
      left: state === 'waiting' ? Math.round(deadline - (await uptime(host))) : undefined,
    }
  }
  return undefined
}

/** Renames the state of the last attempt; false: it is in another one already. */
export async function moveAttempt(host: Host, places: Places, from: AttemptState, to: AttemptState): Promise<boolean> {
  const folder = attemptFolder(places)
  const argv = ['mv', '--', `${folder}/${stateFiles[from]}`, `${folder}/${stateFiles[to]}`]
  return (await host.run(argv)).status === 0
}
