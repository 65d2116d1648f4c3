import { message } from '#model/diagnostic.ts'
import type { LintRule } from '../rule.ts'

/** A comment that allows a finding which is not there. It is found when all other rules have been asked: see `allowances`. */
export const uselessAllowance: LintRule = {
  id: 'lint/useless-allowance',
  about: message('lint-about/useless-allowance'),
  check: () => [],
}
