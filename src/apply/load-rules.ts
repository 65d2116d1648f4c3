import type { Host } from '#host/host.ts'
import { currentLogin, uptime } from '#host/login.ts'
import type { ApplyEnd, Keeper, KernelAfter, PolicyFile } from '#model/applied.ts'
import { type Message, message } from '#model/diagnostic.ts'
import { Fault } from '#model/fault.ts'
import type { PolicyRules } from '#model/policy-rules.ts'
import { armUndo, disarm } from './arm-undo.ts'
import { type AttemptRecord, lastAttempt, moveAttempt } from './attempt.ts'
import { tableInKernel, tryFiles } from './our-objects.ts'
import { makeOwnFolder } from './own-folder.ts'
import { attemptFolder, currentFolder, type Places } from './places.ts'
import { loadProgram, undoProgram } from './programs.ts'
import { undoScript } from './undo-script.ts'
import { lockPath, withLock } from './with-lock.ts'

/** What is asked of an apply. */
export interface LoadRequest {
  readonly rules: PolicyRules
  /** After how many seconds the rules are taken back. */
  readonly timeout: number
  /** The files that the rules were made from; the first one is the policy. */
  readonly files?: readonly PolicyFile[]
  /** What the undo says on every terminal and in the journal, in the user's language: it cannot ask the catalogue. */
  readonly said: UndoTexts
}

/** `undone`: the rules were taken back. `failing`: that has not worked so far. */
export interface UndoTexts {
  readonly undone: string
  readonly failing: string
}

/**
 * Loads rules with an undo that runs unless they are confirmed: tries the script and its undo where nothing else is, starts the undo outside
 * of this process, loads, and reads back. However it ends, the kernel holds the old or the new objects of ours, whole. Faults: those of running and
 * writing, all of them before the kernel was touched.
 */
export async function loadRules(host: Host, places: Places, request: LoadRequest): Promise<ApplyEnd> {
  const end = await withLock(host, places, () => prepareAndLoad(host, places, request))
  return end ?? failed(message('apply/locked', { path: lockPath(places) }))
}

async function prepareAndLoad(host: Host, places: Places, request: LoadRequest): Promise<ApplyEnd> {
  const last = await lastAttempt(host, places)
  const isOpen = last?.state === 'undoing' || (last?.state === 'waiting' && last.loadedAt !== undefined)
  if (isOpen) return failed(message('apply/one-waits', { left: Math.max(0, last.left ?? 0) }))
  const prepared = await prepare(host, places, request)
  if (!('kind' in prepared)) return load(host, places, request, prepared)
  await host.run(['rm', '-rf', '--', `${attemptFolder(places)}.new`])
  return prepared
}

/** Our table before, and as it must be after. */
interface Prepared {
  readonly before: string | undefined
  readonly wanted: string | undefined
}

/** Writes everything that loading and undoing need into a new folder, and puts that in the place of the last one. */
async function prepare(host: Host, places: Places, { rules, ...more }: LoadRequest): Promise<Prepared | ApplyEnd> {
  const folder = attemptFolder(places)
  const draft = `${folder}.new`
  await host.run(['rm', '-rf', '--', draft])
  await makeOwnFolder(host, draft)
  const undo = await undoScript(host, places, `${draft}/undo.nft`)
  if (undo === undefined) return failed(message('apply/no-undo'))
  const text = rules.scripts.map((script) => script.text).join('\n')
  await host.write(`${draft}/rules.nft`, text)
  await host.write(`${draft}/undo.nft`, undo.script)
  // The rules from before, the new ones over them, and back.
  const [there, back] = [`${draft}/rules.nft`, `${draft}/undo.nft`]
  const trial = await tryFiles(host, [back, there])
  const round = await tryFiles(host, [back, there, back])
  if (trial.kind === 'refused') return failed(message('apply/refused', { said: trial.said }))
  if (round.kind === 'refused' || round.table !== undo.table) return failed(message('apply/no-undo'))
  if (trial.table === undo.table && (await host.read(`${currentFolder(places)}/rules.nft`)) === text)
    return { kind: 'same' }
  const record: AttemptRecord = {
    begun: host.now().toISOString(),
    login: await currentLogin(host),
    timeout: more.timeout,
    path: more.files?.[0]?.path,
  }
  const files = {
    'load.sh': loadProgram,
    'undo.sh': undoProgram,
    'said-undone': `${more.said.undone}\n`,
    'said-failing': `${more.said.failing}\n`,
    deadline: `${Math.ceil(await uptime(host)) + more.timeout}\n`,
    'files.json': JSON.stringify(more.files ?? []),
    armed: JSON.stringify(record),
  }
  for (const [name, content] of Object.entries(files)) await host.write(`${draft}/${name}`, content)
  const old = `${folder}.old`
  const swap = 'rm -rf -- "$3"; if [ -e "$1" ]; then mv -- "$1" "$3" || exit 1; fi; mv -- "$2" "$1" && rm -rf -- "$3"'
  const { status, stderr } = await host.run(['sh', '-c', swap, 'sh', folder, draft, old])
  if (status !== 0) throw new Fault('host/unreadable', { path: folder, said: stderr.trim() })
  return { before: undo.table, wanted: trial.table }
}

