// data: every message of the linter, and the names of its facts. Rules in the order of their names.

/** Like `Messages`: `lint/ID` is what a rule says, `lint-about/ID` what it looks for, `lint-help/...` what helps, `lint-place/...` what is true of a place. */
export interface LintMessages {
  'check/allowed': 'count'
  'check/fails': 'fails' | 'who' | 'conditional'
  'check/fix': 'reach'
  'check/head': 'errors' | 'warnings' | 'notes' | 'rules' | 'sources'
  'check/no-files': 'names'
  'check/no-rule': 'id'
  'check/packet': 'protocol' | 'from' | 'device' | 'to' | 'port' | 'state' | 'by'
  'check/packet-is': 'packet'
  'check/rules': 'names'
  'check/unread': 'names' | 'count'
  'check/explain': 'id'
  'lint/declaration-empties-chain': 'chain' | 'chains'
  'lint-about/declaration-empties-chain': never
  'lint-help/declaration-empties-chain': 'chains'
  'lint/docker-rules-in-saved-file': 'count'
  'lint-about/docker-rules-in-saved-file': never
  'lint-help/docker-rules-in-saved-file': never
  'lint/drop-before-established': 'chain'
  'lint-about/drop-before-established': never
  'lint-help/drop-before-established': 'chain'
  'lint/published-port-after-dnat': 'does' | 'port' | 'to' | 'container' | 'chain'
  'lint-about/published-port-after-dnat': never
  'lint-help/original-port': 'port'
  'lint-place/container-port': 'port'
  'lint-place/rewritten': 'port' | 'to'
  'lint/restore-flushes-docker': 'how' | 'tables'
  'lint-about/restore-flushes-docker': never
  'lint-help/restore-flushes-docker': 'how'
  'lint/useless-allowance': 'rule' | 'why' | 'date'
  'lint-about/useless-allowance': never
  'lint/container-address-reachable': 'count' | 'names'
  'lint-about/container-address-reachable': never
  'lint-help/container-address-reachable': 'version'
  'lint/engine-writes-no-rules': 'option'
  'lint-about/engine-writes-no-rules': never
  'lint-help/engine-writes-no-rules': 'option'
  'lint/input-only-firewall': 'ports' | 'rule' | 'chain' | 'policy' | 'owner'
  'lint-about/input-only-firewall': never
  'lint-help/input-only-firewall': 'port'
  'lint/loopback-port-reachable': 'ports'
  'lint-about/loopback-port-reachable': never
  'lint-help/loopback-port-reachable': 'version'
  'lint/old-state-match': 'count'
  'lint-about/old-state-match': never
  'lint-help/old-state-match': never
  'lint/original-port-hits-answers': 'chain'
  'lint-about/original-port-hits-answers': never
  'lint-help/original-port-hits-answers': never
  'lint/rules-double-on-reload': 'count' | 'chains'
  'lint-about/rules-double-on-reload': never
  'lint-help/rules-double-on-reload': 'chains'
  'lint/docker-user-jump': 'state' | 'count'
  'lint-about/docker-user-jump': never
  'lint-help/docker-user-jump': 'state'
  'lint/rule-never-reached': 'count' | 'chain' | 'does' | 'by' | 'same'
  'lint-about/rule-never-reached': never
  'lint-help/rule-never-reached': 'same'
  'lint-place/takes-first': never
  'lint/docker-user-accepts': 'all'
  'lint-about/docker-user-accepts': never
  'lint-help/docker-user-accepts': never
  'lint/same-bridge-rule': 'bridge' | 'sysctl'
  'lint-about/same-bridge-rule': never
  'lint-help/same-bridge-rule': 'sysctl'
  'lint/test-proves-little': never
  'lint-about/test-proves-little': never
  'lint-help/test-proves-little': never
  'lint/misspelt-chain': 'chain' | 'name'
  'lint-about/misspelt-chain': never
  'lint-help/misspelt-chain': 'name'
  'lint/fossil-container-address': 'address' | 'network'
  'lint-about/fossil-container-address': never
  'lint-help/fossil-container-address': never
  'lint/missing-interface': 'name' | 'count'
  'lint-about/missing-interface': never
  'lint-help/missing-interface': never
  'lint/docker-user-under-nftables': 'count'
  'lint-about/docker-user-under-nftables': never
  'lint-help/docker-user-under-nftables': never
  'lint/input-lockout': 'state' | 'port'
  'lint-about/input-lockout': never
  'lint-help/input-lockout': 'state' | 'port'
  'lint/database-port-published': 'service' | 'port' | 'name'
  'lint-about/database-port-published': never
  'lint-help/database-port-published': 'port'
  'lint/ports-without-effect': 'name'
  'lint-about/ports-without-effect': never
  'lint-help/ports-without-effect': never
  'lint/strict-forward-ports': never
  'lint-about/strict-forward-ports': never
  'lint-help/strict-forward-ports': never
  'lint/starts-before-docker': 'unit'
  'lint-about/starts-before-docker': never
  'lint-help/starts-before-docker': never
  'lint/forward-drop-cuts-others': 'names'
  'lint-about/forward-drop-cuts-others': never
  'lint-help/forward-drop-cuts-others': 'name'
  'lint/ipv6-left-open': 'ports'
  'lint-about/ipv6-left-open': never
  'lint-help/ipv6-left-open': never
  'lint/native-rules-in-iptables-table': 'table'
  'lint-about/native-rules-in-iptables-table': never
  'lint-help/native-rules-in-iptables-table': never
  'lint/two-variants-loaded': 'legacy' | 'nft'
  'lint-about/two-variants-loaded': never
  'lint-help/two-variants-loaded': never
}
