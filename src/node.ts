export {
  applyLive,
  attemptLive,
  confirmLive,
  cutLive,
  hostNeedsLive,
  isPolicyLostLive,
  policyStateLive,
  putBackLive,
  removeLive,
  rollBackLive,
  rulesInUseLive,
} from '#answers/policy-live.ts'
export { repairLive } from '#answers/repair-live.ts'
export { settledStatus } from '#answers/status-live.ts'
export {
  type CaptureOptions,
  captureFile,
  captureLive,
  fileExists,
  installUnit,
  lastSuccessIn,
  openProgram,
  readPath,
  readTextFile,
  tellReady,
  writeMetricsFile,
  writeTextFile,
} from '#snapshots/live.ts'
export { policyFiles, policyNamedFiles } from '#snapshots/live-policy.ts'
export { type DifferenceFile, differenceFile } from '#kernel/difference-file.ts'
export { type KernelTrace, traceOnKernel } from '#kernel/trace-on-kernel.ts'
export { verifyOnKernel } from '#kernel/verify-on-kernel.ts'
export { type HostReport, hostReport, type PageParts } from '#web/report.ts'
export type { LookOptions } from '#watch/looker.ts'
export { isJudged } from '#watch/seen.ts'
export { watchLive, watchLiveOnce } from '#watch/watch-live.ts'
export { whatLacks } from '#lab/machine.ts'
export { type ExperimentOptions, runExperiment } from '#lab/run-experiment.ts'
