import type { LintRule } from './rule.ts'
import { containerAddressReachable } from './rules/container-address-reachable.ts'
import { databasePortPublished } from './rules/database-port-published.ts'
import { declarationEmptiesChain } from './rules/declaration-empties-chain.ts'
import { dockerRulesInSavedFile } from './rules/docker-rules-in-saved-file.ts'
import { dockerUserAccepts } from './rules/docker-user-accepts.ts'
import { dockerUserJump } from './rules/docker-user-jump.ts'
import { dockerUserUnderNftables } from './rules/docker-user-under-nftables.ts'
import { dropBeforeEstablished } from './rules/drop-before-established.ts'
import { engineWritesNoRules } from './rules/engine-writes-no-rules.ts'
import { forwardDropCutsOthers } from './rules/forward-drop-cuts-others.ts'
import { fossilContainerAddress } from './rules/fossil-container-address.ts'
import { inputLockout } from './rules/input-lockout.ts'
import { inputOnlyFirewall } from './rules/input-only-firewall.ts'
import { ipv6LeftOpen } from './rules/ipv6-left-open.ts'
import { loopbackPortReachable } from './rules/loopback-port-reachable.ts'
import { missingInterface } from './rules/missing-interface.ts'
import { misspeltChain } from './rules/misspelt-chain.ts'
import { nativeRulesInIptablesTable } from './rules/native-rules-in-iptables-table.ts'
import { oldStateMatch } from './rules/old-state-match.ts'
import { originalPortHitsAnswers } from './rules/original-port-hits-answers.ts'
import { portsWithoutEffect } from './rules/ports-without-effect.ts'
import { publishedPortAfterDnat } from './rules/published-port-after-dnat.ts'
import { restoreFlushesDocker } from './rules/restore-flushes-docker.ts'
import { ruleNeverReached } from './rules/rule-never-reached.ts'
import { rulesDoubleOnReload } from './rules/rules-double-on-reload.ts'
import { sameBridgeRule } from './rules/same-bridge-rule.ts'
import { startsBeforeDocker } from './rules/starts-before-docker.ts'
import { strictForwardPorts } from './rules/strict-forward-ports.ts'
import { testProvesLittle } from './rules/test-proves-little.ts'
import { twoVariantsLoaded } from './rules/two-variants-loaded.ts'
import { uselessAllowance } from './rules/useless-allowance.ts'

/** Every rule of the linter, by name. */
export const lintRules: readonly LintRule[] = [
  containerAddressReachable,
  databasePortPublished,
  declarationEmptiesChain,
  dockerRulesInSavedFile,
  dockerUserAccepts,
  dockerUserJump,
  dockerUserUnderNftables,
  dropBeforeEstablished,
  engineWritesNoRules,
  forwardDropCutsOthers,
  fossilContainerAddress,
  inputLockout,
  inputOnlyFirewall,
  ipv6LeftOpen,
  loopbackPortReachable,
  missingInterface,
  misspeltChain,
  nativeRulesInIptablesTable,
  oldStateMatch,
  originalPortHitsAnswers,
  portsWithoutEffect,
  publishedPortAfterDnat,
  restoreFlushesDocker,
  ruleNeverReached,
  rulesDoubleOnReload,
  sameBridgeRule,
  startsBeforeDocker,
  strictForwardPorts,
  testProvesLittle,
  twoVariantsLoaded,
  uselessAllowance,
]
