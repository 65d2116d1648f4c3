import type { Owner } from '#model/owner.ts'
import type { Part } from '#model/parts.ts'
import { dockerTexts } from './ownership-docker.ts'
import { otherTexts } from './ownership-others.ts'
import type { PartTexts, Text } from './ownership-text.ts'

type Kind = 'part' | 'purpose' | 'breaks'
type Id = { [O in Owner]: `${Kind}/${O}/${Part<O>}` }[Owner]

const all: Readonly<Record<Owner, Readonly<Record<string, PartTexts>>>> = { ...otherTexts, docker: dockerTexts }

/** English texts of every part of every owner: `part/OWNER/PART` (its name), `purpose/...`, `breaks/...` (what breaks without it). */
export const ownershipTexts: Readonly<Record<Id, Text>> = Object.fromEntries(
  Object.entries(all).flatMap(([owner, texts]) =>
    Object.entries(texts).flatMap(([name, [part, purpose, breaks]]) => [
      [`part/${owner}/${name}`, asText(part)],
      [`purpose/${owner}/${name}`, asText(purpose)],
      [`breaks/${owner}/${name}`, asText(breaks)],
    ]),
  ),
) as Record<Id, Text>

function asText(text: Text | string): Text {
  return typeof text === 'string' ? () => text : text
}
