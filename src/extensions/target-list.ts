import type { TargetExtension } from './extension.ts'
import { dnat } from './target/dnat.ts'
import { accept, drop, queue, returns } from './target/verdicts.ts'

/** Every target we know, in alphabetical order of the files. */
export const targets: readonly TargetExtension[] = [dnat, accept, drop, queue, returns]
