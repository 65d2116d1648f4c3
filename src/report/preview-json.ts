import type { RuleChange } from '#model/difference.ts'
import type { Asked, Client, Met, ReachChange } from '#model/reach-change.ts'

/** What `apply-preview --json` has besides the difference. */
export function previewJson({
  reach,
  notAsked,
  lostDrops,
  tested,
}: {
  readonly reach: readonly ReachChange[]
  readonly notAsked: number
  readonly lostDrops: readonly RuleChange[]
  readonly tested: boolean | undefined
}) {
  return {
    reach: reach.map(({ kind, family, protocol, client, asked, before, after }) => ({
      ...{ kind, family, protocol, from: clientText(client), asked: askedJson(asked) },
      ...{ before: metJson(before), after: metJson(after) },
    })),
    notAsked,
    lostDrops: lostDrops.map(({ id, text, ownership }) => ({ id, text, owner: ownership.owner })),
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
