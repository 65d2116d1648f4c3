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
