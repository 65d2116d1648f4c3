import type { Say } from '#i18n/catalogue.ts'
import type { RuleChange } from '#model/difference.ts'
import type { Asked, Client, Met, ReachChange } from '#model/reach-change.ts'
import type { UnreachedRule } from '#model/unreached-rule.ts'
import { phraseText } from './phrase-text.ts'

/** What `apply-preview --json` has besides the difference. */
export function previewJson({
  reach,
  notAsked,
  lostDrops,
  unreached,
  tested,
  say,
}: {
  readonly reach: readonly ReachChange[]
  readonly notAsked: number
  readonly lostDrops: readonly RuleChange[]
  readonly unreached: readonly UnreachedRule[]
  readonly tested: boolean | undefined
  readonly say: Say
}) {
  return {
    reach: reach.map(({ kind, family, protocol, client, asked, before, after }) => ({
      ...{ kind, family, protocol, from: clientText(client), asked: askedJson(asked) },
      ...{ before: metJson(before), after: metJson(after) },
    })),
    notAsked,
    lostDrops: lostDrops.map(({ id, text, ownership }) => ({ id, text, owner: ownership.owner })),
    unreached: unreached.map(({ id, text, reason, fix }) => ({
      ...{ id, text, code: reason.id, by: reason.args.by ?? null },
      ...{ message: phraseText(say, reason), fix: fix ?? null },
    })),
    testedFirst: tested ?? null,
  }
}

function clientText({ kind, name }: Client): string {
  return kind === 'container' ? `container:${name}` : kind
}

function askedJson(asked: Asked) {
  return asked.kind === 'port' ? { ...asked, publishedOn: asked.publishedOn ?? null } : asked
}

function metJson(met: Met) {
  return met.kind === 'container' ? { ...met, port: met.port ?? null } : met
}
