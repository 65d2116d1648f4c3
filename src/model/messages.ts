// data: every message there is, and the names of its facts.
import type { Fact } from './fact.ts'
import type { LintMessages } from './lint-messages.ts'
import type { Owner } from './owner.ts'
import type { Part } from './parts.ts'

/**
 * The names of each message's facts; `?` ends the name of one that may be missing. A message that stands here and has no text in a
 * catalogue does not compile, nor does a text that uses a fact which is not named here.
 */
export interface Messages extends LintMessages {
  'apply/at-boot': never
  'apply/by-hand': 'command'
  'apply/confirmed': never
  'apply/confirmed-already': never
  'apply/emptied': never
  'apply/extended': 'seconds'
  'apply/kernel-new': never
  'apply/kernel-restored': never
  'apply/kernel-unchanged': never
  'apply/kernel-unknown': never
  'apply/loaded': never
  'apply/locked': 'path'
  'apply/login-local': never
  'apply/login-old': never
  'apply/login-unknown': never
  'apply/no-undo': never
  'apply/none-waits': never
  'apply/not-at-boot': 'said'
  'apply/not-kept': 'path'
  'apply/nothing-before': never
  'apply/one-waits': 'left'
  'apply/open-stay': never
  'apply/other-rules': never
  'apply/read-back': never
  'apply/refused': 'said'
  'apply/remove-question': never
  'apply/removed': never
  'apply/rolled-back': never
  'apply/said-failing': never
  'apply/said-undone': 'seconds'
  'apply/same': never
  'apply/same-session': never
  'apply/cut': 'count'
  'apply/not-cut': 'said'
  'apply/state': 'path' | 'at' | 'kernel' | 'boot' | 'file'
  'apply/state-attempt': 'state' | 'left'
  'apply/state-none': 'path' | 'at' | 'kernel' | 'boot' | 'file'
  'apply/step-back': never
  'apply/step-confirm': never
  'apply/step-login': never
  'apply/step-more': never
  'apply/undo-armed': 'seconds' | 'by'
  'apply/undone': never
  'apply/undone-already': never
  'apply/undone-early': never
  'cause/engine': never
  'cause/network': 'network' | 'bridge'
  'cause/owner': 'owner'
  'cause/port': 'container' | 'containerAddress' | 'hostPort' | 'containerPort' | 'protocol'
  'compose/adds': 'rules' | 'both?' | 'bound?' | 'ipv4?' | 'ipv6?' | 'local?' | 'routed?' | 'chosen?' | 'unknown?'
  'compose/bridges-unknown': never
  'compose/external': 'network'
  'compose/host-port-chosen': 'service' | 'port'
  'compose/no-services': never
  'compose/not-yaml': 'said'
  'compose/port': 'service' | 'port'
  'compose/profile': 'service' | 'profiles'
  'compose/replicas': 'service' | 'replicas'
  'compose/variable': 'name'
  'compose/undefined': 'service' | 'name'
  'compose/conflict': 'kind' | 'name'
  'compose/circle': 'path'
  'compose/interpolation': 'text'
  'compose/not-read': 'path'
  'compose/merged': 'path'
  'compose/old-form': 'path'
  'compose/subnets-assumed': 'count'
  'compose/addresses-assumed': 'network'
  'compose/subnet': 'network' | 'subnet'
  'compose/address': 'service' | 'address'
  'compose/ipv6-subnet-assumed': 'network'
  'compose/no-ipv6-subnet': 'network'
  'compose/variable-required': 'name' | 'said'
  'compose/port-taken': 'service' | 'port' | 'other'
  'compose/port-of-range': 'service' | 'port' | 'chosen'
  'compose/ports-of-other': 'service' | 'mode'
  'compose/host-network': 'service'
  'compose/needs-profile': 'service' | 'name'
  'compose/only-internal': 'container'
  'compose/other-driver': 'container' | 'network' | 'driver'
  'concept/addrtype': never
  'concept/chains': never
  'concept/conntrack': never
  'concept/dnat': never
  'concept/hooks': never
  'concept/masquerade': never
  'concept/order': never
  'concept/tables': never
  'concept/states': never
  'conclusion/docker-user': 'family' | 'rules'
  'conclusion/forward-policy': 'family' | 'policy'
  'conclusion/network': 'network' | 'bridge'
  'conclusion/networks': 'count'
  'conclusion/never-matches-port': 'rule'
  'conclusion/owner': 'count' | 'owner'
  'conclusion/policy': 'id' | 'chain' | 'policy' | 'owner'
  'conclusion/ports': 'count'
  'conclusion/published':
    | 'container'
    | 'containerAddress'
    | 'containerPort'
    | 'hostAddress'
    | 'hostPort'
    | 'protocol'
    | 'family'
  'conclusion/put-in': 'source'
  'conclusion/rule': 'id' | 'owner' | 'part' | '...args'
  'conclusion/rules': 'family' | 'variant' | 'rules' | 'layout' | 'versions'
  'conclusion/omitted': 'chains'
  'conclusion/unread': 'count'
  'conclusion/chains-unreached': 'chains' | 'more' | 'rules'
  'conclusion/callers-not-shown': 'chains' | 'more' | 'rules'
  'conclusion/rules-in-prose': 'count'
  'conclusion/rules-without-chain': 'count'
  'conclusion/never-covered': 'rule' | 'by'
  'conclusion/never-contradicts': 'rule' | 'by'
  'conclusion/never-more': 'count'
  'diff/chain-made': 'chain'
  'diff/chain-policy': 'chain' | 'before' | 'after'
  'diff/chain-removed': 'chain'
  'diff/chains': 'count'
  'diff/changed': 'added' | 'again' | 'removed' | 'moved' | 'made' | 'gone' | 'policies' | 'objects' | 'unchanged'
  'diff/ignored': 'count'
  'diff/more-added': 'count'
  'diff/more-removed': 'count'
  'diff/object-changed': 'what' | 'name' | 'before' | 'after'
  'diff/object-made': 'what' | 'name' | 'after'
  'diff/object-removed': 'what' | 'name'
  'diff/objects': 'count'
  'diff/only-after': 'tables'
  'diff/only-before': 'tables'
  'diff/place-added': 'after' | 'standing' | 'same'
  'diff/place-besides': 'standing' | 'same'
  'diff/place-moved': 'before' | 'after' | 'standing'
  'diff/place-removed': 'before'
  'diff/rules': 'count'
  'diff/same': 'unchanged' | 'sysctls'
  'diff/sysctl': 'name' | 'before' | 'after'
  'diff/tables-same': 'tables'
  'docker/unknown-document': 'index'
  'docker/unreadable': 'index' | 'path' | 'reason?'
  'effect/accept': never
  'effect/continue': 'does'
  'effect/dnat': 'to'
  'effect/drop': never
  'effect/goto': 'chain'
  'effect/jump': 'chain'
  'effect/mark': 'field' | 'value' | 'mask'
  'effect/mark-from-connmark': never
  'effect/mark-to-connmark': never
  'effect/masquerade': 'to'
  'effect/netmap': 'to'
  'effect/several': never
  'effect/where': never
  'effect/more': 'count'
  'effect/queue': never
  'effect/queue-bypass': never
  'effect/redirect': 'to'
  'effect/reject': 'error'
  'effect/return': never
  'effect/return-policy': never
  'effect/rewrite': 'field' | 'how'
  'effect/snat': 'to'
  'effect/unknown': 'target'
  'effect/untrack': never
  'explain/breaks': never
  'explain/counted': 'packets' | 'bytes'
  'explain/empty-chain': 'policy'
  'explain/every-packet': never
  'explain/hidden': 'what'
  'explain/hits': never
  'explain/hook': 'hook'
  'explain/list': 'first' | 'last'
  'explain/list-of-lists': 'first' | 'last'
  'explain/more': 'count'
  'explain/no-such-chain': 'chain' | 'chains'
  'explain/no-such-rule': 'id'
  'explain/no-such-table': 'table'
  'explain/note': never
  'explain/packets': 'protocol' | 'asked'
  'explain/policy-of-kernel': never
  'explain/next': never
  'explain/versions': 'versions'
  'explain/purpose': never
  'explain/more-elements': 'count'
  'explain/quiet-chains': 'count' | 'names'
  'explain/reached': never
  'explain/rule-not-there': never
  'help/better-command': 'command'
  'help/did-you-mean': 'word'
  'help/load-match': 'match' | 'option'
  'help/seawall': never
  'help/usage': never
  'help/options': never
  'help/commands': never
  'help/examples': never
  'help/choices': 'text' | 'choices'
  'help/help': never
  'help/help-of': never
  'help/version': never
  'help/option/json': never
  'help/option/color': never
  'help/option/width': never
  'help/option/no-pager': never
  'help/option/concise': never
  'help/option/full': never
  'help/option/family': never
  'help/option/as': never
  'help/option/netns': never
  'help/option/docker-host': never
  'help/option/daemon-args': never
  'help/option/daemon-json': never
  'help/option/ip-forward-before': never
  'help/option/variant': never
  'help/explain': never
  'help/explain/example-1': never
  'help/explain/example-2': never
  'help/explain/example-3': never
  'help/explain/table': never
  'help/explain/chain': never
  'help/explain/rule': never
  'help/explain/concepts': never
  'help/diff': never
  'help/diff/example-1': never
  'help/diff/example-2': never
  'help/diff/example-3': never
  'help/diff/ignore': never
  'help/diff/reach': never
  'help/diff/example-4': never
  'help/trace': never
  'help/trace/example-1': never
  'help/trace/example-2': never
  'help/trace/example-3': never
  'help/trace/example-4': never
  'help/trace/from': never
  'help/trace/to': never
  'help/trace/in': never
  'help/trace/out': never
  'help/trace/proto': never
  'help/trace/set': never
  'help/trace/one-way': never
  'help/trace/reply': never
  'help/trace/kernel': never
  'help/trace/redact': never
  'help/trace/expect': never
  'help/trace/cases': never
  'help/trace/packets': never
  'help/verify': never
  'help/verify/example-1': never
  'help/verify/redact': never
  'help/check': never
  'help/check/list': never
  'help/check/fail-on': never
  'help/check/example-1': never
  'help/check/example-2': never
  'help/check/example-3': never
  'help/explain/example-4': never
  'help/fmt': never
  'help/fmt/example-1': never
  'help/fmt/canonical': never
  'help/fmt/dialect': never
  'help/apply-preview': never
  'help/apply-preview/example-1': never
  'help/apply-preview/to': never
  'help/apply-preview/noflush': never
  'help/apply-preview/counters': never
  'help/apply-preview/dialect': never
  'help/predict': never
  'help/predict/example-1': never
  'help/predict/example-2': never
  'help/predict/example-3': never
  'help/predict/diff': never
  'help/predict/explain': never
  'help/predict/engine': 'engine'
  'help/predict/file': never
  'help/predict/profile': never
  'help/watch': never
  'help/watch/once': never
  'help/watch/interval': never
  'help/watch/repair': never
  'help/watch/unit': never
  'help/watch/example-1': never
  'help/watch/example-2': never
  'help/watch/example-3': never
  'help/watch/example-4': never
  'help/status': never
  'help/status/moving-to': never
  'usage/no-such-backend': 'backend'
  'help/status/example-1': never
  'help/status/example-2': never
  'help/repair': never
  'help/apply': never
  'help/apply/timeout': never
  'help/apply/yes': never
  'help/apply/example-1': never
  'help/apply/example-2': never
  'help/confirm': never
  'help/confirm/extend': never
  'help/confirm/same-session': never
  'help/confirm/example-1': never
  'help/confirm/example-2': never
  'help/rollback': never
  'help/rollback/example-1': never
  'help/remove': never
  'help/remove/yes': never
  'help/remove/example-1': never
  'help/repair/example-1': never
  'help/repair/example-2': never
  'help/repair/dry-run': never
  'help/repair/prune': never
  'help/repair/even-so': never
  'help/repair/yes': never
  'help/repair/before': never
  'help/repair/unit': never
  'help/capture': never
  'help/capture/example-1': never
  'help/capture/example-2': never
  'help/capture/redact': never
  'help/lab': never
  'help/lab/example-1': never
  'help/lab/example-2': never
  'help/lab/example-3': never
  'help/lab/dockerd': never
  'help/lab/keep': never
  'help/metrics': never
  'help/metrics/textfile': never
  'help/metrics/zone': never
  'help/metrics/example-1': never
  'help/metrics/example-2': never
  'help/schema': never
  'help/schema/example-1': never
  'help/completion': never
  'help/completion/example-1': never
  'help/save': never
  'help/save/example-1': never
  'help/save/example-2': never
  'help/save/output': never
  'help/save/directory': never
  'help/save/all': never
  'help/save/yes': never
  'help/explain/connections': never
  'help/reach': never
  'help/reach/rule': never
  'help/reach/example-1': never
  'help/reach/example-2': never
  'help/reach/example-3': never
  'help/reach/from': never
  'help/report': never
  'help/report/output': never
  'help/report/redact': never
  'help/report/zone': never
  'help/report/example-1': never
  'help/report/example-2': never
  'help/init': never
  'help/init/output': never
  'help/init/example-1': never
  'help/init/example-2': never
  'help/plan': never
  'help/plan/policy': never
  'help/plan/exit-code': never
  'help/apply/allow-lockout': never
  'help/apply/cut': never
  'help/plan/example-1': never
  'help/plan/example-2': never
  'help/exposure': never
  'help/exposure/zone': never
  'help/exposure/from': never
  'help/exposure/to': never
  'help/exposure/only': never
  'help/exposure/egress': never
  'help/exposure/as': never
  'help/exposure/example-1': never
  'help/exposure/example-2': never
  'help/exposure/example-3': never
  'host/docker-address': 'address'
  'host/docker-answer': 'path' | 'endpoint' | 'status' | 'said'
  'host/docker-changing': 'names'
  'host/docker-unreachable': 'endpoint' | 'said'
  'host/no-namespace': 'path' | 'said'
  'host/no-rules': 'tools'
  'host/no-save-tool': 'tool' | 'tables' | 'family'
  'host/no-variant': 'command' | 'said'
  'host/not-root': 'command' | 'said'
  'host/only-root': never
  'host/not-utf8': 'command'
  'host/permission-denied': 'path'
  'host/restore-refused': 'command' | 'status' | 'said' | 'kept'
  'host/rules-busy': 'command' | 'said'
  'host/table-incompatible': 'table' | 'family' | 'said'
  'host/timeout': 'command' | 'seconds'
  'host/too-much-output': 'command' | 'limit'
  'host/tool-failed': 'command' | 'status' | 'said'
  'host/tool-missing': 'tool'
  'host/unreadable': 'path' | 'said'
  'host/unreadable-answer': 'command' | 'said'
  'kernel/agrees': 'rules' | 'kernel' | 'tools'
  'kernel/agrees-filled': 'rules' | 'verdict' | 'by'
  'kernel/agrees-reply': 'rules'
  'kernel/agrees-way': 'rules' | 'way' | 'ways'
  'kernel/cannot-say': 'id'
  'kernel/column-kernel': never
  'kernel/column-ours': never
  'kernel/column-rule': never
  'kernel/difference-arrival': 'ours' | 'kernel'
  'kernel/difference-interface': 'ours' | 'kernel'
  'kernel/difference-nat': 'ours' | 'kernel'
  'kernel/differs': 'count'
  'kernel/differs-reply': 'count'
  'kernel/file': 'path' | 'redacted'
  'kernel/left-interface': 'name'
  'kernel/left-line': 'line' | 'said'
  'kernel/left-native': 'tables'
  'kernel/left-out': 'what'
  'kernel/left-rule': 'id' | 'said'
  'kernel/left-set': 'name' | 'said'
  'kernel/left-sysctl': 'name' | 'said'
  'kernel/left-twin': 'family' | 'variant'
  'kernel/made-interface': 'name' | 'addresses'
  'kernel/made-routes': never
  'kernel/made-set': 'name'
  'kernel/made-sysctl': 'name' | 'value'
  'kernel/made-up': 'what'
  'kernel/no-namespaces': 'said'
  'kernel/no-tool': 'tools'
  'kernel/not-asked': 'reason'
  'kernel/not-asked-reply': 'reason'
  'kernel/other-variant': 'variant' | 'family'
  'kernel/rules-refused': 'said'
  'kernel/settings-refused': 'said'
  'kernel/unsent-headers': never
  'kernel/unsent-interface': never
  'kernel/unsent-local-broadcast': never
  'kernel/unsent-local-field': never
  'kernel/unsent-local-flags': never
  'kernel/unsent-local-protocol': never
  'kernel/unsent-local-user': never
  'kernel/unsent-mark': never
  'kernel/unsent-no-interface': 'value'
  'kernel/unsent-route': 'value'
  'kernel/unsent-socket': never
  'kernel/unsent-source': never
  'kernel/unsent-state': never
  'lab/about/container': never
  'lab/about/empty-host': never
  'lab/about/flush-and-repair': never
  'lab/about/pair': never
  'lab/about/rule-in-every-chain': never
  'lab/apart': never
  'lab/check/client-fails': 'port' | 'container'
  'lab/check/client-reaches': 'port' | 'container'
  'lab/check/forward-drops': never
  'lab/check/forwards': never
  'lab/check/friend-reaches': 'from' | 'to'
  'lab/check/lives': never
  'lab/check/port-closed': 'port'
  'lab/check/repaired': 'rounds'
  'lab/check/same-rules': never
  'lab/check/stranger-stays-out': 'from' | 'to'
  'lab/engine': 'engine' | 'options'
  'lab/engine-died': 'status' | 'said'
  'lab/fails': 'checks' | 'failed' | 'seconds'
  'lab/holds': 'checks' | 'seconds'
  'lab/kept': 'path'
  'lab/no-busybox': never
  'lab/no-engine': never
  'lab/no-linux': never
  'lab/no-root': never
  'lab/no-such-engine': 'path'
  'lab/no-tool': 'tools'
  'lab/not-seen': never
  'lab/seen': never
  'lab/step-failed': 'command' | 'status' | 'said'
  'lab/step/container-is-there': never
  'lab/step/container-starts': never
  'lab/step/containers-are-there': never
  'lab/step/engine-starts': never
  'lab/step/flush': never
  'lab/step/pair-starts': never
  'lab/step/repair': never
  'lab/step/rule-in-every-chain': never
  'lab/about/log-everywhere': never
  'lab/about/dropped-port': never
  'lab/about/hairpin': never
  'lab/about/reload': never
  'lab/about/stale-file': never
  'lab/about/delete-and-restart': never
  'lab/step/redis-is-there': never
  'lab/step/web-is-there': never
  'lab/step/drop-by-port': never
  'lab/step/drop-by-original-port': never
  'lab/step/log-rules': never
  'lab/step/hairpin-deleted': never
  'lab/step/restore-noflush': never
  'lab/step/restore-plain': never
  'lab/step/saved': never
  'lab/step/other-order': never
  'lab/step/restore-saved': never
  'lab/step/engine-restarts': never
  'lab/check/rule-counts-nothing': 'rule'
  'lab/check/rule-counts': 'rule'
  'lab/check/log-counts': 'table' | 'chain' | 'when'
  'lab/check/log-counts-not': 'table' | 'chain' | 'when'
  'lab/check/calls-itself': 'container' | 'port'
  'lab/check/calls-itself-not': 'container' | 'port'
  'lab/check/hairpin-found': never
  'lab/check/restarted': 'container'
  'lab/check/forward-stays-open': never
  'lab/check/preview-said': never
  'note/after-dnat': 'to'
  'note/before-snat': never
  'note/first-packet': never
  'note/hidden': 'what'
  'note/no-ctdir': never
  'note/port-forwarded': 'port' | 'to' | 'by'
  'note/port-of-container': 'chain' | 'port'
  'note/port-rewritten': 'port' | 'to' | 'by'
  'note/unreached': 'chain'
  'note/callers-not-shown': 'chain'
  'note/covered': 'by' | 'does'
  'note/covered-equal': 'by' | 'does'
  'note/caller-covered': 'by'
  'note/contradicts': 'by'
  'packet/bad-field': 'field' | 'value'
  'packet/no-field': 'field' | 'fields'
  'packet/not-an-object': never
  'packet/two-families': never
  'phrase/all': never
  'phrase/any': never
  'phrase/bridged': 'values' | 'not'
  'phrase/connmark': 'values' | 'not'
  'phrase/cpu': 'values' | 'not'
  'phrase/ctdir': 'values' | 'not'
  'phrase/ctorigdport': 'values' | 'not'
  'phrase/ctorigdst': 'values' | 'not'
  'phrase/ctorigsport': 'values' | 'not'
  'phrase/ctorigsrc': 'values' | 'not'
  'phrase/ctproto': 'values' | 'not'
  'phrase/ctrepldport': 'values' | 'not'
  'phrase/ctrepldst': 'values' | 'not'
  'phrase/ctreplsport': 'values' | 'not'
  'phrase/ctreplsrc': 'values' | 'not'
  'phrase/ctstate': 'values' | 'not'
  'phrase/ctstatus': 'values' | 'not'
  'phrase/dport': 'values' | 'not'
  'phrase/dst': 'values' | 'not'
  'phrase/dsttype': 'values' | 'not'
  'phrase/fibsrc': 'values' | 'not'
  'phrase/fibdst': 'values' | 'not'
  'phrase/dsttype-in': 'values' | 'not'
  'phrase/dsttype-out': 'values' | 'not'
  'phrase/every': never
  'phrase/fragment': 'not'
  'phrase/gid': 'values' | 'not'
  'phrase/headers': 'values' | 'not'
  'phrase/icmpcode': 'values' | 'not'
  'phrase/icmptype': 'values' | 'not'
  'phrase/in': 'values' | 'not'
  'phrase/length': 'values' | 'not'
  'phrase/mark': 'values' | 'not'
  'phrase/member': 'set' | 'directions' | 'not'
  'phrase/none': never
  'phrase/out': 'values' | 'not'
  'phrase/physin': 'values' | 'not'
  'phrase/physout': 'values' | 'not'
  'phrase/pkttype': 'values' | 'not'
  'phrase/protocol': 'not' | 'values'
  'phrase/nfproto': 'values' | 'not'
  'phrase/realm': 'values' | 'not'
  'phrase/socket': 'not'
  'phrase/spi': 'values' | 'not'
  'phrase/sport': 'values' | 'not'
  'phrase/src': 'values' | 'not'
  'phrase/srctype': 'values' | 'not'
  'phrase/srcroute': 'values' | 'not'
  'phrase/srcroute-in': 'values' | 'not'
  'phrase/srcroute-mark': 'values' | 'not'
  'phrase/srcroute-in-mark': 'values' | 'not'
  'phrase/dstroute': 'values' | 'not'
  'phrase/dstroute-in': 'values' | 'not'
  'phrase/dstroute-mark': 'values' | 'not'
  'phrase/dstroute-in-mark': 'values' | 'not'
  'phrase/srctype-in': 'values' | 'not'
  'phrase/srctype-out': 'values' | 'not'
  'phrase/tcpflags': 'values' | 'not'
  'phrase/tcpflags-exact': 'set' | 'of' | 'not'
  'phrase/tcpmss': 'values' | 'not'
  'phrase/tos': 'values' | 'not'
  'phrase/ttl': 'values' | 'not'
  'phrase/uid': 'values' | 'not'
  'phrase/unknown-extension': 'key' | 'not'
  'phrase/unknown-hidden': 'key'
  'phrase/unknown-history': 'key' | 'not'
  'phrase/unknown-host': 'key' | 'not'
  'phrase/unknown-packet': 'key' | 'not'
  'init/assumed': 'codes'
  'init/closed': never
  'init/exists': 'path'
  'init/head': 'source'
  'init/mode': never
  'init/ping': never
  'init/reason': 'kind' | 'target' | 'from'
  'init/written': 'path'
  'plan/check': 'kind' | 'text' | 'where' | 'result' | 'before' | 'after'
  'plan/check-packet': 'packet' | 'after' | 'by'
  'plan/checks': 'holds' | 'fails' | 'unasked'
  'plan/direct': never
  'plan/head': 'file' | 'closes' | 'opens' | 'others' | 'same'
  'plan/more': 'count'
  'plan/observe': never
  'plan/staying': 'sources' | 'count'
  'plan/still-closed': 'zone' | 'port' | 'by'
  'plan/still-open': 'zone' | 'port' | 'by'
  'plan/refused': 'count' | 'text'
  'plan/rules': 'program' | 'lines'
  'policy/alias': never
  'policy/bad-address': 'text'
  'policy/bad-day': 'text'
  'policy/bad-egress': 'text'
  'policy/bad-expectation': 'text'
  'policy/bad-interface': 'name'
  'policy/bad-limit': 'text'
  'policy/bad-name': 'name'
  'policy/bad-port-forward': 'text'
  'policy/bad-service': 'text'
  'policy/bad-target': 'text'
  'policy/bad-way': 'text'
  'policy/bad-who': 'text'
  'policy/built-in': 'name'
  'policy/domain': 'text'
  'policy/empty-zone': 'zone'
  'policy/internet-addresses': never
  'policy/meant': 'word'
  'policy/missing-key': 'key'
  'policy/no-sender': 'text'
  'policy/no-set': 'name'
  'policy/no-zone': 'name'
  'policy/not-a-map': 'keys'
  'policy/not-yet': 'key'
  'policy/not-yaml': 'said'
  'policy/odd-key': never
  'policy/overlap': 'zone' | 'earlier' | 'what'
  'policy/set-empty': 'path'
  'policy/set-file': 'name'
  'policy/set-line': 'path' | 'line' | 'text'
  'policy/set-unread': 'name' | 'path'
  'policy/swarm-ports': 'ports'
  'policy/too-deep': never
  'policy/twice': 'name'
  'policy/untracked': 'rule'
  'policy/unknown-key': 'key' | 'keys'
  'policy/want-address': never
  'policy/want-entry': 'keys'
  'policy/want-list': never
  'policy/want-map': never
  'policy/want-network': 'text'
  'policy/want-text': never
  'policy/no-network': 'network'
  'policy/trust-internet': never
  'policy/expired': 'day'
  'policy/no-container': 'target' | 'service'
  'policy/not-published': 'target' | 'service'
  'policy/wrong-word': 'words'
  'predict/forwarding-guessed': never
  'predict/nftables-no-mesh': never
  'moving/already': 'version'
  'moving/by-hand': 'count'
  'moving/forward-drop': 'place' | 'command'
  'moving/forwarding': 'now'
  'moving/mark': 'mark'
  'moving/nothing': 'engine' | 'count'
  'moving/rule-by-hand': never
  'moving/rule-mark': never
  'moving/rule-moves': never
  'moving/rules': never
  'moving/script': never
  'moving/swarm': never
  'moving/todo': 'engine' | 'count'
  'moving/user-rules': 'count'
  'moving/version': 'version'
  'predict/nftables-no-start': never
  'predict/no-state': 'source'
  'predict/options-unknown': 'options'
  'predict/refused': 'what'
  'predict/no-version': 'version'
  'predict/upgrade': 'from' | 'to' | 'added' | 'removed' | 'moved' | 'opens' | 'closes'
  'preview/more': 'count'
  'preview/ports-lost': 'count'
  'preview/stops': never
  'preview/stops-later': never
  'preview/tested-first': 'tested'
  'preview/twice': 'count'
  'preview/policy-opened': 'chain'
  'preview/drops-lost': 'count'
  'preview/existing': never
  'preview/unreached': 'count'
  'preview/unreached-fix': 'count'
  'repair/chain': 'place'
  'repair/count': 'count'
  'repair/each': never
  'repair/engine': never
  'repair/not-by-rules': never
  'repair/closed-by-yours': never
  'repair/no-starts': 'chains'
  'repair/was-dead': 'names'
  'repair/opened': 'names' | 'source'
  'repair/unchanged': never
  'repair/done': 'rounds'
  'repair/done-known': 'rounds'
  'repair/left': 'count' | 'rounds'
  'repair/lost': 'count' | 'source'
  'repair/none-lost': 'source'
  'repair/nothing-off': never
  'repair/nothing': never
  'repair/policy': 'place' | 'policy'
  'repair/policy-back': never
  'repair/policy-lost': never
  'repair/policy-question': never
  'repair/native-policy-left': 'place' | 'policy'
  'repair/policy-left': 'place' | 'policy'
  'repair/stale-left': 'count'
  'repair/by-hand-left': 'count'
  'repair/stopped': never
  'repair/unloadable': 'count' | 'text'
  'repair/user-rules-unknown': 'place'
  'repair/will': 'count'
  'repair/nothing-known': never
  'repair/stalled': 'count'
  'repair/kept': 'paths'
  'repair/variant-unclear': 'family' | 'found'
  'repair/stranger': never
  'repair/prune-unknown': never
  'repair/prune-much': 'going' | 'there'
  'restore/built-in': 'chain'
  'restore/chain-exists': 'chain'
  'restore/chain-in-use': 'chain'
  'restore/crash': 'chain' | 'position'
  'restore/flushed-before': 'chain'
  'restore/jump-to-built-in': 'chain'
  'restore/kernel-refuses': 'extension' | 'chain'
  'restore/loop': 'chain'
  'restore/no-chain': 'chain'
  'restore/no-commit': 'table'
  'restore/no-counters': 'chain'
  'restore/no-newline': never
  'restore/no-rule': 'chain'
  'restore/no-rule-at': 'chain' | 'position'
  'restore/no-target': 'target'
  'restore/not-built-in': 'chain'
  'restore/outside-table': never
  'restore/rename-new': 'chain'
  'restore/too-deep': 'chain' | 'deepest'
  'snapshot/bad-field': 'path' | 'expected'
  'snapshot/newer-version': 'version' | 'known'
  'snapshot/not-json': 'said'
  'snapshot/unknown-document': never
  'source/no-rules': 'source' | 'form'
  'service/bridge-down': 'network' | 'bridge'
  'service/bridge-missing': 'network' | 'bridge'
  'service/bridge-without-address': 'network' | 'bridge'
  'service/changing': never
  'service/by-direct': never
  'service/kept-from-dnat': 'rule'
  'service/by-dnat': never
  'service/by-docker-proxy': never
  'service/dead': 'names'
  'service/down': 'reason'
  'service/elsewhere': 'to' | 'by'
  'service/forwarding-by-option': 'setting'
  'service/forwarding-off': 'setting'
  'service/from': 'zones' | 'reason'
  'service/limited': 'zones' | 'reason'
  'service/more': 'count'
  'service/name-neighbours': 'network'
  'service/name-outside': 'network' | 'containers'
  'service/name-start': 'container'
  'service/no-answer': never
  'service/no-route': 'address'
  'service/not-started': 'said'
  'service/ok': 'ports' | 'containers'
  'service/others': 'count'
  'service/paused': never
  'service/restarting': 'code' | 'count'
  'service/route-missing': 'network' | 'bridge'
  'service/kept-from-dnat-dead': 'rule'
  'service/port-down': 'container' | 'bridge' | 'port'
  'service/port-no-carrier': 'container' | 'bridge' | 'port'
  'service/port-off-bridge': 'container' | 'bridge' | 'port'
  'service/port-gone': 'container' | 'bridge'
  'service/ports-missing': 'bridge' | 'working' | 'containers' | 'suspects'
  'service/refused': never
  'service/rules': 'count' | 'total' | 'standing' | 'more'
  'service/in-place': never
  'service/rules-of': 'engine'
  'service/fine': never
  'service/network': 'network'
  'service/outside': never
  'service/neighbour': never
  'service/rules-off': never
  'service/run': 'command'
  'service/one-family': 'family' | 'reason'
  'service/stopped': 'by' | 'owner'
  'service/unknown': 'on'
  'service/unknown-why': 'reason'
  'service/unknown-rules': 'ports' | 'containers'
  'service/unknown-all': 'names'
  'service/works': 'by'
  'service/wrong': 'ports' | 'containers'
  'service/wrong-device': 'device' | 'container'
  'service/zone-container': never
  'service/zone-host': never
  'service/zone-internet': never
  'service/zone-lan': never
  'status/why-doubled': 'position'
  'status/why-below': never
  'status/why-behind': 'position'
  'status/why-altered': 'rule'
  'status/why-no-container': 'address'
  'status/why-other': 'address' | 'container'
  'status/why-no-network': 'bridge'
  'status/why-version': 'engine'
  'status/forward-open': 'place' | 'why' | 'networks'
  'status/altered': never
  'status/iptables-off': never
  'status/doubled': never
  'status/expected': never
  'status/missing': never
  'status/next-there': never
  'status/out-of-place': never
  'status/policy': 'place' | 'policy'
  'status/stale': never
  'status/forward-drop-left': 'place'
  'status/no-nftables': 'source'
  'status/no-rules': 'source'
  'status/table-dormant': 'table'
  'status/options-unknown': 'options'
  'status/family-unread': 'family'
  'status/old-connections': 'count' | 'port' | 'to' | 'now' | 'command'
  'status/left-over': 'family' | 'variant' | 'other' | 'count'
  'status/variant-unknown': 'family'
  'status/variant-unread': 'family' | 'variant'
  'status/inventory-unread': 'what'
  'status/changing': 'names'
  'status/other-engine': 'bridges'
  'status/unknown': never
  'syntax/ambiguous-option': 'option'
  'syntax/bad-counters': 'text'
  'syntax/bad-mask': 'mask'
  'syntax/bad-policy': 'policy'
  'syntax/bad-position': 'position'
  'syntax/bad-target': 'target'
  'syntax/bad-value': 'kind' | 'value'
  'syntax/beyond-nodes': 'option' | 'total'
  'syntax/blank-line': never
  'syntax/burst-below-rate': 'bytes'
  'syntax/carriage-return': 'lines'
  'syntax/chain-name-start': 'chain'
  'syntax/chain-named-target': 'chain'
  'syntax/chain-too-long': 'chain'
  'paste/cut-document': never
  'paste/facts': 'tools'
  'paste/not-used': 'tool'
  'paste/partial': 'tool'
  'paste/placed': 'containers'
  'paste/plain-text': 'undone'
  'paste/ufw': 'active' | 'defaults?'
  'syntax/alternatives': 'names' | 'chosen'
  'syntax/chain-deleted': 'chain'
  'syntax/condition-unknown': 'left'
  'syntax/command-elsewhere': 'program'
  'syntax/commit-trailing': never
  'syntax/contiguous-day': never
  'syntax/control-character': never
  'syntax/docker-command': 'command'
  'syntax/double-negation': never
  'syntax/drop-in-nat': never
  'syntax/empty-policy-element': never
  'syntax/empty-text': 'option'
  'syntax/glued-value': 'option'
  'syntax/host-name': 'name'
  'syntax/interface-in-chain': 'option' | 'chain'
  'syntax/interface-too-long': 'value'
  'syntax/ipv4-only': 'option'
  'syntax/line-too-long': 'max'
  'syntax/listing-hides': 'hides'
  'syntax/listing-row': never
  'syntax/lone-negation': never
  'syntax/missing-commit': 'table'
  'syntax/missing-one-of': 'extension' | 'options'
  'syntax/missing-option': 'extension' | 'option'
  'syntax/missing-value': 'option' | 'kind'
  'syntax/nft-command': 'command'
  'syntax/nft-ends': never
  'syntax/nft-include': 'file'
  'syntax/nft-json': 'said'
  'syntax/nft-no-table': 'kind' | 'name'
  'syntax/nft-remark': never
  'syntax/nft-variable': 'name'
  'syntax/nft-word': 'word'
  'syntax/near-docker-chain': 'chain' | 'docker'
  'syntax/needs-port-protocol': 'value'
  'syntax/needs-protocol': 'extension' | 'protocol'
  'syntax/negated-any': 'option' | 'value'
  'syntax/negated-list': 'option'
  'syntax/negation-inside': 'option'
  'syntax/no-chain-name': never
  'syntax/no-option': 'extension'
  'syntax/no-policy': 'chain'
  'syntax/no-value': 'option'
  'syntax/no-verb': never
  'syntax/not-invertible': 'option'
  'syntax/nothing-readable': 'refused'
  'syntax/option-in-restore': 'option'
  'syntax/option-needs': 'option' | 'other'
  'syntax/option-not-loaded': 'option' | 'owner'
  'syntax/option-with-command': 'option'
  'syntax/options-exclude': 'option' | 'other'
  'syntax/other-family-flag': 'option'
  'syntax/other-family-match': 'match'
  'syntax/listing-no-chain': 'count'
  'syntax/rules-in-prose': 'count'
  'syntax/omitted': 'count' | 'chains'
  'syntax/omitted-chains': never
  'syntax/other-language': 'language'
  'syntax/other-program': 'command'
  'syntax/out-of-range': 'option' | 'value'
  'syntax/outside-table': 'lines'
  'syntax/packet-beyond-every': 'packet' | 'every'
  'syntax/policy-of-own-chain': 'chain'
  'syntax/rate-too-fast': 'value'
  'syntax/reads-file': 'file'
  'syntax/repeated-option': 'option'
  'syntax/replace-many': never
  'syntax/service-of-two-lists': 'name' | 'port'
  'syntax/shell-unclosed-quote': never
  'syntax/shown-again': 'table'
  'syntax/stray-word': 'word'
  'syntax/table-first': 'table'
  'syntax/table-in-table': 'table' | 'open'
  'syntax/table-option': 'table'
  'syntax/table-twice': 'table'
  'syntax/task-loop': 'said'
  'syntax/task-when': 'said'
  'syntax/too-long': 'max'
  'syntax/too-many': 'option' | 'max'
  'syntax/too-many-ports': 'max'
  'syntax/too-many-rules': 'max'
  'syntax/too-many-words': 'max'
  'syntax/two-verbs': 'option'
  'syntax/unclosed-quote': never
  'syntax/unknown-match': 'match'
  'syntax/unknown-option': 'option'
  'syntax/unknown-table': 'table'
  'syntax/unknown-target': 'target'
  'syntax/unsupported-revision': 'extension'
  'syntax/variables-put-in': 'names'
  'syntax/placeholders': 'names'
  'syntax/variables-unknown': 'names'
  'syntax/words-after-rule': 'words'
  'trace/simulated': 'family'
  'trace/by-connection': never
  'trace/by-forward': never
  'trace/from-host': never
  'trace/again-on-lo': never
  'trace/assume': 'doubt' | 'answer'
  'trace/bad-end': 'text'
  'trace/bad-protocol': 'name'
  'trace/case': 'line' | 'name' | 'expected' | 'got' | 'by' | 'open'
  'trace/cases': 'passed' | 'failed'
  'trace/clause-no': 'has'
  'trace/clause-was': 'has' | 'was' | 'since'
  'trace/conntrack': 'state' | 'direction'
  'trace/container-without-address': 'name' | 'family'
  'trace/dead-blackhole': never
  'trace/dead-forwarding-off': never
  'trace/dead-hairpin': never
  'trace/dead-martian-destination': never
  'trace/dead-martian-source': never
  'trace/dead-no-address': never
  'trace/dead-no-route': never
  'trace/dead-not-for-us': never
  'trace/dead-prohibit': never
  'trace/dead-reverse-path': never
  'trace/dead-route-localnet': never
  'trace/dead-ttl': never
  'trace/dead-unreachable': never
  'trace/decided': 'by'
  'trace/doubt': 'key'
  'trace/end-dead': 'dst' | 'why'
  'trace/end-dropped': 'dst'
  'trace/end-host': 'dst' | 'listens'
  'trace/end-joins': 'dst'
  'trace/end-out': 'who' | 'device' | 'container'
  'trace/end-rejected': 'dst' | 'error'
  'trace/end-unknown': 'doubts'
  'trace/end-cut': 'limit' | 'doubts'
  'trace/more-doubts': 'count'
  'trace/end-unread': 'verdict' | 'doubts'
  'trace/fix': 'id' | 'would'
  'trace/more-ways': 'count'
  'trace/nat-decided': never
  'trace/nat-inactive': never
  'trace/nat-untracked': never
  'trace/near': 'id' | 'wanted' | 'has' | 'would'
  'trace/no-cure': never
  'trace/cure-rule': 'count'
  'trace/cure-ufw': never
  'trace/cure-firewalld': never
  'trace/cure-sysctl': never
  'trace/cure-bridge': never
  'trace/cure-network': never
  'trace/cure-published': never
  'trace/cure-option': never
  'trace/near-mark': never
  'trace/near-since': 'id' | 'wanted' | 'has' | 'since' | 'would'
  'trace/no-container': 'name' | 'names'
  'trace/no-destination': 'to'
  'trace/no-lan': never
  'trace/no-reply': never
  'trace/other-way': 'number' | 'verdict'
  'trace/passed': 'count'
  'trace/presumed': 'facts'
  'trace/return': 'to'
  'trace/route-bridge': 'device'
  'trace/route-forward': 'device' | 'hop'
  'trace/route-host': 'again'
  'trace/route-out': 'device' | 'hop' | 'again'
  'trace/unread': 'doubt'
  'trace/no-network': 'name' | 'family'
  'trace/near-published': 'id' | 'address' | 'has'
  'trace/fix-before-dnat': 'would'
  'trace/fix-forward': 'would'
  'trace/near-input': 'id' | 'would' | 'since'
  'trace/near-with': 'id'
  'trace/fix-interface': 'id' | 'would'
  'verify/agrees': 'rules' | 'all' | 'packets'
  'verify/by': 'by'
  'verify/differs': 'count' | 'packets'
  'verify/more': 'count'
  'verify/not-reached': 'count'
  'verify/nothing': never
  'verify/together': 'id'
  'verify/took': 'kernel' | 'tools' | 'seconds'
  'zone-reach/open': 'from' | 'to'
  'zone-reach/perhaps': 'from' | 'to'
  'zone-reach/closed': 'from' | 'to'
  'zone-reach/closed-so-far': 'from' | 'to'
  'zone-reach/not-whole': never
  'zone-reach/no-door': 'to'
  'zone-reach/from': 'from' | 'more'
  'zone-reach/from-others': never
  'zone-reach/from-every': 'zone'
  'zone-reach/example': 'packet'
  'zone-reach/example-differs': 'packet'
  'rule-reach/met': 'id'
  'rule-reach/perhaps': 'id'
  'rule-reach/perhaps-unread': 'id'
  'rule-reach/undecided': 'id'
  'rule-reach/no-jump': 'id'
  'rule-reach/asks-nothing': 'id'
  'rule-reach/covered': 'id' | 'count'
  'rule-reach/covers': 'count'
  'rule-reach/packets': never
  'rule-reach/open': never
  'rule-reach/more': never
  'rule-reach/example': 'packet'
  'rule-reach/confirmed': never
  'rule-reach/not-confirmed': never
  'watch/by': 'program' | 'pid' | 'unit?' | 'login?' | 'command?'
  'watch/by-all': 'actors' | 'more'
  'watch/by-legacy': never
  'watch/by-unheard': never
  'watch/closes': 'port' | 'family'
  'watch/container-restarted': 'container' | 'added' | 'removed'
  'watch/container-short': 'container' | 'added' | 'removed'
  'watch/container-started': 'container' | 'added' | 'removed'
  'watch/container-stopped': 'container' | 'added' | 'removed'
  'watch/dead': 'name'
  'watch/engine-back': never
  'watch/engine-gone': 'endpoint'
  'watch/kept': 'paths'
  'watch/lost-by': 'program' | 'pid' | 'unit?' | 'login?'
  'watch/policy-back': never
  'watch/repaired': 'count'
  'watch/repair-failed': never
  'watch/repair-left': 'count'
  'watch/repair-stopped': 'count'
  'watch/judged-again': 'count' | 'all'
  'watch/monitor-back': never
  'watch/monitor-gone': never
  'watch/more': 'count'
  'watch/network-made': 'network' | 'added'
  'watch/network-removed': 'network' | 'removed'
  'watch/no-nft': never
  'watch/not-judged': never
  'watch/not-read': never
  'watch/not-started': 'container' | 'said'
  'watch/open-now': 'ports' | 'count' | 'more'
  'watch/open-unknown': never
  'watch/opens': 'port' | 'family'
  'watch/port-closed': 'port' | 'to' | 'family'
  'watch/port-opened': 'port' | 'to' | 'family'
  'watch/read-again': never
  'watch/rules-changed': 'owner' | 'added' | 'removed' | 'moved' | 'other' | 'place' | 'places'
  'watch/rules-lost': 'count' | 'all'
  'watch/rules-whole': 'count' | 'all' | 'wrong'
  'watch/rules-wrong': 'count' | 'place' | 'places'
  'watch/started': 'engine' | 'count' | 'all'
  'watch/started-unjudged': never
  'watch/stays-closed': 'port'
  'watch/works': 'name'
  'web/title': 'source'
  'web/redacted-source': never
  'web/read-at': 'time'
  'web/redacted': never
  'web/contents': never
  'web/skip': never
  'web/exposure': never
  'web/exposure-caption': never
  'web/notes': never
  'web/zones': never
  'web/zone-redacted': never
  'web/ports': never
  'web/ends': never
  'web/picture': never
  'web/picture-about': 'more'
  'web/packet': never
  'web/first-packet': never
  'web/answer': never
  'web/grid-caption': never
  'web/table': never
  'web/no-form': never
  'web/from': never
  'web/to': never
  'web/protocol': never
  'web/family': never
  'web/follow': never
  'web/player': never
  'web/back': never
  'web/play': never
  'web/pause': never
  'web/next': never
  'web/step': never
  'web/step-of': 'step' | 'count' | 'text'
  'web/theme': never
  'web/search': never
  'web/found': 'count'
  'web/link': never
  'web/rules': never
  'web/made-by': never
  'web/json-needs-file': never
  'web/written': 'path' | 'size'
  'metrics/help-build-info': never
  'metrics/help-success': never
  'metrics/help-last-success': never
  'metrics/help-duration': never
  'metrics/help-snapshot': never
  'metrics/help-unread': never
  'metrics/help-exposed': never
  'metrics/help-despite': never
  'metrics/help-limited': never
  'metrics/help-unknown-ports': never
  'metrics/help-verdict': never
  'metrics/help-rules': never
  'metrics/help-unjudged': never
  'metrics/help-services': never
  'metrics/help-not-started': never
  'metrics/written': 'path' | 'count'
  'exposure/network': never
  'exposure/not-with-egress': 'option'
  'exposure/no-network': 'name' | 'names'
  'exposure/egress-head': 'count' | 'all'
  'exposure/egress-asked': 'port' | 'places'
  'reach-diff/same': 'count'
  'reach-diff/different': 'count'
  'reach-diff/perhaps': 'count'
  'reach-diff/unread': 'count'
  'reach-diff/undecided': 'count'
  'reach-diff/before': 'end'
  'reach-diff/after': 'end'
  'reach-diff/more': 'count'
  'reach-diff/confirmed': never
  'reach-diff/not-confirmed': never
  'exposure/note-miss': 'rule' | 'wanted' | 'has' | 'since'
  'exposure/note-not-asked': 'rule'
  'exposure/note-input': 'rule'
  'exposure/note-direct': never
  'exposure/note-parts': 'zone' | 'clients'
  'exposure/note-cut': 'zones'
  'exposure/note-sources': 'zone' | 'state' | 'from' | 'more'
  'exposure/note-loopback': never
  'exposure/note-loopback-open': never
  'exposure/note-elsewhere': 'to' | 'meant'
  'exposure/note-ipv6-only': never
  'exposure/bad-zone': 'text'
  'exposure/no-interface': 'zone' | 'interface'
  'exposure/empty-zone': 'zone'
  'exposure/no-zone': 'name' | 'names'
  'exposure/head': 'count' | 'despite' | 'perhaps' | 'limited' | 'kind' | 'zone'
  'exposure/assumed': 'codes'
  'exposure/networks': never
  'exposure/port': never
  'exposure/goes-to': never
  'exposure/decided-by': never
  'exposure/direct': never
  'exposure/network-ports': 'network' | 'count'
  'exposure/open': never
  'exposure/closed': never
  'exposure/limited': never
  'exposure/perhaps': never
  'exposure/some': 'open' | 'count'
  'exposure/zones': 'zones'
  'exposure/prove': 'command'
  'conntrack/head': 'count' | 'moved'
  'conntrack/dnat': 'to' | 'by' | 'asked'
  'conntrack/snat': 'to' | 'by' | 'asked'
  'conntrack/no-nat': never
  'conntrack/timeout': 'seconds'
  'conntrack/now-same': 'place'
  'conntrack/now-elsewhere': 'place' | 'to' | 'server' | 'delete'
  'conntrack/now-stopped': 'place' | 'by' | 'server' | 'delete'
  'conntrack/now-unknown': 'place'
  'conntrack/no-rules': never
  'conntrack/state-syn-sent': never
  'conntrack/state-syn-recv': never
  'conntrack/state-established': never
  'conntrack/state-fin-wait': never
  'conntrack/state-close-wait': never
  'conntrack/state-last-ack': never
  'conntrack/state-time-wait': never
  'conntrack/state-close': never
  'conntrack/state-syn-sent2': never
  'conntrack/flag-unreplied': never
  'conntrack/flag-assured': never
  'conntrack/not-read': 'source'
  'save/head': 'family' | 'variant' | 'tool' | 'setting'
  'save/head-all': 'family' | 'variant' | 'tool'
  'save/flushes': 'tables' | 'tool'
  'save/nothing': never
  'save/sets': 'sets'
  'save/others': 'owner' | 'count'
  'save/left': never
  'save/left-other-owner': 'table' | 'count' | 'owner'
  'save/left-shared-chain': 'table' | 'chain' | 'count' | 'owner'
  'save/left-needs-chain': 'table' | 'chain' | 'count' | 'to'
  'save/left-unread': 'table' | 'chain' | 'count'
  'save/yours-left': 'family' | 'table' | 'chain' | 'count' | 'reason'
  'save/plain-reload': 'family' | 'setting'
  'save/written': 'path' | 'count'
  'save/overwrite': 'path'
  'usage/save-exists': 'path'
  'usage/save-exists-help': never
  'usage/save-target': never
  'save/two-variants': 'other' | 'family'
  'reach/ports': 'ports' | 'more' | 'protocol' | 'address' | 'published'
  'reach/container-at': 'name' | 'address' | 'port'
  'reach/client-internet': never
  'reach/client-lan': never
  'reach/client-host': never
  'reach/client-container': 'name'
  'reach/met-container': 'name'
  'reach/met-host': 'name'
  'reach/met-nobody': 'name'
  'reach/met-address': 'name'
  'reach/port-elsewhere': 'what' | 'before' | 'after' | 'who' | 'families'
  'reach/port-opens': 'what' | 'after' | 'who' | 'families'
  'reach/port-closes': 'what' | 'before' | 'after' | 'by' | 'who' | 'families'
  'reach/port-proxy': 'proxy' | 'what' | 'after' | 'who' | 'families'
  'reach/way-elsewhere': 'what' | 'after' | 'who' | 'families'
  'reach/way-opens': 'what' | 'who' | 'families'
  'reach/way-closes': 'what' | 'by' | 'who' | 'families'
  'reach/way-proxy': 'proxy' | 'what' | 'who' | 'families'
  'reach/more': 'count'
  'reach/unknown': 'count'
  'reach/not-asked': 'count'
  'proxy/not-met': 'rule' | 'condition'
  'proxy/returned': 'rule'
  'proxy/no-dnat': 'to'
  'conversation/by': 'by'
  'conversation/answered': never
  'conversation/relayed': 'container'
  'conversation/proxy': 'port' | 'container' | 'why'
  'conversation/end-dropped': 'end' | 'server'
  'conversation/end-rejected': 'end' | 'server'
  'conversation/end-lost': 'end' | 'why'
  'conversation/end-refused': 'end'
  'conversation/end-next': 'end'
  'conversation/end-next-answer': 'end'
  'conversation/end-proxy': 'container' | 'target' | 'fate' | 'part'
  'conversation/end-unknown': 'end' | 'doubts'
  'conversation/direct': 'from' | 'asked'
  'conversation/other-source': 'from' | 'asked'
  'conversation/nobody-has': 'src'
  'conversation/no-route': 'src' | 'dst'
  'conversation/astray': 'device' | 'expected'
  'conversation/dead': 'why'
  'conversation/presumed-route': 'src' | 'dst'
  'conversation/presumed-masquerade': 'src'
  'conversation/part-answer': never
  'conversation/part-first': never
  'conversation/part-next': never
  'conversation/part-next-answer': never
  'conversation/second-first': never
  'daemon/no-process': 'endpoint'
  'daemon/not-dockerd': 'endpoint' | 'name' | 'pid'
  'daemon/not-root': 'endpoint' | 'pid' | 'uid'
  'daemon/elsewhere': 'endpoint' | 'pid'
  'daemon/no-net-admin': 'endpoint' | 'pid'
  'daemon/socket-open': 'endpoint' | 'path'
  'daemon/config-unreadable': 'path'
  'daemon/config-newer': 'path'
  'usage/interval': 'value'
  'usage/once-repair': never
  'usage/width': 'value'
  'usage/working': 'seconds'
  'usage/densities': never
  'usage/not-json': 'path'
  'usage/it-said': 'said'
  'usage/empty-source': never
  'usage/name-a-source': never
  'usage/no-experiment': 'name'
  'usage/experiments': 'names'
  'usage/no-concept': 'name'
  'usage/concepts': 'names'
  'usage/no-owner': 'name'
  'usage/owners': 'names'
  'usage/one-source': never
  'usage/given': 'names'
  'usage/one-pasted-rule': never
  'usage/no-schema': 'name'
  'usage/schemas': 'names'
  'usage/no-shell': 'name'
  'usage/shells': 'names'
  'usage/no-dialect': 'value'
  'usage/dialects': never
  'usage/cannot-ask': never
  'usage/do-not-ask': never
  'usage/needs-rule': never
  'usage/rule-example': never
  'usage/needs-to': never
  'usage/to-example': never
  'usage/bad-set': 'value'
  'usage/from-keyboard': never
  'usage/more-findings': 'count' | 'source'
  'usage/captured': 'count' | 'path'
  'usage/question': never
  'usage/apply-yes': never
  'usage/bad-duration': 'value'
  'usage/durations': 'least' | 'most'
  'usage/remove-yes': never
  'usage/unit-installed': 'path' | 'command'
  'usage/unit-open': 'path'
  'usage/arguments': 'said'
  'usage/meant': 'names'
  'usage/choices': 'names'
  'usage/unknown-command': 'name'
  'usage/unknown-option': 'name'
  'usage/missing-argument': 'name'
  'usage/option-without-value': 'option'
  'usage/invalid-value': 'option' | 'value'
  'usage/too-many-arguments': 'expected' | 'given'
  'usage/no-command': never
  'usage/bug': 'said' | 'place'
  'usage/bug-report': never
  'usage/output-lost': 'said'
  'usage/exit-codes': never
  'severity/error': never
  'severity/warning': never
  'severity/note': never
  'usage/help': never
}

/** Messages about the parts that owners have: name, purpose, what breaks without it. Their facts are those of the ownership. */
export type PartMessageId = { [O in Owner]: `${'part' | 'purpose' | 'breaks'}/${O}/${Part<O>}` }[Owner]

/** The id of a message. */
export type MessageId = keyof Messages | PartMessageId

type NameOf<K> = K extends keyof Messages ? Messages[K] : never
type Needed<Name> = Name extends `${string}?` ? never : Name
type Optional<Name> = Name extends `${infer Bare}?` ? Bare : never

/** The facts of a message. */
export type FactsOf<K extends MessageId> = K extends keyof Messages
  ? { readonly [N in Needed<NameOf<K>> & string]: Fact } & { readonly [N in Optional<NameOf<K>>]?: Fact | undefined }
  : Readonly<Record<string, Fact>>

/** A whole language: a text for each message. */
export type Catalogue = { readonly [K in MessageId]: (facts: FactsOf<K>) => string }
