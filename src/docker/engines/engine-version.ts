/** A version of the engine as three numbers. */
export type EngineVersion = readonly [number, number, number]

/** Reads `20.10.24+dfsg1`, `17.12.1-ce`, `docker-v29.1.3`, `18.04.0`; undefined where there is no version. */
export function readEngineVersion(text: string): EngineVersion | undefined {
  const found = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text)
  return found === null ? undefined : [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)]
}

/** Whether the version is this one or a later one. */
export function atLeast(version: EngineVersion, major: number, minor = 0, patch = 0): boolean {
  const [a, b, c] = version
  return a !== major ? a > major : b !== minor ? b > minor : c >= patch
}
