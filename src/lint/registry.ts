import type { LintRule } from './rule.ts'
import { declarationEmptiesChain } from './rules/declaration-empties-chain.ts'
import { dockerRulesInSavedFile } from './rules/docker-rules-in-saved-file.ts'
import { dropBeforeEstablished } from './rules/drop-before-established.ts'
import { publishedPortAfterDnat } from './rules/published-port-after-dnat.ts'
import { restoreFlushesDocker } from './rules/restore-flushes-docker.ts'
import { uselessAllowance } from './rules/useless-allowance.ts'

/** Every rule of the linter, by name. */
export const lintRules: readonly LintRule[] = [
  declarationEmptiesChain,
  dockerRulesInSavedFile,
  dropBeforeEstablished,
  publishedPortAfterDnat,
  restoreFlushesDocker,
  uselessAllowance,
]
