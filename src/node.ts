export { repairLive } from './answers/repair-live.ts'
export {
  type CaptureOptions,
  captureFile,
  captureLive,
  daemonOf,
  installUnit,
  readPath,
  readTextFile,
  writeTextFile,
} from './snapshots/live.ts'
export { type DifferenceFile, differenceFile } from './lab/kernel/difference-file.ts'
export { type KernelTrace, traceOnKernel } from './lab/kernel/trace-on-kernel.ts'
export { verifyOnKernel } from './lab/kernel/verify-on-kernel.ts'
export { whatLacks } from './lab/machine.ts'
export { type ExperimentOptions, runExperiment } from './lab/run-experiment.ts'
