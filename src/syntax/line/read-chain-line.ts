import { byteLength } from '#extensions/kinds/kinds.ts'
import type { Message, Severity } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { Policy } from '#model/ruleset.ts'
import { builtinChains } from '#model/builtin-chains.ts'
import type { Statement } from '#model/statement.ts'
import { verdicts } from './base-options.ts'
import { readBrackets } from './counters.ts'
import { hintDockerChain } from './hint-docker-chain.ts'
import type { LineContext } from './line-state.ts'
import { unreadLine } from './unread-line.ts'
import type { SaveState } from '../text/save-state.ts'

/** Reads `:CHAIN POLICY [packets:bytes]`. */
export function readChainLine(state: SaveState, start: number, end: number): Statement {
  const { context } = state
  const span = { start, end }
  const report = (what: Message, severity: Severity = 'error') => context.diagnostics.push({ severity, ...what, span })
  const refuse = (what: Message): Statement => {
    report(what)
    return unreadLine(context.origin, span, { table: state.table })
  }
  const line = context.origin.text.slice(start + 1, end)
  const words = line.split(/[ \t]+/)
  if (words[0] === '') words.shift()
  const [chain = '', policy = '', brackets = ''] = words
  if (chain === '') return refuse(message('syntax/no-chain-name'))
  const badName = checkName(chain, context)
  if (badName !== undefined) return refuse(badName)
  if (policy === '') return refuse(message('syntax/no-policy', { chain }))
  const builtin = builtinChains[state.table ?? 'filter']?.includes(chain) ?? true
  state.chains.add(chain)
  if (!builtin) {
    hintDockerChain(chain, span, context)
    if (policy !== '-')
      report(message('syntax/policy-of-own-chain', { chain }), context.dialect.variant === 'nft' ? 'warning' : 'error')
  } else if (policy !== '-' && !verdicts.has(policy)) return refuse(message('syntax/bad-policy', { policy }))
  const counters = readBrackets(brackets)
  if (brackets.startsWith('[') && counters === undefined && builtin)
    report(message('syntax/bad-counters', { text: brackets }), 'warning')
  return {
    kind: 'chain',
    chain,
    policy: builtin && policy !== '-' ? (policy as Policy) : undefined,
    counters,
    start,
    end,
  }
}

function checkName(chain: string, { dialect }: LineContext): Message | undefined {
  if (byteLength(chain) > 28) return message('syntax/chain-too-long', { chain })
  if (dialect.variant === 'nft' && dialect.version === '1.8.7') return undefined
  if (verdicts.has(chain)) return message('syntax/chain-named-target', { chain })
  if (dialect.variant === 'nft' && (chain.startsWith('-') || chain.startsWith('!')))
    return message('syntax/chain-name-start', { chain })
  return undefined
}
