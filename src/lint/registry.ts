import type { LintRule } from './rule.ts'
import { containerAddressReachable } from './rules/container-address-reachable.ts'
import { declarationEmptiesChain } from './rules/declaration-empties-chain.ts'
import { dockerRulesInSavedFile } from './rules/docker-rules-in-saved-file.ts'
import { dockerUserAccepts } from './rules/docker-user-accepts.ts'
import { dockerUserJump } from './rules/docker-user-jump.ts'
import { dockerUserUnderNftables } from './rules/docker-user-under-nftables.ts'
import { dropBeforeEstablished } from './rules/drop-before-established.ts'
import { engineWritesNoRules } from './rules/engine-writes-no-rules.ts'
import { fossilContainerAddress } from './rules/fossil-container-address.ts'
import { inputLockout } from './rules/input-lockout.ts'
import { inputOnlyFirewall } from './rules/input-only-firewall.ts'
import { loopbackPortReachable } from './rules/loopback-port-reachable.ts'
import { missingInterface } from './rules/missing-interface.ts'
import { misspeltChain } from './rules/misspelt-chain.ts'
import { oldStateMatch } from './rules/old-state-match.ts'
import { originalPortHitsAnswers } from './rules/original-port-hits-answers.ts'
import { publishedPortAfterDnat } from './rules/published-port-after-dnat.ts'
import { restoreFlushesDocker } from './rules/restore-flushes-docker.ts'
import { ruleNeverReached } from './rules/rule-never-reached.ts'
import { rulesDoubleOnReload } from './rules/rules-double-on-reload.ts'
import { sameBridgeRule } from './rules/same-bridge-rule.ts'
import { testProvesLittle } from './rules/test-proves-little.ts'
import { uselessAllowance } from './rules/useless-allowance.ts'

/** Every rule of the linter, by name. */
export const lintRules: readonly LintRule[] = [
  containerAddressReachable,
  declarationEmptiesChain,
  dockerRulesInSavedFile,
  dockerUserAccepts,
  dockerUserJump,
  dockerUserUnderNftables,
  dropBeforeEstablished,
  engineWritesNoRules,
  fossilContainerAddress,
  inputLockout,
  inputOnlyFirewall,
  loopbackPortReachable,
  missingInterface,
  misspeltChain,
  oldStateMatch,
  originalPortHitsAnswers,
  publishedPortAfterDnat,
  restoreFlushesDocker,
  ruleNeverReached,
  rulesDoubleOnReload,
  sameBridgeRule,
  testProvesLittle,
  uselessAllowance,
]
