import type { StatusAnswer } from '#pages.ts'
import { exit } from './exit.ts'

/** The exit code that a status comes to. */
export function statusCode({ verdict, plans }: StatusAnswer): number {
  switch (verdict) {
    case 'dead':
    case 'wrong':
      return exit.findings
    case 'unknown': {
      const judged = plans.some(({ rules }) => rules.some(({ standing }) => standing !== 'unknown'))
      return judged ? exit.partlyRead : exit.unreadable
    }
    case 'ok':
      return exit.fine
  }
}
