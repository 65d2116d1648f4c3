import type { AllowedFinding, LintFinding, LintId } from '#model/check.ts'
import { message } from '#model/diagnostic.ts'
import type { Source } from '#model/source.ts'
import type { Found } from './rule.ts'

/** A comment `# seawall: allow lint/ID reason [expires YYYY-MM-DD]`: of its own line, the next one, or the file where it is in the first line. */
interface Allowance {
  readonly source: Source
  readonly start: number
  readonly end: number
  readonly rule: string
  readonly reason: string
  readonly expires: string | undefined
  /** What of the text it is about. */
  readonly from: number
  readonly to: number
  used: boolean
}

const comment = /#\s*seawall:\s*allow\s+(lint\/[\w-]+)[ \t]*([^\n\r]*)/g

/** The comments that allow findings, and what is wrong with them. */
export class Allowances {
  readonly #all: readonly Allowance[]
  readonly #today: string
  readonly #known: ReadonlySet<string>

  constructor(sources: readonly Source[], today: string, known: ReadonlySet<string>) {
    this.#all = sources.flatMap(allowancesIn)
    this.#today = today
    this.#known = known
  }

  /** Findings that a comment allows, and the others. */
  sort(findings: readonly LintFinding[]): {
    readonly kept: readonly LintFinding[]
    readonly allowed: readonly AllowedFinding[]
  } {
    const kept: LintFinding[] = []
    const allowed: AllowedFinding[] = []
    for (const finding of findings) {
      const by = this.#all.find((one) => this.#allows(one, finding))
      if (by === undefined) kept.push(finding)
      else allowed.push({ finding, reason: by.reason })
      if (by !== undefined) by.used = true
    }
    return { kept, allowed }
  }

  /** Comments that allow nothing: unused, expired, without a reason, or about a rule that does not exist. */
  complaints(): readonly { readonly rule: LintId; readonly found: Found }[] {
    return this.#all.flatMap((one) => {
      const why = this.#fault(one)
      if (why === undefined) return []
      const place = { source: one.source, span: { start: one.start, end: one.end } }
      const said = message('lint/useless-allowance', { rule: one.rule, why, date: one.expires ?? '' })
      const found: Found = {
        ...{ said, fails: 'neither', who: 'nobody', places: [place] },
        evidence: [one.source.name, one.rule, why],
      }
      return [{ rule: 'lint/useless-allowance', found }]
    })
  }

  #allows(one: Allowance, { rule, places }: LintFinding): boolean {
    if (one.rule !== rule || this.#isVoid(one)) return false
    return places.some(
      ({ source, span }) => source.name === one.source.name && span.start >= one.from && span.start < one.to,
    )
  }

  #isVoid({ reason, expires }: Allowance): boolean {
    return reason === '' || (expires !== undefined && expires < this.#today)
  }

  #fault(one: Allowance): 'unknown' | 'reason' | 'expired' | 'unused' | undefined {
    if (!this.#known.has(one.rule)) return 'unknown'
    if (one.reason === '') return 'reason'
    if (this.#isVoid(one)) return 'expired'
    return one.used ? undefined : 'unused'
  }
}

function allowancesIn(source: Source): readonly Allowance[] {
  const { text } = source
  return [...text.matchAll(comment)].map((found) => {
    const [whole, rule = '', rest = ''] = found
    const start = found.index
    const lineStart = text.lastIndexOf('\n', start - 1) + 1
    const lineEnd = endOfLine(text, start)
    const isAlone = text.slice(lineStart, start).trim() === ''
    const [, before = '', date] = /^(.*?)\s*\bexpires\s+(\d{4}-\d{2}-\d{2})\s*$/.exec(rest) ?? [undefined, rest]
    return {
      ...{ source, start, end: start + whole.trimEnd().length, rule, reason: before.trim(), expires: date },
      from: isAlone && lineStart === 0 ? 0 : lineStart,
      to: isAlone && lineStart === 0 ? text.length + 1 : (isAlone ? nextRuleEnd(text, lineEnd) : lineEnd) + 1,
      used: false,
    }
  })
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

/** The end of the next line that is no comment: several allowances may be about one line. */
function nextRuleEnd(text: string, from: number): number {
  let at = from
  while (at < text.length) {
    const end = endOfLine(text, at + 1)
    if (!/^\s*(#|$)/.test(text.slice(at + 1, end))) return end
    at = end
  }
  return text.length
}
