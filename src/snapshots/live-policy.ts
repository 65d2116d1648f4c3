import { nodeHost } from '#host/node-host.ts'
import { readNamedFiles, readPolicyFiles } from '#host/policy-files.ts'
import type { Source } from '#model/source.ts'

/** The files of the policy at a path of this machine. Faults: unreadable, permission-denied. */
export function policyFiles(path: string): Promise<readonly Source[]> {
  return readPolicyFiles(nodeHost, path)
}

/** The texts of files that the policy at a path names. */
export function policyNamedFiles(path: string, files: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return readNamedFiles(nodeHost, path, files)
}
