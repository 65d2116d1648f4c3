import type {
  DaemonConfig,
  LostRule,
  PolicyRepair,
  RepairAnswer,
  RepairRequest,
  Snapshot,
  StatusAnswer,
} from '#pages.ts'
import {
  isRefusal,
  answerLostRules,
  answerOpened,
  answerRepair,
  answerStatus,
  enableRepairUnit,
  Fault,
  forwardingIn,
  lostPage,
  pruneRefusals,
  repairedPage,
  repairJson,
  repairPage,
  repairUnit,
  repairUnitName,
  serviceNames,
  message,
} from '#pages.ts'
import { captureLive, repairLive, settledStatus } from '#node.ts'
import type { Invocation } from '../command.ts'
import { textOption } from '../command.ts'
import { chosenVariant, daemonTold } from '../daemon.ts'
import { hostWords } from '../same-host.ts'
import { exit, UsageError } from '../exit.ts'
import { repairPolicy } from '../policy-repair.ts'
import { density, showJson, showPage, talkMessage } from '../show.ts'
import { readSource } from '../sources.ts'
import type { Terminal } from '../terminal.ts'
import { printOrInstall } from '../unit.ts'

/** Puts Docker's rules back: shows what it will do, asks on a screen, does it, reads back, traces. Exit code 4 when it could not. */
export async function run(invocation: Invocation): Promise<number> {
  const { options, terminal } = invocation
  if (options.unit !== undefined)
    return printOrInstall({ name: repairUnitName, textOf: repairUnit, enable: enableRepairUnit }, invocation)
  const policy = await repairPolicy(options, terminal)
  const code = await repairDocker(invocation, policy)
  if (code !== exit.fine) return code
  return policy === 'failed' ? exit.notApplied : policy === 'lost' ? exit.findings : exit.fine
}

async function repairDocker(invocation: Invocation, policy: PolicyRepair | undefined): Promise<number> {
  const { options, terminal } = invocation
  const path = textOption(options, 'before')
  const before = path === undefined ? undefined : await readSource(path, options, terminal)
  const first = await readSource(undefined, options, terminal)
  const told = withBefore(await daemonTold(first.daemon, options), before)
  const wish = { prune: options.prune === true, variant: chosenVariant(options) }
  const seen = answerStatus(first, told, wish)
  if (isRefusal(seen)) {
    talkMessage('error', seen.message, terminal)
    return exit.unreadable
  }
  const live = { netns: textOption(options, 'netns'), dockerHost: textOption(options, 'dockerHost') }
  const look = async () => statusAgain(await captureLive(live), told, wish, terminal)
  const answer = await settledStatus(seen, look)
  const steps = answer.plans.flatMap((plan) => plan.steps)
  const shown = { knowsBefore: before !== undefined, rules: options.dryRun === true || density(options) === 'full' }
  if (!options.json) showPage(repairPage(terminal.say, answer, shown), terminal)
  const refused = options.prune ? pruneRefusals(answer, options.evenSo === true) : []
  const blocked = steps.length > 0 ? answer.blocked : []
  for (const reason of [...refused, ...blocked]) talkMessage('error', reason, terminal)
  if (refused.length > 0 || (blocked.length > 0 && !options.dryRun)) {
    if (options.json) showJson(repairJson(terminal.say, answer, undefined, undefined, policy), terminal)
    return exit.notApplied
  }
  if (options.dryRun || steps.length === 0) {
    const lost = before && answerLostRules(before, first)
    if (options.json) showJson(repairJson(terminal.say, answer, undefined, lost, policy), terminal)
    else showLost(lost, path, invocation)
    if (options.dryRun && (answer.verdict === 'dead' || steps.length > 0)) return exit.findings
    return isRight(answer) ? exit.fine : exit.notApplied
  }
  if (!options.yes && !(await agrees(invocation))) {
    terminal.talk(`${terminal.say(message('repair/unchanged'))}\n`)
    return exit.findings
  }
  try {
    return await repair(invocation, { told, before, answer, policy })
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    talkMessage('error', { id: error.code, args: error.facts }, terminal)
    terminal.talk(`${terminal.say({ id: 'repair/stopped', args: {} })}\n`)
    return exit.notApplied
  }
}