// The undo may have run while this process was stopped: then nothing is loaded any more.
const loadProgramIfArmed = '[ -e "$1/armed" ] || exit 99; exec sh "$1/load.sh" "$1" rules'

async function load(
  host: Host,
  places: Places,
  { timeout }: LoadRequest,
  { before, wanted }: Prepared,
): Promise<ApplyEnd> {
  const folder = attemptFolder(places)
  let keeper: Keeper | undefined
  try {
    keeper = await armUndo(host, folder, timeout)
    await host.write(`${folder}/loaded`, `${await uptime(host)} ${keeper.kind} ${keeper.name}\n`)
  } catch (error) {
    await moveAttempt(host, places, 'waiting', 'failed')
    await disarm(host, keeper)
    throw error
  }
  const why = await tryLoading(host, folder, wanted)
  if (why === undefined) return { kind: 'waiting', seconds: timeout, armedBy: keeper.kind }
  const kernel = await takeBack(host, places, { before, wanted })
  if (kernel !== 'new') await disarm(host, keeper)
  return failed(why, kernel)
}

async function tryLoading(host: Host, folder: string, wanted: string | undefined): Promise<Message | undefined> {
  try {
    const { status, stderr } = await host.run(['sh', '-c', loadProgramIfArmed, 'sh', folder], { timeoutMs: 60_000 })
    if (status === 99) return message('apply/undone-early')
    if (status !== 0) return message('apply/refused', { said: stderr.trim().slice(0, 1000) })
    if ((await tableInKernel(host)) !== wanted) return message('apply/other-rules')
    // It may have run while we loaded: then it ran too soon to take back anything.
    if ((await host.read(`${folder}/armed`)) === undefined) return message('apply/undone-early')
    return undefined
  } catch (error) {
    if (error instanceof Fault) return { id: error.code, args: error.facts }
    throw error
  }
}

/** Runs the undo now, and says what the kernel holds after it. */
async function takeBack(host: Host, places: Places, { before, wanted }: Prepared): Promise<KernelAfter> {
  const folder = attemptFolder(places)
  try {
    await host.run(['sh', `${folder}/undo.sh`, folder, 'now'], { timeoutMs: 60_000 })
    // One that ran while we loaded has ended, perhaps before the new rules were there.
    if ((await tableInKernel(host)) !== before) await host.run(['sh', `${folder}/load.sh`, folder, 'undo'])
    await moveAttempt(host, places, 'undone', 'failed')
    const table = await tableInKernel(host)
    if (table === before) return 'restored'
    return table === wanted ? 'new' : 'unknown'
  } catch (error) {
    if (error instanceof Fault) return 'unknown'
    throw error
  }
}

function failed(why: Message, kernel: KernelAfter = 'unchanged'): ApplyEnd {
  return { kind: 'failed', why, kernel }
}
