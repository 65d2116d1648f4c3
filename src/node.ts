export { type CaptureOptions, captureFile, captureLive, readPath, readTextFile, writeTextFile } from './snapshots/live.ts'