interface Work {
  readonly told: DaemonConfig
  readonly before: Snapshot | undefined
  readonly answer: StatusAnswer
  readonly policy: PolicyRepair | undefined
}

async function repair(invocation: Invocation, { told, before, answer, policy }: Work): Promise<number> {
  const { options, terminal } = invocation
  const live = { netns: textOption(options, 'netns'), dockerHost: textOption(options, 'dockerHost') }
  const prune = options.prune === true
  const variant = chosenVariant(options)
  const native = answer.plans.some(({ backend }) => backend === 'nftables')
  // Rules of another engine are known by its bridges: then interfaces are read each time.
  const hasOthers = answer.notes.some(({ id }) => id === 'status/other-engine')
  const { rounds, left, stalled, kept } = await repairLive(live, answer, async (placed) =>
    answerAgain(await captureLive({ ...live, quick: !hasOthers, native }), told, { prune, placed, variant }, terminal),
  )
  const open = left.plans.flatMap((plan) => plan.steps).length
  let after = await captureLive(live)
  const now = await settledStatus(statusAgain(after, told, { variant }, terminal), async () => {
    after = await captureLive(live)
    return statusAgain(after, told, { variant }, terminal)
  })
  const lost = before && answerLostRules(before, after)
  if (options.json)
    showJson(repairJson(terminal.say, answer, { rounds, left: open, after: now, kept }, lost, policy), terminal)
  else {
    const isWhole = left.unknown.length === 0
    const end =
      open === 0 ? (isWhole ? 'repair/done' : 'repair/done-known') : stalled ? 'repair/stalled' : 'repair/left'
    terminal.out(`${terminal.say({ id: end, args: { rounds, count: open } })}\n`)
    if (kept.length > 0) terminal.out(`${terminal.say({ id: 'repair/kept', args: { paths: kept.join(', ') } })}\n`)
    showLost(lost, textOption(options, 'before'), invocation)
    const opened = before === undefined ? [] : serviceNames(terminal.say, answerOpened(before, after, now.services))
    const source = textOption(options, 'before') ?? ''
    const command = `seawall repair${hostWords(options)}`
    showPage(repairedPage(terminal.say, { before: answer, after: now, opened, source, command }), terminal)
  }
  return open === 0 && isRight(now) ? exit.fine : exit.notApplied
}

/** 0 says that all rules are right and all is reached: not where some could not be judged, nor where a rule of the user's closes a port. */
function isRight({ verdict, unknown }: StatusAnswer): boolean {
  return verdict !== 'dead' && verdict !== 'unknown' && unknown.length === 0
}

function statusAgain(snapshot: Snapshot, told: DaemonConfig, wish: RepairRequest, terminal: Terminal): StatusAnswer {
  const answer = answerStatus(snapshot, told, wish)
  if (!isRefusal(answer)) return answer
  throw new Fault('host/docker-unreachable', { endpoint: 'docker.sock', said: terminal.say(answer.message) })
}

function showLost(lost: readonly LostRule[] | undefined, path: string | undefined, { terminal }: Invocation): void {
  if (lost !== undefined) showPage(lostPage(terminal.say, lost, path ?? ''), terminal)
}

function answerAgain(snapshot: Snapshot, told: DaemonConfig, wish: RepairRequest, terminal: Terminal): RepairAnswer {
  const answer = answerRepair(snapshot, told, wish)
  if (isRefusal(answer))
    throw new Fault('host/docker-unreachable', { endpoint: 'docker.sock', said: terminal.say(answer.message) })
  return answer
}

/** The policies that stood before tell whether the engine set them. */
function withBefore(told: DaemonConfig, before: Snapshot | undefined): DaemonConfig {
  if (before === undefined || told.forwardingGuessed !== true) return told
  const { ipv4, ipv6 } = forwardingIn(before)
  const known = { ipv4: ipv4 ?? told.before.ipv4, ipv6: ipv6 ?? told.before.ipv6 }
  return { ...told, before: known, forwardingGuessed: ipv4 === undefined }
}

async function agrees({ terminal }: Invocation): Promise<boolean> {
  if (!terminal.inputIsScreen) throw new UsageError(message('usage/cannot-ask'), message('usage/do-not-ask'))
  terminal.talk(terminal.say(message('usage/question')))
  return (await terminal.line()).trim() === 'yes'
}
