import type { Say } from '#i18n/catalogue.ts'
import { message } from '#model/diagnostic.ts'
import type { ChainExplanation, Explanation, RuleExplanation } from '#model/explanation.ts'
import { describe, isWarned, ownerName, rulePage } from '#report/explain-page.ts'
import { escapeHtml, type KnownRules, renderHtml, ruleAnchor, ruleLink } from '#report/html.ts'

/** Every chain with its rules, each of which opens into its explanation. */
export function rulesHtml(say: Say, { rulesets }: Explanation, known: KnownRules): string {
  return rulesets.flatMap(({ chains }) => chains.map((chain) => chainHtml(say, chain, known))).join('')
}

/** The rules that the page has a place for. */
export function rulesOf({ rulesets }: Explanation): KnownRules {
  return new Set(rulesets.flatMap(({ chains }) => chains.flatMap(({ rules }) => rules.map(({ id }) => id))))
}

function chainHtml(say: Say, chain: ChainExplanation, known: KnownRules): string {
  const policy =
    chain.policy === undefined
      ? ''
      : ` <span class="s-${chain.policy === 'DROP' ? 'drop' : 'accept'}">policy ${escapeHtml(chain.policy)}</span>`
  const about = `<span class="s-muted">${escapeHtml(describe(say, chain.ownership))}</span>`
  const rules =
    chain.rules.length === 0
      ? `<p class="s-muted">${escapeHtml(say(message('explain/empty-chain', { policy: chain.policy ?? '' })))}</p>`
      : chain.rules.map((rule) => ruleHtml(say, rule, known)).join('')
  return `<section class="chain"><h3 id="${escapeHtml(ruleAnchor(chain.id))}">${escapeHtml(chain.id)}${policy} ${about}</h3>${rules}</section>`
}

function ruleHtml(say: Say, rule: RuleExplanation, known: KnownRules): string {
  const mark = isWarned(rule) ? ` <span class="s-warning" aria-hidden="true">!</span>` : ''
  const text = rule.text.startsWith(`-A ${rule.chain} `) ? rule.text.slice(rule.chain.length + 4) : rule.text
  const summary = `#${rule.position} <span class="s-strong">${escapeHtml(ownerName(rule.ownership))}</span> <code class="s-${rule.effectStyle}">${escapeHtml(text)}</code>${mark}`
  const body = renderHtml(rulePage(say, rule, 'full', true), known)
  return `<details class="rule" id="${escapeHtml(ruleAnchor(rule.id))}" data-rule="${escapeHtml(rule.id)}"><summary>${summary}</summary><div>${body}<p>${ruleLink(rule.id, say(message('web/link')))}</p></div></details>`
}
